"""The frozen values of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.accounts.values import Card
from salerno.services.courses.values import Seat
from salerno.services.media.values import Photo


class Channel(models.TextChoices):
    """How a refusal reached us outside the site."""

    POST = "post", _("by post")
    MAIL = "mail", _("by mail")
    TELEPHONE = "telephone", _("by telephone")
    IN_PERSON = "in_person", _("in person")


class Scope(models.TextChoices):
    """What somebody keeps out of."""

    INFORMATION = "information", _("Directory information to those outside")
    LIST = "list", _("The participants’ list of their courses")
    BOTH = "both", _("Both")


@dataclass(frozen=True)
class Participant:
    """Somebody in the list of a course, as far as they show themselves to the viewer."""

    card: Card
    photo: Photo | None
    is_teacher: bool


@dataclass(frozen=True)
class Participants:
    """A page of the list of a course."""

    seat: Seat  # of the viewer
    people: tuple[Participant, ...]
    count: int
    number: int
    last: int


@dataclass(frozen=True)
class Asked:
    """Who asks for directory information, what for, which fields, and of whom.

    ``narrowed``: fields of the definition that the list is held to. ``course``: the address of
    one, or "" for all.
    """

    recipient: str
    purpose: str
    fields: tuple[str, ...]
    course: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Inquiry:
    """Whether somebody of a name studies here: who asks, and what for."""

    recipient: str
    purpose: str
    name: str


@dataclass(frozen=True)
class Listed:
    """One line of what may be given out: one person in one course."""

    subject: int
    name: str
    city: str
    state: str
    country: str
    course: str
    from_date: date
    to_date: date | None
    photograph: Path | None = None

    @property
    def dates(self) -> str:
        """From when to when, as 2026-03-01/2026-06-30."""
        return f"{self.from_date}/{self.to_date or ''}"

    def said(self, fields: tuple[str, ...]) -> dict[str, str]:
        """The fields asked for, and no others, as texts."""
        return {one: str(getattr(self, one) or "") for one in fields if one != "photograph"}


@dataclass(frozen=True)
class ReleaseLine:
    """A release in the register: about whom stands in the ledger, on each person's own page."""

    at: datetime
    recipient: str
    purpose: str
    fields: tuple[str, ...]
    course: str
    people: int


@dataclass(frozen=True)
class ReportLine:
    """One person in one course, as an administrator of their institution reads it."""

    known_as: str
    course: str
    from_date: date
    has_left: bool
    done: int
    units: int
    percent: int | None


@dataclass(frozen=True)
class Report:
    """What an institution reads. ``quiet``: those who confirmed, and take no course."""

    institution: str
    contract: str
    lines: tuple[ReportLine, ...]
    quiet: tuple[str, ...]
