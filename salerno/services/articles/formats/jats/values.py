"""An article as it was read: frozen values, and HTML in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from salerno.services.articles.formats.jats.markup import NOTHING, Html
from salerno.services.articles.formats.jats.report import Note


@dataclass(frozen=True)
class Image:
    """A picture that was found beside the file, as it will be served."""

    key: str  # digest of what is stored
    suffix: str
    width: int = 0
    height: int = 0

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/articles/figures/{self.key}.{self.suffix}"


class Images(Protocol):
    """Who finds pictures. ``why`` says in words why one is not shown."""

    def find(self, href: str) -> Image | None:
        """The picture of a name, or None."""

    def why(self, href: str) -> str:
        """Why there is none; empty where it did not come with the file."""


@dataclass(frozen=True)
class Heading:
    """A heading that stands in the contents."""

    anchor: str
    words: str
    level: int


@dataclass(frozen=True)
class Affiliation:
    """A place where authors work. ``number`` is the sign beside a name."""

    id: str
    number: str
    html: Html


@dataclass(frozen=True)
class Contributor:
    """Somebody, or a group, named by an article."""

    name: str
    given: str = ""
    surname: str = ""
    degrees: str = ""
    kind: str = "author"
    orcid: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()  # ids
    remarks: tuple[Html, ...] = ()  # contributions, interests, present address
    more: Html = NOTHING  # members of a group, a biography
    is_corresponding: bool = False
    is_equal: bool = False
    is_group: bool = False
    is_deceased: bool = False


@dataclass(frozen=True)
class Dated:
    """A date of the article's life. ``iso`` is as exact as the file: year, month or day."""

    kind: str
    iso: str


@dataclass(frozen=True)
class Journal:
    """Where it was published."""

    title: str = ""
    abbreviation: str = ""
    issns: tuple[str, ...] = ()
    publisher: str = ""
    publisher_place: str = ""


@dataclass(frozen=True)
class Place:
    """Where in the journal it stands."""

    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    number: str = ""  # of an article that has no pages
    issue_title: str = ""


@dataclass(frozen=True)
class Related:
    """Another article that this one corrects, retracts or answers."""

    kind: str
    doi: str
    address: str
    words: str


@dataclass(frozen=True)
class Licence:
    """Who holds the rights, and what others may do."""

    statement: Html = NOTHING
    terms: Html = NOTHING
    address: str = ""
    is_free: bool = False


@dataclass(frozen=True)
class Group:
    """Words under a heading: keywords of a kind."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Front:
    """What stands before the text."""

    title: str
    title_html: Html
    subtitle_html: Html = NOTHING
    other_titles: tuple[Html, ...] = ()
    running_title: str = ""
    kind: str = "research-article"
    heading: str = ""
    language: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    journal: Journal = Journal()
    place: Place = Place()
    contributors: tuple[Contributor, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    notes: tuple[Html, ...] = ()  # of the authors, correspondence
    dates: tuple[Dated, ...] = ()
    licence: Licence = Licence()
    subjects: tuple[str, ...] = ()
    keywords: tuple[Group, ...] = ()
    related: tuple[Related, ...] = ()
    funding: tuple[Html, ...] = ()
    more: tuple[Html, ...] = ()  # what has no other place

    @property
    def doi(self) -> str:
        """Its DOI, or nothing."""
        return self.ids.get("doi", "")


@dataclass(frozen=True)
class Document:
    """A whole article."""

    front: Front
    abstract: Html
    summary: str
    body: Html
    back: Html
    headings: tuple[Heading, ...]
    text: str  # for the search
    images: tuple[Image, ...]
    notes: tuple[Note, ...]
