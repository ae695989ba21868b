"""What crosses to other rooms: what is indexed, what is asked, what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from salerno.privacy.declare import Reach

type Document = tuple[int, int, str]
"""What a room has written by somebody: its id there, its owner, its text."""


@dataclass(frozen=True)
class Entry:
    """A published item as it is indexed: about nobody.

    ``audience``: who learns that there is one. ``access``: who may read its text; others find it
    and read its summary. ``within``: the item whose entitlement opens this one too, or 0.
    """

    item_id: int
    address: str
    kind: str
    title: str
    text: str = field(repr=False)
    summary: str = field(default="", repr=False)
    language: str = "en"
    audience: Reach = Reach.PUBLIC
    access: str = "open"
    within: int = 0
    published_at: datetime | None = None  # None: from now on


class Shown(Protocol):
    """A document as its room shows it to the viewer, read through the gate."""

    @property
    def title(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Source(Protocol):
    """A room whose documents are about people. Search keeps their words and ids, never shows them.

    ``facts``: kinds of facts that say that a document is new, changed or gone; their ``item_id``
    is the document's id. ``columns``: what the index is made of, as "app.Model.column".
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> object: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def facts(self) -> tuple[str, ...]: ...

    def documents(self, after: int) -> Iterable[Document]:
        """Some hundred documents with an id above ``after``, in the order of their ids."""

    def those(self, ids: Collection[int]) -> Iterable[Document]:
        """The documents of these ids that there are still."""

    def seen(self, ids: Collection[int]) -> Collection[int]:
        """Those of ``ids`` that the viewer may see, in a fixed number of statements."""

    def shown(self, ids: Collection[int]) -> Mapping[int, Shown]:
        """The documents of these ids that the viewer may see, as they are shown."""


@dataclass(frozen=True)
class Term:
    """A word, or words that stand one behind the other."""

    words: tuple[str, ...]
    is_excluded: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody typed, understood: alternatives, each of terms that must all hold."""

    text: str = field(default="", repr=False)
    alternatives: tuple[tuple[Term, ...], ...] = field(default=(), repr=False)
    was_cut: bool = False

    def __bool__(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.alternatives)


@dataclass(frozen=True)
class Part:
    """A run of text, and whether it is what was looked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing found, as the viewer may see it. ``closed``: the rule that keeps its text from
    them, "" where it is open.
    """

    kind: str
    address: str
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]
    at: datetime
    closed: str = ""


@dataclass(frozen=True)
class Facet:
    """A kind of thing, and how many of it were found."""

    kind: str
    count: int


@dataclass(frozen=True)
class Results:
    """One page of what was found. ``is_capped``: there is more than is counted."""

    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    total: int = 0
    is_capped: bool = False
    number: int = 1
    last: int = 1
