"""A course as it is read from a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from salerno.services.courses.values.course import Need
from salerno.services.courses.values.quiz import Told


@dataclass(frozen=True)
class NewChoice:
    """A choice as it is read from a file."""

    html: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class NewQuestion:
    """A question as it is read from a file; the choices of an ordering stand in the right order."""

    kind: str
    stem: str
    points: Decimal
    rationale: str = ""
    value: Decimal | None = None
    tolerance: Decimal = Decimal()
    unit: str = ""
    choices: tuple[NewChoice, ...] = ()
    told: Told = field(default_factory=Told)
    about: int = 0


@dataclass(frozen=True)
class NewQuiz:
    """A quiz as it is read from a file. ``due_days``: after the course opens; 0 is never."""

    title: str
    html: str
    attempts: int
    due_days: int
    late_percent: int
    pass_percent: int
    questions: tuple[NewQuestion, ...]


@dataclass(frozen=True)
class NewMaterial:
    """A file as it is read from a folder."""

    name: str
    kind: str
    content_type: str
    path: Path
    language: str = ""
    label: str = ""


@dataclass(frozen=True)
class NewUnit:
    """A unit as it is read from a folder."""

    title: str
    html: str
    minutes: int
    opens_after_days: int
    transcript: str = ""
    materials: tuple[NewMaterial, ...] = ()


@dataclass(frozen=True)
class NewCourse:
    """A course as it is read from a folder. ``min_age`` 0: the least that the pack allows."""

    slug: str
    title: str
    summary: str
    html: str
    opens_at: datetime
    ends_at: datetime | None
    min_age: int
    needs: tuple[Need, ...]
    units: tuple[NewUnit, ...]
    quiz: NewQuiz | None = None
