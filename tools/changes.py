"""Small changes of a file, each with the code it makes."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

KINDS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn,
         ast.And, ast.Or, ast.Add, ast.Sub, ast.BitAnd, ast.BitOr)  # fmt: skip
SAYING_NOTHING = ast.Constant | None
SWAPS = {kind: KINDS[place ^ 1] for place, kind in enumerate(KINDS)}


class Change(NamedTuple):
    """One change: the lines of its statement, what it is, the code of the changed file."""

    file: Path
    lines: range
    words: str
    code: CodeType


def swaps(node: ast.AST) -> Iterator[tuple[str, object]]:
    """List (attribute, new value): operators, conditions, constants, returns, calls."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "ops", [SWAPS[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
        yield "op", SWAPS[type(node.op)]()
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "test", ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield "value", node.value + 1 if type(node.value) is int else not node.value
    elif isinstance(node, ast.Return | ast.Expr) and not isinstance(node.value, SAYING_NOTHING):
        yield "value", ast.IfExp(ast.Constant(value=True), ast.Constant(None), node.value)


def inside(node: ast.AST, lines: range, *, held: bool = False) -> Iterator[tuple[ast.AST, range]]:
    """List what stands in the bodies of functions, each with the lines of its statement."""
    if isinstance(node, ast.stmt):
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    if held:
        yield node, lines
    is_function = isinstance(node, ast.FunctionDef)
    for one in ast.iter_child_nodes(node):
        if not is_function or held or isinstance(one, ast.stmt):
            yield from inside(one, lines, held=held or is_function)


def changes(file: Path) -> Iterator[Change]:
    """List every change of a file."""
    tree = ast.parse(text := file.read_text())
    for node, lines in inside(tree, range(0)):
        for attribute, new in swaps(node):
            old, place = getattr(node, attribute), node.lineno  # type: ignore[attr-defined]
            setattr(node, attribute, new)
            code = compile(ast.fix_missing_locations(tree), str(file.absolute()), "exec")
            setattr(node, attribute, old)
            said = text.splitlines()[place - 1].strip()
            yield Change(file, lines, f"{file}:{place} {attribute}: {said}", code)
