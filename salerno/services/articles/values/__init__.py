"""What crosses to templates and to higher rooms: articles as they are listed and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from salerno.services.articles.formats.jats.report import Note
from salerno.services.articles.formats.jats.values import Document
from salerno.services.articles.formats.pictures import Made


@dataclass(frozen=True)
class Editorial:
    """What an editor says of an article; what is left out stays as it is.

    ``access``: open, registered or subscribed; an article that is new is open. ``summary`` "": its
    own.
    """

    access: str = ""
    accredited: bool | None = None
    summary: str = ""
    issue_title: str = ""


@dataclass(frozen=True)
class NewArticle:
    """An article as it was read. ``digest``: of its file."""

    document: Document = field(repr=False)
    digest: str
    about: Editorial
    pictures: tuple[Made, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Kept:
    """What became of an article. ``outcome``: new, version, again (drawn anew) or same."""

    slug: str
    number: int
    outcome: str
    item_id: int
    notes: tuple[Note, ...] = ()

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/articles/{self.slug}"


@dataclass(frozen=True)
class Listed:
    """An article in a list."""

    slug: str
    title: str
    heading: str
    byline: str
    summary: str
    published_date: date
    access: str
    pages: str = ""
    item_id: int = 0
    is_locked: bool | None = None  # None: nobody was asked whose eyes it is for

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/articles/{self.slug}"

    @property
    def is_for_subscribers(self) -> bool:
        """Whether a subscription, a licence or a free reading opens it."""
        return self.access == "subscribed"

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it."""
        return self.access == "open"


@dataclass(frozen=True)
class IssueShown:
    """An issue, with its articles under the headings of the journal."""

    slug: str
    journal: str
    title: str
    published_date: date
    sections: tuple[tuple[str, tuple[Listed, ...]], ...] = ()

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/issues/{self.slug}"


@dataclass(frozen=True)
class NoticeOf:
    """Another article that corrects, retracts or questions this one, or goes with it."""

    kind: str
    words: str
    title: str = ""
    address: str = ""
    is_grave: bool = False


@dataclass(frozen=True)
class VersionOf:
    """One version of an article."""

    number: int
    imported_at: datetime
    is_current: bool

    @property
    def words(self) -> int:
        """What stands on a link to it."""
        return self.number


@dataclass(frozen=True)
class Parts:
    """The HTML of a version, in parts. All of it was made by our own reader."""

    byline: str
    abstract: str
    body: str
    back: str
    about: str


@dataclass(frozen=True)
class ArticleShown:
    """An article as it is read."""

    id: int
    item_id: int
    slug: str
    title: str
    title_html: str
    subtitle_html: str
    heading: str
    language: str
    doi: str
    access: str
    journal: str
    citation: str
    published_date: date
    published: str
    number: int
    latest: int
    imported_at: datetime
    summary: str
    parts: Parts
    contents: tuple[tuple[str, str], ...]
    notices: tuple[NoticeOf, ...]
    issue_slug: str
    issue_title: str
    licence: str
    licence_address: str
    head: str  # for machines, made when it was taken

    @property
    def address(self) -> str:
        """Where the latest version is read."""
        return f"/articles/{self.slug}"

    @property
    def doi_address(self) -> str:
        """Where its DOI leads."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def doi_words(self) -> str:
        """Its DOI as it is read."""
        return f"doi:{self.doi}"

    @property
    def is_latest(self) -> bool:
        """Whether there is no later version."""
        return self.number == self.latest

    @property
    def earlier(self) -> tuple[int, ...]:
        """The numbers of the other versions."""
        return tuple(one for one in range(self.latest, 0, -1) if one != self.number)
