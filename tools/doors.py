"""A room enters another room only by its doors: actions, queries and values."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools import sources

ROOMS = "salerno.services"
DOORS = {"actions", "queries", "values"}


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """List the imported modules; `from a.room import door` counts as `a.room.door`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_of(path: Path) -> str:
    """Name the room of a file, nothing for files elsewhere and for tests."""
    inside = path.parts[:2] == ("salerno", "services") and "tests" not in path.parts
    return (
        path.parts[2] if inside and len(path.parts) > len(("salerno", "services", "room")) else ""
    )


def problems() -> list[str]:
    """List each import through a wall, and relative imports, which hide where they lead."""
    found = []
    for path, tree in sources.trees():
        room = room_of(path)
        for line, module in imported(tree) if room else ():
            other, _, rest = module.removeprefix(f"{ROOMS}.").partition(".")
            if module.startswith(f"{ROOMS}.") and other != room and rest.split(".")[0] not in DOORS:
                found.append(f"{path}:{line} enters {other} by {rest or 'its walls'}")
    return found


if __name__ == "__main__":
    sources.report(problems)
