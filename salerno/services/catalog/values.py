"""What crosses to other rooms: an item as it stands, and one as an editor hands it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Reach


class Kind(models.TextChoices):
    """What an item is."""

    ARTICLE = "article", _("Article")
    ISSUE = "issue", _("Issue")
    COURSE = "course", _("Course")
    UNIT = "unit", _("Unit")
    PAPER = "paper", _("Paper")
    EVENT = "event", _("Event")
    POSTING = "posting", _("Posting")
    PAGE = "page", _("Page")


class Access(models.TextChoices):
    """Who may open an item, beyond those who see that there is one."""

    OPEN = "open", _("Open to all")
    REGISTERED = "registered", _("Open to members")
    SUBSCRIBED = "subscribed", _("Open to subscribers")
    ENROLLED = "enrolled", _("Open to those enrolled")


@dataclass(frozen=True)
class NewItem:
    """An item as it is handed in. ``address`` is a path on this site, and its identity.

    ``audience``: who learns that there is one. ``sponsored`` marks what a sponsor has paid for,
    which then has the sponsor's name and a label. ``subjects``: what it is about, in words.
    """

    kind: str
    address: str
    title: str
    summary: str = ""
    language: str = "en"
    audience: Reach = Reach.PUBLIC
    access: str = Access.OPEN
    accredited: bool = False
    sponsored: bool = False
    sponsor: str = ""
    label: str = ""
    minimum_age: int = 0
    subjects: tuple[str, ...] = ()
    published_at: datetime | None = None  # None: from now on


@dataclass(frozen=True)
class Place:
    """Where a page of a long list ended: the next one begins behind it."""

    at: datetime
    id: int


@dataclass(frozen=True)
class Item:
    """An item as it stands."""

    id: int
    kind: str
    address: str
    title: str
    summary: str
    language: str
    audience: Reach
    access: str
    is_accredited: bool
    sponsor: str
    label: str
    minimum_age: int
    subjects: tuple[str, ...]
    published_at: datetime
    withdrawn_at: datetime | None
    changed_at: datetime

    @property
    def is_sponsored(self) -> bool:
        """Whether a sponsor has paid for it."""
        return bool(self.sponsor)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back: its address then says so, and nothing lists it."""
        return self.withdrawn_at is not None

    @property
    def kind_title(self) -> str:
        """What it is, in words."""
        return str(Kind(self.kind).label)

    @property
    def place(self) -> Place:
        """Its place in a list."""
        return Place(self.published_at, self.id)
