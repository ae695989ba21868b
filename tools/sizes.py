"""Functions, files and argument lists stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools import sources

Function = ast.FunctionDef | ast.AsyncFunctionDef
FILE, FUNCTION, VIEW, TOOL, ARGUMENTS = 400, 40, 25, 60, 6
SETTINGS = {Path("salerno/web/settings.py"): 200}


def length(node: Function) -> int:
    """Count the lines from `def` to the end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def arguments(node: Function) -> int:
    """Count the arguments that a caller gives."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(one.arg not in ("self", "cls") for one in given)


def too_large(path: Path, nodes: list[Function]) -> Iterator[str]:
    """List the functions of a file that are too long or take too much."""
    most = VIEW if "views" in path.with_suffix("").parts else FUNCTION
    for node in nodes:
        where = f"{path}:{node.lineno} {node.name}"
        if length(node) > most:
            yield f"{where}: {length(node)} lines, at most {most}"
        if arguments(node) > ARGUMENTS and "tests" not in path.parts:
            yield f"{where}: {arguments(node)} arguments, at most {ARGUMENTS}"


def problems() -> list[str]:
    """List what is too large."""
    found = []
    for path, text in sources.python():
        count, most = text.count("\n"), TOOL if path.parts[0] == "tools" else FILE
        if count > (most := SETTINGS.get(path, most)):
            found.append(f"{path}: {count} lines, at most {most}")
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Function)]
        found += too_large(path, nodes)
    return found


if __name__ == "__main__":
    sources.report(problems)
