"""The frozen values of this room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is."""

    HOSPITAL = "hospital", _("Hospital")
    UNIVERSITY = "university", _("University or school")
    PRACTICE = "practice", _("Practice or clinic")
    AGENCY = "agency", _("Public body")
    COMPANY = "company", _("Company")
    PROGRAM = "program", _("Program")


class Source(models.TextChoices):
    """Who says that somebody belongs to an organisation."""

    DESK = "desk", _("our desk, as the institution asked")
    ROSTER = "roster", _("a list that the institution sent")
    BODY = "body", _("an administrator of the institution")


class Standing(models.TextChoices):
    """Where an affiliation stands."""

    CLAIMED = "claimed", _("waits for your answer")
    CONFIRMED = "confirmed", _("confirmed by you")
    ENDED = "ended", _("ended")


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation, as the desk writes it down."""

    slug: str
    name: str
    kind: str
    country: str
    contract: str
    bans_passing_on: bool


@dataclass(frozen=True)
class Organisation:
    """A partner. ``contract``: the paper that the reports stand on; "" where there is none."""

    id: int
    slug: str
    name: str
    kind: str
    country: str
    contract: str
    bans_passing_on: bool

    @property
    def scope(self) -> str:
        """The scope of ties to its administrators: ``institution:3``."""
        return f"institution:{self.id}"


@dataclass(frozen=True)
class OwnAffiliation:
    """An affiliation as the person it is about reads it."""

    id: int
    organisation: Organisation
    known_as: str
    source: str
    standing: str
    claimed_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None
    cohort: str = ""

    @property
    def source_title(self) -> str:
        """Who says so, in words."""
        return str(Source(self.source).label)


@dataclass(frozen=True)
class Affiliated:
    """Somebody who confirmed, as an administrator of the institution may read of them."""

    subject: int
    known_as: str
    confirmed_at: datetime


@dataclass(frozen=True)
class Appointment:
    """Whom to appoint. ``cohort``: the one they look after, or "" for all of the institution.

    ``bills``: they receive its bills, and nobody else does.
    """

    email: str = field(repr=False)
    cohort: str = ""
    bills: bool = False


@dataclass(frozen=True)
class Post:
    """An organisation as somebody who administers it stands to it."""

    organisation: Organisation
    cohort: str
    is_billing: bool

    def covers(self, cohort: str) -> bool:
        """Whether those of a cohort are theirs to look after."""
        return self.cohort in ("", cohort)


@dataclass(frozen=True)
class Invite:
    """Somebody whom an administrator asks whether they belong."""

    email: str = field(repr=False)
    known_as: str = field(repr=False)
    cohort: str = ""


@dataclass(frozen=True)
class CohortTally:
    """A cohort in figures; nobody is named."""

    cohort: str
    asked: int
    confirmed: int


@dataclass(frozen=True)
class Tally:
    """An organisation at the desk, with how many stand where; nobody is named."""

    organisation: Organisation
    claimed: int
    confirmed: int
    administrators: int
