"""A run of tests in a fork of this process."""

import os
import signal
from collections.abc import Callable

import pytest
from django.db import connections

FAILED = 1


def fails(run: Callable[[], None], seconds: int) -> bool:
    """Whether `run` ends a fork with FAILED, or hangs. No connection is shared with it."""
    connections.close_all()
    if child := os.fork():
        return os.waitpid(child, 0)[1] in (FAILED << 8, signal.SIGALRM)
    try:
        signal.alarm(seconds)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        run()
        os._exit(0)
    finally:
        os._exit(FAILED + 1)


def each(items: list[pytest.Item]) -> None:
    """Run tests, whatever ran before; what lasts a session is left standing."""
    for item, following in zip(items, [*items[1:], *items[:1]], strict=True):
        item.session._setupstate.teardown_exact(item)  # noqa: SLF001  as pytest does
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
