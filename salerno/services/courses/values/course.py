"""A course, its units, and how somebody stands to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A line of the profile without which nobody can take a course, and why."""

    line: str
    reason: str


@dataclass(frozen=True)
class Course:
    """A course as everybody may read of it."""

    id: int
    slug: str
    title: str
    summary: str
    html: str = field(repr=False)
    item_id: int
    opens_at: datetime
    ends_at: datetime | None
    min_age: int
    needs: tuple[Need, ...] = ()
    has_quiz: bool = False

    @property
    def scope(self) -> str:
        """The place of everybody who learns or teaches here."""
        return scope_of(self.id)

    @property
    def address(self) -> str:
        """Its page."""
        return f"/courses/{self.slug}"


def scope_of(course_id: int) -> str:
    """The scope of a course: ``course:7``."""
    return f"course:{course_id}"


@dataclass(frozen=True)
class Seat:
    """How somebody stands to a course: learner, teacher, both or neither."""

    course: Course
    is_learner: bool = False
    is_teacher: bool = False
    has_left: bool = False
    enrolled_at: datetime | None = None


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list of a course, with how far the viewer has come."""

    id: int
    number: int
    title: str
    minutes: int
    media: str
    opens_at: datetime
    is_open: bool
    opened_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether the viewer marked it complete."""
        return self.completed_at is not None


@dataclass(frozen=True)
class Material:
    """A file of a unit."""

    name: str
    kind: str
    content_type: str
    language: str
    label: str
    path: Path = field(repr=False)


@dataclass(frozen=True)
class UnitPage:
    """A unit, to be read."""

    line: UnitLine
    html: str = field(repr=False)
    transcript: str = field(repr=False)
    sources: tuple[Material, ...]
    captions: tuple[Material, ...]
    poster: Material | None
    units: tuple[UnitLine, ...]

    @property
    def before(self) -> UnitLine | None:
        """The unit before this one."""
        return self.units[self.line.number - 2] if self.line.number > 1 else None

    @property
    def after(self) -> UnitLine | None:
        """The unit after this one."""
        at = self.line.number
        return self.units[at] if at < len(self.units) else None

    @property
    def done(self) -> int:
        """How many units are complete."""
        return sum(one.is_done for one in self.units)
