"""Every action and query is used by something other than a test."""

import ast
from collections.abc import Iterator

from tools import sources

type Key = tuple[str, str]  # the module or the door of a room, and the function


def key(dotted: str) -> Key:
    """Name a function by the door it stands behind: a package of actions is one door."""
    module, _, name = dotted.rpartition(".")
    parts = module.split(".")
    ends = [n for n, part in enumerate(parts) if part in ("actions", "queries")]
    return ".".join(parts[: ends[0] + 1] if ends else parts), name


def verbs(module: str, tree: ast.Module) -> Iterator[tuple[Key, int]]:
    """List the public functions that are marked as an action or a query."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            marks = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
            if any(isinstance(one, ast.Name) and one.id in ("action", "query") for one in marks):
                yield key(f"{module}.{node.name}"), node.lineno


def used(module: str, tree: ast.Module) -> Iterator[Key]:
    """List what a module names, through its imports; an import alone is no use."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            head, _, rest = ast.unparse(node).partition(".")
            if head in names:
                yield key(f"{names[head]}.{rest}" if rest else names[head])
            elif not rest:
                yield key(f"{module}.{head}")


def problems() -> list[str]:
    """List each verb that nothing but tests calls."""
    found: dict[Key, str] = {}
    seen: set[Key] = set()
    for path, tree in sources.trees():
        if path.parts[0] == "salerno" and "tests" not in path.parts:
            module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            found |= {one: f"{path}:{line}" for one, line in verbs(module, tree)}
            seen |= set(used(module, tree))
    return [f"{found[one]} {one[1]} is used by nothing" for one in sorted(found.keys() - seen)]


if __name__ == "__main__":
    sources.report(problems)
