"""`python -m tools.mutants MOST FILE TESTS…`: which small changes go unseen?"""

import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

KINDS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn,
         ast.And, ast.Or, ast.Add, ast.Sub, ast.BitAnd, ast.BitOr)  # fmt: skip
SWAPS = {kind: KINDS[place ^ 1] for place, kind in enumerate(KINDS)}


def changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str, object]]:
    """List (node, attribute, new value): operators, conditions, constants, returns, calls."""
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    for node in {id(one): one for each in functions for one in ast.walk(each)}.values():
        if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            yield node, "ops", [SWAPS[type(node.ops[0])](), *node.ops[1:]]
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
            yield node, "op", SWAPS[type(node.op)]()
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node, "test", ast.UnaryOp(ast.Not(), node.test)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield node, "value", node.value + 1 if type(node.value) is int else not node.value
        elif isinstance(node, ast.Return | ast.Expr) and not isinstance(node.value, ast.Constant):
            yield node, "value", ast.Constant(None)


def passes(folder: Path, tests: list[str]) -> bool:
    """Tell whether the tests pass there."""
    run = [sys.executable, "-m", "pytest", "-qx", *tests]
    return subprocess.run(run, check=False, cwd=folder, capture_output=True).returncode == 0


def main(most: str, file: str, *tests: str) -> None:
    """Print each change that no test saw, and how many were seen."""
    lines, lived = (text := Path(file).read_text()).splitlines(), list[str]()
    tree = ast.parse(text)
    every = list(changes(tree))
    drawn = random.Random(7).sample(every, min(int(most), len(every)))  # noqa: S311  no secret
    with tempfile.TemporaryDirectory(prefix="salerno-mutants-") as name:
        folder = Path(name, "tree")
        shutil.copytree(".", folder, ignore=shutil.ignore_patterns(".*"))
        assert passes(folder, [*tests]), "The tests fail without a change."  # noqa: S101
        for node, attribute, new in drawn:
            old = getattr(node, attribute)
            setattr(node, attribute, new)
            (folder / file).write_text(ast.unparse(ast.fix_missing_locations(tree)))
            setattr(node, attribute, old)
            if passes(folder, [*tests]):
                lived.append(f"{file}:{node.lineno} {attribute}: {lines[node.lineno - 1]}\n")
    sys.stdout.write(f"{''.join(lived)}{file}: {len(lived)} unseen, {len(drawn)} tried\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
