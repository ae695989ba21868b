"""What the component templates take: frozen values with words already chosen.

Every text may be lazy (``gettext_lazy``) or safe HTML; what is neither is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """A place to go. ``current`` marks the page one is on; ``count`` stands behind the words."""

    words: object
    address: str
    current: bool = False
    count: int | None = None


Tab = Link


@dataclass(frozen=True)
class Gloss:
    """Why it is asked, how long it is kept, who sees it: words rendered from the clause."""

    why: object
    kept: object
    seen: object


@dataclass(frozen=True)
class Aside:
    """A note in the margin that belongs to no field."""

    title: object
    text: object
    link: Link | None = None
    id: str = ""


@dataclass(frozen=True)
class Notice:
    """An event. ``kind``: plain, good, care or stop. The title says what happened, ``reason``
    why, ``text`` what to do.
    """

    title: object
    text: object = ""
    kind: str = "plain"
    links: tuple[Link, ...] = ()
    reason: object = ""
    id: str = ""


@dataclass(frozen=True)
class Empty:
    """A place where nothing is yet, and what would fill it."""

    title: object
    text: object = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a choice leaves: a sentence, and the number under which it is kept."""

    words: object
    number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Choice:
    """A standing choice: one form post, and its receipt in the same row.

    ``so`` says what each side means. ``fixed`` stands in place of the switch where something
    stronger decides: a law, a minimum age, the browser's signal.
    """

    name: str
    what: object
    so: object
    is_on: bool
    receipt: object = ""
    receipt_address: str = ""
    fixed: object = ""


@dataclass(frozen=True)
class Because:
    """Why something was chosen for the reader, and the switch that ends it."""

    reason: object
    more: object = ""
    address: str = ""
    name: str = ""
    off: object = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One line of a ledger. ``kind``: "out" left the house, "no" was not sent, "plain" neither."""

    at: datetime
    to: object
    text: object = ""
    fields: object = ""
    kind: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Tally:
    """One figure, and what it counts."""

    figure: object
    counts: object


@dataclass(frozen=True)
class Fact:
    """One line of a short list: what, and its value."""

    what: object
    value: object


@dataclass(frozen=True)
class Right:
    """Something a person can do now."""

    words: object
    address: str
    detail: object


@dataclass(frozen=True)
class Step:
    """One step of a journey or of a case."""

    title: object
    text: object = ""
    is_done: bool = False
    is_now: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class Word:
    """A run of words in a difference. ``kind``: "ins", "del" or "" for what stayed."""

    text: object
    kind: str = ""


@dataclass(frozen=True)
class VersionChange:
    """One change between two versions, and who is asked again because of it."""

    number: object
    words: tuple[Word, ...]
    asked: object = ""
    id: str = ""


@dataclass(frozen=True)
class Badge:
    """Access, always with its word. ``kind``: open, lock or meter."""

    words: object
    kind: str = "lock"


@dataclass(frozen=True)
class Progress:
    """How far somebody is: ``said`` in words beside the bar."""

    what: object
    done: float
    of: float
    said: object


@dataclass(frozen=True)
class Watch:
    """The band above a page of the desk on which a person is on the table."""

    case: object
    close: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that is held, in a subject table."""

    what: object
    value: object
    why: object
    kept: object
    seen: object
    links: tuple[Link, ...] = ()
    note: object = ""
    id: str = ""


@dataclass(frozen=True)
class SubjectTable:
    """Everything held under one heading. ``counted`` replaces "5 items" in its corner."""

    id: str
    title: object
    intro: object = ""
    rows: tuple[Row, ...] = field(default_factory=tuple)
    counted: object = ""
    empty: Empty | None = None

    @property
    def count(self) -> int:
        """How many things are held."""
        return len(self.rows)


@dataclass(frozen=True)
class ErrorSummary:
    """What is wrong with a form: for each sentence the id of the control that it is about."""

    title: object
    text: object
    items: Sequence[tuple[str, object]]
