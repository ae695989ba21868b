"""What crosses to other rooms: areas, threads with their posts, and what stands under review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Reach
from salerno.services.discuss.values.others import (
    SIGNS,
    Beside,
    Card,
    Found,
    Names,
    Photo,
    Put,
    Reusable,
    Standing,
)

__all__ = [
    "SIGNS",
    "Area",
    "Beside",
    "Card",
    "Caution",
    "FileKind",
    "FileShown",
    "Found",
    "Kind",
    "Names",
    "NewArea",
    "NewFile",
    "NewPost",
    "OwnPost",
    "Part",
    "People",
    "Photo",
    "Post",
    "Put",
    "Queued",
    "Reason",
    "Removed",
    "Reusable",
    "Reviewed",
    "Said",
    "Standing",
    "State",
    "Stepped",
    "Suspended",
    "Thread",
    "ToEdit",
    "Verb",
    "Where",
]  # fmt: skip


class Kind(models.TextChoices):
    """What a post is."""

    COMMENT = "comment", _("Comment")
    ASSIGNMENT = "assignment", _("Assignment")
    REFLECTION = "reflection", _("Reflection")
    PICTURE = "picture", _("Picture")
    VIDEO = "video", _("Video")
    OTHER = "other", _("Something else")


class Removed(models.TextChoices):
    """By whom a post was taken away."""

    NOT = "", _("It stands")
    AUTHOR = "author", _("By its author")
    STAFF = "staff", _("By those who look after the discussion")


class Part(models.TextChoices):
    """Which part of a name was written."""

    CALLED = "called", _("Called with @")
    WHOLE = "whole", _("The whole name")
    FIRST = "first", _("The first part of the name")
    LAST = "last", _("The last part of the name")


class FileKind(models.TextChoices):
    """What a file is, by its first bytes."""

    PICTURE = "picture", _("Picture")
    PDF = "pdf", _("PDF")
    VIDEO = "video", _("Video")
    OTHER = "other", _("File")


class Reason(models.TextChoices):
    """Why a post is reported, or removed."""

    PATIENT = "patient", _("It says something about a patient")
    UNKIND = "unkind", _("It attacks somebody")
    PRIVATE = "private", _("It tells something private about somebody")
    WRONG = "wrong", _("It could harm somebody who acts on it")
    SPAM = "spam", _("It is advertising")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """Where a review stands."""

    OPEN = "open", _("Waiting")
    TAKEN = "taken", _("Being read")
    KEPT = "kept", _("Kept")
    REMOVED = "removed", _("Removed")
    APPEALED = "appealed", _("The author objects")
    UPHELD = "upheld", _("Removed, after the objection")
    RESTORED = "restored", _("Restored, after the objection")
    GONE = "gone", _("Taken away by its author")


class Verb(models.TextChoices):
    """One step of a review."""

    REPORTED = "reported", _("Reported")
    TAKEN = "taken", _("Taken up")
    KEPT = "kept", _("Kept")
    REMOVED = "removed", _("Removed")
    APPEALED = "appealed", _("The author objected")
    UPHELD = "upheld", _("Removal upheld")
    RESTORED = "restored", _("Restored")
    SUSPENDED = "suspended", _("The author was suspended")
    GONE = "gone", _("Taken away by its author")


@dataclass(frozen=True)
class NewArea:
    """An area as a host opens it.

    ``address`` is its identity, ``page`` the page that shows it ("" for the address itself).
    ``audience`` None takes what the pack says of contributions. ``scope``: the course or the
    institution whose people it is for; it is needed for what is shown to fewer than members.
    """

    address: str
    title: str
    audience: Reach | None = None
    scope: str = ""
    kinds: tuple[str, ...] = (Kind.COMMENT.value,)
    page: str = ""


@dataclass(frozen=True)
class Area:
    """A place where posts stand."""

    id: int
    address: str
    page: str
    title: str
    audience: Reach
    scope: str
    kinds: tuple[str, ...]
    is_open: bool

    @property
    def kind_titles(self) -> list[str]:
        """What may be posted there, in words."""
        return [str(Kind(one).label) for one in self.kinds]


@dataclass(frozen=True)
class People:
    """Who can read an area of a scope: real people, counted now."""

    participants: int = 0
    teachers: int = 0
    is_in: bool = False


@dataclass(frozen=True)
class FileShown:
    """A file beside a post. ``said``: what it shows, in the author's words, as safe HTML."""

    key: str
    kind: str
    extension: str
    bytes: int
    width: int = 0
    height: int = 0
    said: str = ""


@dataclass(frozen=True)
class Post:
    """A post as the viewer may see it.

    ``html``: safe HTML in which each named person stands as a mark; ``PostShown`` in the
    template fills in present names. ``author`` 0: nobody is named (removed, or a former member).
    """

    id: int
    author: int
    kind: str
    html: str
    audience: Reach | None
    posted_at: datetime
    edited_at: datetime | None
    removed: str
    is_own: bool
    is_signed: bool
    reply_to: int | None
    root: int
    can_edit: bool
    marks: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    files: tuple[FileShown, ...] = ()

    @property
    def kind_title(self) -> str:
        """What it is, in words."""
        return str(Kind(self.kind).label)

    @property
    def is_removed(self) -> bool:
        """Whether nothing but its place is left to the viewer."""
        return bool(self.removed)

    @property
    def is_reply(self) -> bool:
        """Whether it answers another post."""
        return self.root != self.id


@dataclass(frozen=True)
class Thread:
    """An area with one page of its posts, in the order of reading: replies below what they answer.

    ``people``: the subjects whose cards the page needs, the viewer among them.
    ``before``: who wrote on the pages before this one, as the thread is read.
    """

    area: Area
    posts: tuple[Post, ...]
    count: int
    number: int = 1
    last: int = 1
    readers: People = People()
    people: frozenset[int] = frozenset()
    suspended_until: datetime | None = None
    before: tuple[int, ...] = ()

    @property
    def authors(self) -> frozenset[int]:
        """Those whose photographs stand on the page."""
        return frozenset(one.author for one in self.posts) - {0}


@dataclass(frozen=True)
class Caution:
    """What stands beside the button: who can read a post, and under which name."""

    audience: str
    name: str


@dataclass(frozen=True)
class NewPost:
    """A post as it is handed in. ``once`` is the key of the form: twice sent, it is stored once.

    ``is_sure``: the writer has read what may point to a patient in it, and stands by it.
    """

    text: str = field(repr=False)
    kind: str = Kind.COMMENT.value
    reply_to: int | None = None
    once: str = ""
    file: NewFile | None = None
    is_sure: bool = False


@dataclass(frozen=True)
class NewFile:
    """A file that was read and found right. ``content`` is what is stored, of so many ``bytes``."""

    kind: str
    extension: str
    content: File[bytes] = field(repr=False)
    bytes: int
    width: int = 0
    height: int = 0
    said: str = field(default="", repr=False)


@dataclass(frozen=True)
class Where:
    """Where a post can be read: the page of its host, the page of the list, its number."""

    page: str
    number: int
    post: int

    @property
    def address(self) -> str:
        """The address with the anchor."""
        listed = f"?page={self.number}" if self.number > 1 else ""
        return f"{self.page}{listed}#post-{self.post}"


@dataclass(frozen=True)
class ToEdit:
    """An own post as its author writes it again. ``page``: where it stands."""

    text: str
    page: str
    can_edit: bool


@dataclass(frozen=True)
class OwnPost:
    """One of the viewer's own posts, wherever it stands."""

    id: int
    area_title: str
    kind: str
    html: str
    posted_at: datetime
    removed: str
    audience: Reach
    state: str = ""
    reason: str = ""
    words: str = ""
    appeal: str = ""
    can_appeal: bool = False


@dataclass(frozen=True)
class Suspended:
    """Until when somebody may not post, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Queued:
    """One line of the review queue. No text and no name stands in it."""

    id: int
    area_title: str
    kind: str
    state: str
    state_title: str
    reporters: int
    reasons: tuple[str, ...]
    opened_at: datetime
    score: float


@dataclass(frozen=True)
class Said:
    """What somebody wrote in a report. Who it was stands nowhere."""

    reason: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Stepped:
    """One step of a review."""

    verb: str
    title: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Reviewed:
    """A post under review, as those who look after the discussion read it."""

    id: int
    post: int
    author: int
    area_title: str
    kind: str
    html: str
    audience: Reach
    posted_at: datetime
    state: str
    state_title: str
    appeal: str
    suspended_until: datetime | None
    reports: tuple[Said, ...] = ()
    steps: tuple[Stepped, ...] = ()
    files: tuple[FileShown, ...] = ()
