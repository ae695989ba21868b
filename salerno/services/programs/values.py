"""The frozen values of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import INSTITUTION_REPORTS
from salerno.privacy.choices import Question, Words
from salerno.privacy.law import ChoiceForm
from salerno.services.practice.values import Progress
from salerno.services.programs import rules


class Source(models.TextChoices):
    """How a program came to offer somebody a seat."""

    MAIL = "mail", gettext_lazy("its administrator wrote your address")
    ROSTER = "roster", gettext_lazy("a list of the program")


class Ended(models.TextChoices):
    """Why a seat ended."""

    LEFT = "left", gettext_lazy("you left it")
    FREED = "freed", gettext_lazy("the program ended it")
    UNPAID = "unpaid", gettext_lazy("it is not paid any more")


@dataclass(frozen=True)
class NewProgram:
    """A program as the desk writes it down."""

    slug: str
    name: str
    address: str
    country: str
    contract: str
    contract_ends: date
    is_confidential: bool


@dataclass(frozen=True)
class Program:
    """A program. ``organisation_id``: under which it buys in the shop; ``body``: its address."""

    id: int
    slug: str
    name: str
    address: str
    country: str
    contract: str
    contract_ends: date
    organisation_id: int | None = None
    body: str = ""

    @property
    def scope(self) -> str:
        """The scope of ties to its administrators."""
        return rules.scope(self.id)

    @property
    def words(self) -> str:
        """What the program will see: shown before somebody takes a seat, and kept."""
        return _(
            "%(program)s (%(address)s, %(country)s) pays for your seat. While you sit on it, its "
            "administrators see of you: the name and address by which they invited you; for each "
            "module how much you have learned and how many minutes you worked, while on the seat; "
            "your practice-exam scores, once you have seen them; and how well your sureness "
            "matches your answers. They never see a single answer or a note of yours. You read "
            "each time that somebody looked. You can leave at any time, and they see nothing from "
            "then on."
        ) % {"program": self.name, "address": self.address, "country": self.country}

    def question(self, language: str) -> Question:
        """The question that is answered by taking the seat."""
        said = Words("consent", self.words, language).numbered()
        purposes = (INSTITUTION_REPORTS,)
        return Question(rules.topic(self.id), ChoiceForm.OPT_IN, said, purposes)


@dataclass(frozen=True)
class Bought:
    """The seats that a program has paid for; when the first of them run out, and the last."""

    count: int
    until: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True)
class Offer:
    """An invitation as its receiver opens it."""

    id: int
    invitee: int
    program: Program
    name: str
    email: str
    source: str
    basis: str
    ends_at: datetime
    is_mere: bool

    @property
    def source_title(self) -> str:
        """How the program came to write, in words."""
        return str(Source(self.source).label)


@dataclass(frozen=True)
class OwnSeat:
    """A seat as the person on it reads it."""

    id: int
    program: Program
    known_as: str
    email: str
    source: str
    basis: str
    since: datetime
    until: datetime | None
    ended: str

    @property
    def source_title(self) -> str:
        """Where the name and address came from, in words."""
        return str(Source(self.source).label)

    @property
    def ended_title(self) -> str:
        """Why it ended, in words."""
        return str(Ended(self.ended).label) if self.ended else ""


@dataclass(frozen=True)
class Seated:
    """A resident on a paid seat, as the administrator's page meets them."""

    seat: int
    subject: int
    known_as: str
    email: str
    since: datetime


@dataclass(frozen=True)
class Resident:
    """A resident with what the program reads of them."""

    seat: int
    known_as: str
    email: str
    since: datetime
    progress: Progress


@dataclass(frozen=True)
class CohortLine:
    """A module over the cohort."""

    title: str
    people: int
    percent: float
    minutes: float


@dataclass(frozen=True)
class Cohort:
    """Figures over all residents; none of fewer than five people."""

    people: int
    lines: tuple[CohortLine, ...]
    exam_percent: float | None
    bias: float | None


@dataclass(frozen=True)
class Report:
    """What an administrator reads."""

    program: Program
    residents: tuple[Resident, ...]
    cohort: Cohort


@dataclass(frozen=True)
class Standing:
    """The seats of a program in figures."""

    bought: Bought
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """How many can still be taken."""
        return max(0, self.bought.count - self.taken)


@dataclass(frozen=True)
class Entry:
    """One line of a roster."""

    line: int
    email: str
    name: str


@dataclass(frozen=True)
class Invited:
    """What inviting a list did: how many letters went, and which lines did not, with why."""

    sent: int
    wrong: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class BodySeats:
    """The seats in courses that an institution bought, in figures."""

    bought: int
    taken: int
    until: datetime | None = None
    last: datetime | None = None

    @property
    def free(self) -> int:
        """How many can still be taken."""
        return max(0, self.bought - self.taken)


@dataclass(frozen=True)
class Tally:
    """A program on the desk."""

    program: Program
    bought: Bought
    taken: int
    administrators: int
