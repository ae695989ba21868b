"""The functions of a running process: which lines they run, and other code put into them."""

import gc
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import CodeType, FunctionType

NAME = attrgetter("co_filename", "co_qualname", "co_firstlineno", "co_freevars")
CACHED = type(cache(len))
TOOL, LINES = sys.monitoring.COVERAGE_ID, sys.monitoring.events.LINE


def inner(code: CodeType) -> Iterator[CodeType]:
    """List the code of every function in some code."""
    for one in (each for each in code.co_consts if isinstance(each, CodeType)):
        yield one
        yield from inner(one)


def living(files: set[str]) -> list[FunctionType]:
    """List the functions of these files. No lazy object is asked what it is."""
    found = (one for one in gc.get_objects() if type(one) is FunctionType)
    return [one for one in found if one.__code__.co_filename in files]


def put(changed: CodeType) -> None:
    """Give the functions of a file their changed code, and let the house remember nothing."""
    get = {NAME(one): one for one in inner(changed)}.get
    every = living({changed.co_filename})
    assert any(get(NAME(one.__code__), one.__code__) != one.__code__ for one in every)  # noqa: S101
    for one in every:
        one.__code__ = get(NAME(one.__code__), one.__code__)
    for each in gc.get_objects():
        if type(each) is CACHED and "salerno" in str(each.__module__):
            each.cache_clear()


def watch(files: set[Path]) -> None:
    """Let the lines that the functions of these files run be told; see `tell`."""
    for file in files:
        import_module(".".join(file.with_suffix("").parts))
    sys.monitoring.use_tool_id(TOOL, "living")
    for one in living({str(file.absolute()) for file in files}):
        for each in (one.__code__, *inner(one.__code__)):
            sys.monitoring.set_local_events(TOOL, each, LINES)


def tell(to: Callable[[str, int], None]) -> None:
    """Tell ``to`` each line (file, number) that is run from now on, once."""

    def line(code: CodeType, number: int) -> object:
        to(code.co_filename, number)
        return sys.monitoring.DISABLE

    sys.monitoring.register_callback(TOOL, LINES, line)
    sys.monitoring.restart_events()
