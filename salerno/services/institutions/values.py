"""The frozen values of this room."""

from __future__ import annotations

from dataclasses import dataclass
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


class Source(models.TextChoices):
    """Who says that somebody belongs to an organisation."""

    DESK = "desk", _("our desk, as the institution asked")
    ROSTER = "roster", _("a list that the institution sent")


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


@dataclass(frozen=True)
class Affiliated:
    """Somebody who confirmed, as an administrator of the institution may read of them."""

    subject: int
    known_as: str
    confirmed_at: datetime


@dataclass(frozen=True)
class Tally:
    """An organisation at the desk, with how many stand where; nobody is named."""

    organisation: Organisation
    claimed: int
    confirmed: int
    administrators: int
