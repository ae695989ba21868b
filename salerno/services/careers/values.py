"""What crosses to pages: positions, profiles, applications and who takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.careers import rules


class Visibility(models.TextChoices):
    """Whether employers find a profile."""

    HIDDEN = rules.HIDDEN, _("Hidden: no employer finds it")
    MASKED = rules.MASKED, _("Masked: found without name and contact")
    OPEN = rules.OPEN, _("Open: found with what you tick below")


class Practice(models.TextChoices):
    """The kind of practice."""

    HOSPITAL = "hospital", _("Hospital")
    GROUP = "group", _("Group practice")
    SOLO = "solo", _("Own practice")
    ACADEMIC = "academic", _("University")
    LOCUM = "locum", _("Locum")
    OTHER = "other", _("Another kind")


class Sort(models.TextChoices):
    """What a document is."""

    CV = "cv", _("CV")
    LETTER = "letter", _("Cover letter")


class Stage(models.TextChoices):
    """Where an application stands."""

    SENT = "sent", _("Sent")
    READING = "reading", _("Being read")
    INVITED = "invited", _("Invited to talk")
    OFFERED = "offered", _("Offer made")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WORKED = (Stage.READING, Stage.INVITED, Stage.OFFERED, Stage.DECLINED)
"""The stages that an employer can set."""


class Verified(models.TextChoices):
    """Whether staff have checked an employer."""

    ASKED = "asked", _("Waiting to be checked")
    YES = "yes", _("Verified")
    NO = "no", _("Not accepted")


@dataclass(frozen=True)
class NewEmployer:
    """An employer as somebody of theirs enters it."""

    name: str
    website: str
    city: str
    country: str
    about: str


@dataclass(frozen=True)
class EmployerShown:
    """An employer. ``is_mine``: the viewer is one of its people."""

    id: int
    name: str
    website: str
    city: str
    country: str
    about: str
    state: str
    contract: str = ""

    @property
    def state_title(self) -> str:
        """The state in words."""
        return str(Verified(self.state).label)

    @property
    def is_verified(self) -> bool:
        """Whether staff have checked it."""
        return self.state == Verified.YES


@dataclass(frozen=True)
class NewPosting:
    """A position as an employer enters it."""

    title: str
    text: str
    specialty: str
    practice: str
    city: str
    country: str
    visa: bool
    days: int


@dataclass(frozen=True)
class PostingShown:
    """A position."""

    id: int
    title: str
    text: str
    specialty: str
    practice: str
    city: str
    country: str
    visa: bool
    opens_at: datetime
    expires_at: datetime
    employer: int
    employer_name: str
    employer_website: str = ""

    @property
    def address(self) -> str:
        """Its page."""
        return f"/careers/{self.id}"


@dataclass(frozen=True)
class Facet:
    """One answer of a facet, with how many positions have it."""

    value: str
    title: str
    count: int


@dataclass(frozen=True)
class Found:
    """A page of positions and the facets of all that fit."""

    postings: tuple[PostingShown, ...]
    count: int
    facets: dict[str, list[Facet]]


@dataclass(frozen=True)
class Search:
    """What is looked for. "" and False: anything."""

    q: str = ""
    specialty: str = ""
    country: str = ""
    practice: str = ""
    visa: bool = False


@dataclass(frozen=True)
class Candidate:
    """A profile as an employer finds it; "" is what is not shown."""

    number: int
    headline: str
    specialty: str
    country: str
    practice: str
    needs_visa: bool
    statement: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class DocumentLine:
    """An own document."""

    id: int
    sort_title: str
    name: str
    bytes: int
    kept_at: datetime


@dataclass(frozen=True)
class SentLine:
    """A document as it was sent with an application."""

    key: str
    sort_title: str
    kind: str
    bytes: int


@dataclass(frozen=True)
class MessageLine:
    """A message of one side to the other."""

    from_employer: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class NewApplication:
    """An application as it is handed in. ``documents``: ids of own ones. No profile is asked."""

    name: str = field(repr=False)
    words: str = field(repr=False)
    documents: tuple[int, ...] = ()
    shows_email: bool = False


@dataclass(frozen=True)
class Applied:
    """An application, as either side reads it."""

    id: int
    posting: int
    title: str
    employer: int
    employer_name: str
    name: str
    words: str
    email: str
    stage: str
    relay: str
    sent_at: datetime
    owner: int
    documents: tuple[SentLine, ...] = ()
    messages: tuple[MessageLine, ...] = ()

    @property
    def stage_title(self) -> str:
        """The stage in words."""
        return str(Stage(self.stage).label)


@dataclass(frozen=True)
class BlockLine:
    """An employer that the viewer blocked."""

    employer: int
    name: str


@dataclass(frozen=True)
class SavedLine:
    """A saved search."""

    id: int
    search: Search
    saved_at: datetime
