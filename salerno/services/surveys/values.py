"""What crosses to the pages: surveys, what one said, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.services.surveys.rules.questions import Kind, Question, Value
from salerno.services.surveys.rules.reading import Fault

FAULTS: Mapping[Fault, Promise | str] = {
    Fault.NEEDED: _("This one is needed: choose or write something."),
    Fault.CHOICE: _("Choose one of what is offered."),
    Fault.TWICE: _("Give one answer here, not two."),
    Fault.NUMBER: _("Write a number, such as 12 or 3.5."),
    Fault.RANGE: _("Write a number within the range that is named."),
    Fault.LENGTH: _("This is too long. Shorten it."),
    Fault.SIGNS: _("This holds signs that cannot be read. Write plain text."),
    Fault.DATE: _("Write a day as 2026-12-31."),
    Fault.RANKS: _("Give each line its own place, 1 for the first; or leave all of them empty."),
    Fault.ROWS: _("Answer every row."),
}
KINDS: Mapping[Kind, Promise | str] = {
    Kind.SINGLE: _("Choose one."),
    Kind.MULTIPLE: _("Choose any."),
    Kind.SCALE: _("Choose a step."),
    Kind.NUMBER: _("A number."),
    Kind.SHORT: _("A line. Name nobody, and nothing that points to a patient."),
    Kind.LONG: _("Some sentences. Name nobody, and nothing that points to a patient."),
    Kind.DATE: _("A day."),
    Kind.YESNO: _("Yes or no."),
    Kind.RANKING: _("Give each line its own place, 1 for the first."),
    Kind.MATRIX: _("One answer in each row."),
    Kind.STARS: _("One star is least, five are most."),
    Kind.OTHER: _("Choose one, or write your own. Name nobody."),
}


@dataclass(frozen=True)
class NewSurvey:
    """A survey as an editor hands it in."""

    slug: str
    title: str
    why: str
    is_anonymous: bool
    text: str
    closes_at: datetime
    kept_until: datetime


@dataclass(frozen=True)
class Survey:
    """A survey as it stands."""

    id: int
    slug: str
    title: str
    why: str
    is_anonymous: bool
    text: str
    closes_at: datetime
    kept_until: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    questions: tuple[Question, ...]

    @property
    def address(self) -> str:
        """Where it is answered."""
        return f"/surveys/{self.slug}"

    @property
    def is_open(self) -> bool:
        """Whether it was opened, and not closed by hand or by the job."""
        return self.opened_at is not None and self.closed_at is None


@dataclass(frozen=True)
class Own:
    """One's own part: whether one took part, and what one answered where names are kept."""

    is_done: bool = False
    answers: Mapping[str, Value] | None = None
