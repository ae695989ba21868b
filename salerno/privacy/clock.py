"""The one clock. Nothing else asks the system what time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

type Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Source] = ContextVar("clock", default=_system)


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    return _source.get()()


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` inside the block."""
    token = _source.set(lambda: moment)
    try:
        yield
    finally:
        _source.reset(token)


@contextmanager
def clock_ahead(by: timedelta) -> Iterator[None]:
    """Run the clock ``by`` ahead of the system inside the block."""
    token = _source.set(lambda: _system() + by)
    try:
        yield
    finally:
        _source.reset(token)
