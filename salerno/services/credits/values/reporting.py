"""Bodies, who somebody is to them, and what is reported."""

from __future__ import annotations

from collections.abc import Mapping
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
