"""Purpose and viewer: entered once, at the door, and never widened below it.

``with entered(PROFILE, viewer=Viewer.person(7)):`` opens a purpose. Threads, pools and
``asyncio`` tasks start without one. A deliberate change is ``handover``; what the compiler
cannot read is ``unguarded``; both are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from salerno.privacy.declare import CollectionPoint, Purpose
from salerno.privacy.errors import GateError, OutsidePurpose, PurposeRefused, WriteRefused


@dataclass(frozen=True)
class Viewer:
    """Who looks: a person, a visitor whom nobody knows, or a machine with a name.

    ``staff`` and ``case`` go with each other: staff meet a person only through a case.
    """

    subject: int | None = None
    machine: str = ""
    staff: bool = False
    case: str = ""

    @classmethod
    def person(cls, subject: int) -> Viewer:
        """A signed-in person, by subject id."""
        return cls(subject=subject)

    @classmethod
    def visitor(cls) -> Viewer:
        """Somebody who is not signed in."""
        return cls()

    @classmethod
    def job(cls, name: str) -> Viewer:
        """A job or command; it shows what it reads to nobody."""
        return cls(machine=name)

    @classmethod
    def officer(cls, subject: int, case: str) -> Viewer:
        """A member of staff, while a case is open."""
        return cls(subject=subject, staff=True, case=case)

    @property
    def known(self) -> int:
        """The subject of somebody who is signed in. Raises GateError for anybody else."""
        if self.subject is None:
            raise GateError("Nobody is signed in here: say `signed_in=True` at the door.")
        return self.subject

    @property
    def label(self) -> str:
        """How the audit names the viewer."""
        if self.machine:
            return f"machine:{self.machine}"
        return "visitor" if self.subject is None else f"subject:{self.subject}"


@dataclass
class Entry:
    """One purpose entered: what the audit writes down when it is left."""

    purpose: Purpose
    viewer: Viewer
    ground: str = ""
    statements: dict[str, int] = field(default_factory=dict)  # digest of the text -> times
    rows: int = 0
    unguarded: list[str] = field(default_factory=list)
    subjects: set[int] = field(default_factory=set)
    durable: bool = False  # on disk before the answer leaves
    is_left: bool = False  # a task that was begun inside goes on without it


@dataclass
class Act:
    """One open action: where it may collect, and what it has written so far.

    ``subject``: somebody whom the action has made, and may write about. ``about``: whose data
    an update collects, where that is not who acts. ``library``: a library's own view, which
    saves whole rows; their owner stays as it is.
    """

    name: str
    point: CollectionPoint | None
    written: set[tuple[int | None, str]] = field(default_factory=set)  # (subject, clause id)
    subject: int | None = None
    source: str = ""
    channel: str = ""
    library: bool = False
    about: int | None = None
    seals: dict[int, int] = field(default_factory=dict)  # subject -> the seal on what is written
    decided: set[tuple[int, str]] = field(default_factory=set)  # (subject, decision) by a human


_entry: ContextVar[Entry | None] = ContextVar("entry", default=None)
_act: ContextVar[Act | None] = ContextVar("act", default=None)
_unguarded: ContextVar[str] = ContextVar("unguarded", default="")

type Listener = Callable[[Entry], None]
_listeners: list[Listener] = []

refusals: list[GateError] = []
"""Every refusal, recorded when it is raised: a template that swallows one cannot hide it."""


def on_left(listener: Listener) -> None:
    """Tell ``listener`` of every purpose that is left. The audit is one."""
    if listener not in _listeners:
        _listeners.append(listener)


def refuse(error: GateError) -> GateError:
    """Record ``error`` and return it, to be raised."""
    refusals.append(error)
    del refusals[:-1000]
    return error


def current() -> Entry:
    """The purpose entered. Raises OutsidePurpose when there is none."""
    entry = current_or_none()
    if entry is None:
        raise refuse(OutsidePurpose("No purpose is entered here: enter one at the door."))
    return entry


def current_or_none() -> Entry | None:
    """The purpose entered, or None. One that was left in the meantime is none."""
    entry = _entry.get()
    return None if entry is None or entry.is_left else entry


def viewer() -> Viewer:
    """Who looks, under the purpose entered."""
    return current().viewer


@contextmanager
def entered(purpose: Purpose, viewer: Viewer, *, ground: str = "") -> Iterator[Entry]:
    """Enter ``purpose`` for ``viewer``. Raises PurposeRefused for a machine without leave."""
    if viewer.machine and not (purpose.machine or purpose.kernel):
        raise refuse(PurposeRefused(f"{purpose}: a job may not enter this purpose."))
    entry = Entry(purpose, viewer, ground)
    token = _entry.set(entry)
    try:
        yield entry
    finally:
        _entry.reset(token)
        entry.is_left = True
        for listener in _listeners:
            listener(entry)


@contextmanager
def handover(purpose: Purpose, *, ground: str, viewer: Viewer | None = None) -> Iterator[Entry]:
    """Go on under another purpose, on purpose: ``ground`` says why and is recorded."""
    if not ground.strip():
        raise refuse(PurposeRefused(f"{purpose}: a handover needs its ground."))
    before = current()
    with entered(purpose, viewer or before.viewer, ground=f"{before.purpose}: {ground}") as entry:
        yield entry


@contextmanager
def unguarded(reason: str) -> Iterator[None]:
    """Let raw SQL name declared tables inside the block. Recorded with the purpose entered."""
    if not reason.strip():
        raise refuse(GateError("unguarded: say why."))
    entry = current()
    entry.unguarded.append(reason)
    token = _unguarded.set(reason)
    try:
        yield
    finally:
        _unguarded.reset(token)


def is_unguarded() -> bool:
    """Whether raw SQL may name declared tables just now."""
    return bool(_unguarded.get())


def open_act() -> Act:
    """The action that writes. Raises WriteRefused when none is open."""
    act = _act.get()
    if act is None:
        raise refuse(WriteRefused("No action is open: writes are verbs in actions.py."))
    return act


def act_or_none() -> Act | None:
    """The open action, or None."""
    return _act.get()


@contextmanager
def acting(act: Act) -> Iterator[Act]:
    """Open ``act`` inside the block. Used by ``salerno.privacy.doing.action``."""
    token = _act.set(act)
    try:
        yield act
    finally:
        _act.reset(token)
