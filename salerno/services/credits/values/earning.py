"""Activities, how far somebody has come in them, and the credits that were claimed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy

from salerno.services.credits import rules


class Way(models.TextChoices):
    """How an activity is passed."""

    EXAM = "exam", gettext_lazy("by its questions")
    TOLD = "told", gettext_lazy("in another room")


class Source(models.TextChoices):
    """Who says that somebody completed an activity."""

    EXAM = "exam", gettext_lazy("its questions")
    FACT = "fact", gettext_lazy("the room where it is held")
    DESK = "desk", gettext_lazy("the desk")


@dataclass(frozen=True)
class ExamQuestion:
    """One question of an activity's exam. ``right``: the place of the right choice, from 0."""

    stem: str
    choices: tuple[str, ...]
    right: int
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """One line of the evaluation: a scale from 1 to 5, or words."""

    id: str
    text: str
    is_scale: bool = True


@dataclass(frozen=True)
class Offer:
    """A kind of credit that an activity gives, and the most of it."""

    kind: str
    title: str
    unit: str
    most: Decimal
    id: int = 0

    @property
    def steps(self) -> list[Decimal]:
        """What may be claimed, the largest first."""
        return rules.steps(self.most)


@dataclass(frozen=True)
class NewActivity:
    """An activity as it is handed in. ``address``: of the item that it belongs to."""

    slug: str
    address: str
    title: str
    goals: tuple[str, ...]
    way: str
    pass_percent: int
    tries: int
    starts_at: datetime
    ends_at: datetime
    support: str
    interests: str
    number: str
    offers: Mapping[str, Decimal]
    exam: tuple[ExamQuestion, ...] = ()
    evaluation: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Activity:
    """An activity as it stands."""

    id: int
    slug: str
    item_id: int
    title: str
    goals: tuple[str, ...]
    way: str
    pass_percent: int
    tries: int
    starts_at: datetime
    ends_at: datetime
    support: str
    interests: str
    number: str
    exam: tuple[ExamQuestion, ...]
    evaluation: tuple[Asked, ...]
    offers: tuple[Offer, ...]
    stage: str
    source: str = ""  # the address of its item

    @property
    def address(self) -> str:
        """Its page."""
        return f"/credits/for/{self.slug}"


@dataclass(frozen=True)
class Try:
    """One answering of the exam."""

    number: int
    percent: int
    is_passed: bool
    at: datetime


@dataclass(frozen=True)
class Marked:
    """A question after an answering: what was chosen, what is right, and why."""

    stem: str
    chosen: str
    right: str
    is_right: bool
    why: str


@dataclass(frozen=True)
class Progress:
    """How far the viewer has come in an activity."""

    tries: tuple[Try, ...] = ()
    completed_at: datetime | None = None
    evaluated_at: datetime | None = None
    credits: tuple[Credit, ...] = ()

    @property
    def may_claim(self) -> bool:
        """Whether the activity was passed and evaluated."""
        return self.completed_at is not None and self.evaluated_at is not None

    @property
    def claimed(self) -> frozenset[str]:
        """The kinds of credit claimed already."""
        return frozenset(one.kind for one in self.credits)


@dataclass(frozen=True)
class Credit:
    """A line of the record."""

    id: int
    number: str
    activity: str
    slug: str
    kind: str
    title: str
    unit: str
    amount: Decimal
    completed_on: date
    claimed_at: datetime

    @property
    def kept_until(self) -> date:
        """The last day of the record."""
        return rules.kept_until(self.claimed_at.date())


@dataclass(frozen=True)
class Total:
    """How much of one kind was claimed."""

    title: str
    unit: str
    amount: Decimal


def totals(credits: Iterable[Credit]) -> list[Total]:
    """What was claimed, kind by kind, in the order in which they first stand."""
    found: dict[str, Total] = {}
    for one in credits:
        before = found[one.title].amount if one.title in found else Decimal()
        found[one.title] = Total(one.title, one.unit, before + one.amount)
    return list(found.values())


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: all of it, and nothing beside it."""

    number: str
    name: str
    activity: str
    provider_number: str
    title: str
    unit: str
    amount: Decimal
    completed_on: date
    claimed_at: datetime
    support: str
