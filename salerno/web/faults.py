"""Faults of the machine: no room, a lock that is held too long, no database. What is said of them.

A page says it with 503 and the words that were typed; `/health` says it while it lasts.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clock

AGAIN = 60  # seconds after which it is worth another try
REMEMBERED = timedelta(minutes=10)
DEEP = 6  # links of a chain of exceptions that are followed
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class Fault:
    """One sort of fault: what a page says, and what `/health` tells the operator."""

    words: str | Promise
    told: str


FULL = Fault(
    _(
        "There is no room left to store anything. What was there before is whole. Send this again "
        "later, when we have made room; it is stored then, or not at all."
    ),
    "Something could not be stored: there is no room, or the disk cannot be written. Make room.",
)
BUSY = Fault(
    _(
        "Something else holds what this would change, and we waited as long as we may. It is "
        "stored whole or not at all: wait a minute, look whether it is there, and send it again."
    ),
    "The database stayed locked for too long. See which process holds it.",
)
AWAY = Fault(
    _(
        "We cannot reach what we store just now. What was there before is whole. Wait a minute, "
        "then try again."
    ),
    "The database cannot be reached.",
)

SQLITE = (("SQLITE_BUSY", BUSY), ("SQLITE_LOCKED", BUSY), ("SQLITE_FULL", FULL),
          ("SQLITE_IOERR", FULL), ("SQLITE_READONLY", FULL), ("SQLITE_CANTOPEN", AWAY))  # fmt: skip
POSTGRESQL = (("53100", FULL), ("53", AWAY), ("55P03", BUSY), ("40", BUSY), ("57014", BUSY),
              ("57P", AWAY), ("08", AWAY), ("25006", FULL), ("58", FULL))  # fmt: skip
"""How the codes of each database begin. The longer of two stands first."""

_last: list[tuple[datetime, Fault]] = []


def of(error: BaseException | None) -> Fault | None:
    """The fault of the machine behind an exception; None where it is one of the program."""
    for one in _chain(error):
        found = _of_driver(one)
        if found is not None:
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _deep in range(DEEP):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _of_driver(error: BaseException) -> Fault | None:
    if isinstance(error, OSError):
        return FULL if error.errno in NO_ROOM else None
    if isinstance(error, DatabaseError | InterfaceError):
        return None  # Django's own; what the driver said stands behind it
    name = getattr(error, "sqlite_errorname", "")
    code = getattr(error, "sqlstate", "")
    if code is None:  # the driver never came as far as the server
        return AWAY
    known = ((name, SQLITE), (code, POSTGRESQL))
    return next(
        (
            fault
            for said, codes in known
            if said
            for begin, fault in codes
            if said.startswith(begin)
        ),
        None,
    )


def note(fault: Fault) -> None:
    """Remember it for `/health`: this process met it."""
    _last[:] = [(clock.now(), fault)]


def recent() -> str:
    """What `/health` says of the last minutes; "" where nothing happened."""
    now = clock.now()
    return " ".join(fault.told for at, fault in _last if abs(now - at) <= REMEMBERED)


def forget() -> None:
    """Start anew, as a process does."""
    _last.clear()
