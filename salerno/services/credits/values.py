"""The frozen values of this room: activities, credits, bodies, and what is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import CREDITS
from salerno.privacy.choices import Question, Words
from salerno.privacy.law import ChoiceForm
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


class Format(models.TextChoices):
    """How a body reads its file."""

    JSON = "json", "PARS JSON"
    XML = "xml", "PARS XML"
    TAB = "tab", gettext_lazy("PARS, tab-delimited")


class State(models.TextChoices):
    """Where a report stands."""

    WAITING = "waiting", gettext_lazy("waits to be sent")
    SENT = "sent", gettext_lazy("sent")
    TAKEN = "taken", gettext_lazy("the board took it")
    REFUSED = "refused", gettext_lazy("the board refused it")
    WITHDRAWN = "withdrawn", gettext_lazy("taken back")


class Need(models.TextChoices):
    """What a body asks of a person beside the name and the credit."""

    BOARD_ID = "board_id", gettext_lazy("your number with the board")
    LICENCE = "licence", gettext_lazy("your licence")
    BIRTHDAY = "birthday", gettext_lazy("the month and day of your birth")


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


@dataclass(frozen=True)
class Identity:
    """Who somebody is to boards. ``numbers``: by the slug of the body."""

    given_name: str = ""
    family_name: str = ""
    licence: str = ""
    birthday: str = ""  # as 04-23
    numbers: Mapping[str, str] = field(default_factory=dict)

    def known(self, slug: str) -> list[str]:
        """Which of what a body may need is there."""
        there = {
            Need.BOARD_ID.value: self.numbers.get(slug, ""),
            Need.LICENCE.value: self.licence,
            Need.BIRTHDAY.value: self.birthday,
        }
        return [name for name, value in there.items() if value]


@dataclass(frozen=True)
class NewBody:
    """A body as it is handed in, with the contract under which it receives."""

    slug: str
    name: str
    address: str
    country: str
    format: str
    needs: tuple[str, ...]
    kinds: tuple[str, ...]
    contract: str = ""
    contract_date: date | None = None
    contract_ends: date | None = None
    contract_digest: str = ""
    is_confidential: bool = False
    has_drop: bool = False


@dataclass(frozen=True)
class Body:
    """A body as it stands."""

    id: int
    slug: str
    name: str
    address: str
    country: str
    format: str
    needs: tuple[str, ...]
    kinds: tuple[str, ...]
    kind_titles: tuple[str, ...]
    contract: str
    contract_date: date | None
    contract_ends: date | None
    contract_digest: str
    is_confidential: bool
    has_drop: bool
    is_active: bool

    @property
    def need_titles(self) -> list[str]:
        """What it asks for beside name and credit, in words."""
        return [str(Need(one).label) for one in self.needs]

    @property
    def fields(self) -> str:
        """Everything that it receives, in one line."""
        fixed = [_("your name"), _("the activity"), _("the day you completed it"),
                 _("the kind and amount of the credit")]  # fmt: skip
        return ", ".join([*fixed, *self.need_titles])

    @property
    def words(self) -> str:
        """The question about this body, as it is shown and kept."""
        return _(
            "Send my credits to %(body)s (%(address)s, %(country)s)? For each credit of these "
            "kinds that you have claimed or will claim (%(kinds)s) it receives: %(fields)s. "
            "Nothing else. You can take this back at any time; it is then told to remove what "
            "it has."
        ) % {
            "body": self.name, "address": self.address, "country": self.country,
            "kinds": ", ".join(self.kind_titles), "fields": self.fields,
        }  # fmt: skip

    def question(self, language: str) -> Question:
        """The one thing that is asked about this body."""
        said = Words("consent", self.words, language).numbered()
        return Question(rules.topic(self.id), ChoiceForm.OPT_IN, said, (CREDITS,))


@dataclass(frozen=True)
class BodyLine:
    """A body before the viewer. ``receipt``: of the yes that stands. ``lacks``: in words."""

    body: Body
    receipt: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class ReportLine:
    """One report as its owner reads it. ``lines``: what went out, field by field."""

    id: int
    number: str
    body: str
    credit: str
    unit: str
    amount: Decimal
    state: str
    asked_at: datetime
    due_on: date
    sent_at: datetime | None
    answered_at: datetime | None
    answer: str
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def state_title(self) -> str:
        """Where it stands, in words."""
        return str(State(self.state).label)


@dataclass(frozen=True)
class Left:
    """A credit that was left out of a file, by a number that names nobody, and why."""

    credit: int
    why: str


@dataclass(frozen=True)
class Ready:
    """A report that may go: whose, which, and its record."""

    owner: int
    report: int
    record: Mapping[str, str]


@dataclass(frozen=True)
class Sending:
    """What one run made: the body's file, and what was left out of it."""

    file: str
    file_name: str
    content_type: str
    sent: int
    deleted: int
    left: tuple[Left, ...]


@dataclass(frozen=True)
class BodyState:
    """A body on the desk."""

    body: Body
    waiting: int
    overdue: int
    oldest_due: date | None
    refused: int
    deletes: int
    stopped: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether its contract is over."""
        return "ended" in self.stopped


@dataclass(frozen=True)
class Answered:
    """One line of a body's answer file."""

    line: int
    number: str
    is_taken: bool
    words: str


@dataclass(frozen=True)
class ReadBack:
    """What an answer file changed, and the lines that could not be read."""

    taken: int
    refused: int
    wrong: tuple[tuple[int, str], ...]
