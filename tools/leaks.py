"""No generator yields inside a purpose: it would leak it into its caller."""

import ast
from collections.abc import Iterator

from tools import sources

CONTEXTS = {"entered", "handover", "unguarded", "acting"}
MEANT = {"contextmanager", "asynccontextmanager", "fixture"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def name(node: ast.expr) -> str:
    """Give the last name of a call, an attribute or a name."""
    if isinstance(node, ast.Call):
        return name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def within(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what belongs to the same function."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, Scope):
            yield from within(child)


def problems() -> list[str]:
    """List each such yield; a context manager or a fixture means to hand its purpose on."""
    found = []
    for path, tree in sources.trees():
        for function in ast.walk(tree):
            if not isinstance(function, Function):
                continue
            if any(name(each) in MEANT for each in function.decorator_list):
                continue
            for block in within(function):
                if isinstance(block, ast.With | ast.AsyncWith) and enters(block):
                    yields = [n for n in within(block) if isinstance(n, ast.Yield | ast.YieldFrom)]
                    found += [f"{path}:{n.lineno} yields inside a purpose" for n in yields]
    return sorted(set(found))


def enters(block: ast.With | ast.AsyncWith) -> bool:
    """Say whether the block enters a purpose."""
    return any(name(item.context_expr) in CONTEXTS for item in block.items)


if __name__ == "__main__":
    sources.report(problems)
