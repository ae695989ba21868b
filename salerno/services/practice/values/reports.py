"""What a program reads of a resident, and nothing beyond it. The room ``programs`` takes these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """The time of a seat. What lies outside is not counted. ``until`` None: still held."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, begun: datetime, ended: datetime) -> bool:
        """Whether what lasted from ``begun`` to ``ended`` lies wholly within."""
        return (self.since is None or begun >= self.since) and (
            self.until is None or ended <= self.until
        )


@dataclass(frozen=True)
class ModuleProgress:
    """One module: ``learned`` of ``live`` questions, and the minutes worked in it."""

    bank: str
    module: int
    title: str
    learned: int
    live: int
    percent: int
    minutes: int
    last_at: datetime | None


@dataclass(frozen=True)
class ExamScore:
    """A practice exam whose score the resident has seen."""

    bank: str
    right: int
    asked: int
    percent: int
    submitted_at: datetime


@dataclass(frozen=True)
class Metacognition:
    """Scores over the latest answers in a bank; there is none on fewer answers than the floor.

    ``bias``: mean sureness less share right. The others as in rules.metacognition.
    """

    bank: str
    answers: int
    from_at: datetime
    to_at: datetime
    sure: float
    right: float
    bias: float
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    ece: float
    gamma: float | None
    auroc: float | None


@dataclass(frozen=True)
class Progress:
    """All that a program reads of one resident."""

    modules: tuple[ModuleProgress, ...] = ()
    exams: tuple[ExamScore, ...] = ()
    metacognition: tuple[Metacognition, ...] = ()

    @property
    def minutes(self) -> int:
        """Over all modules."""
        return sum(one.minutes for one in self.modules)
