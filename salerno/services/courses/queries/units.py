"""Units: the outline, a page, a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.http import Http404

from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.courses import models, rules
from salerno.services.courses.values import Course, Material, MaterialKind, UnitLine, UnitPage

UNIT = ("id", "number", "title", "minutes", "media", "opens_after_days")


def lines(course: Course, subject: int | None) -> tuple[UnitLine, ...]:
    """The units of a course, with how far ``subject`` has come. Two statements at most."""
    return tuple(line for line, _html, _spoken in _units(course, subject))


def _units(course: Course, subject: int | None, read: int = 0) -> list[tuple[UnitLine, str, str]]:
    """The units; the one of the number ``read`` with its text and transcript."""
    come = {} if subject is None else _come(course, subject)
    rows = models.Unit.objects.filter(course_id=course.id).order_by("number")
    columns = rows.values_list(*UNIT, _only(read, "html"), _only(read, "transcript"))
    return [(_line(course, row, come), row[6], row[7]) for row in columns]


def _only(number: int, name: str) -> Case:
    """A text of one unit; of the others nothing is loaded."""
    return Case(When(number=number, then=F(name)), default=Value(""), output_field=TextField())


def _come(course: Course, subject: int) -> dict[int, tuple[datetime, datetime | None]]:
    rows = models.UnitProgress.objects.filter(owner_id=subject, scope=course.scope)
    listed = rows.values_list("unit_id", "opened_at", "completed_at")
    return {unit: (opened, completed) for unit, opened, completed in listed}


def _line(
    course: Course, row: tuple[Any, ...], come: dict[int, tuple[datetime, datetime | None]]
) -> UnitLine:
    opens_at = rules.opens_at(course.opens_at, row[5])
    opened_at, completed_at = come.get(row[0], (None, None))
    values: tuple[Any, ...] = (*row[:5], opens_at, clock.now() >= opens_at, opened_at, completed_at)
    return UnitLine(*values)


@query(COURSES)
def outline(course: Course) -> tuple[UnitLine, ...]:
    """The units, with the viewer's own progress. Two statements at most."""
    return lines(course, viewer().subject)


@query(COURSES)
def unit_page(course: Course, number: int) -> UnitPage:
    """One unit to be read. Raises Http404 where there is none. Three statements."""
    units = _units(course, viewer().subject, number)
    found = next((one for one in units if one[0].number == number), None)
    if found is None:
        raise Http404
    line, html, transcript = found
    files = _materials(line) if line.media and line.is_open else []
    return UnitPage(
        line,
        html if line.is_open else "",
        transcript if line.is_open else "",
        tuple(one for one in files if one.kind == line.media),
        tuple(one for one in files if one.kind == MaterialKind.CAPTIONS),
        next((one for one in files if one.kind == MaterialKind.POSTER), None),
        tuple(one for one, _html, _spoken in units),
    )


def _materials(line: UnitLine) -> list[Material]:
    rows = models.Material.objects.filter(unit_id=line.id).exclude(kind=MaterialKind.FIGURE)
    return [_material(one) for one in rows.order_by("pk")]


def _material(row: models.Material) -> Material:
    return Material(
        row.name, row.kind, row.content_type, row.language, row.label, Path(row.file.path)
    )


@query(COURSES)
def material(course: Course, number: int, name: str) -> tuple[Material, bool]:
    """A file of a unit, and whether the unit is open. Raises Http404 where there is none."""
    rows = models.Material.objects.filter(unit__course_id=course.id, unit__number=number, name=name)
    row = rows.select_related("unit").first()
    if row is None:
        raise Http404
    opens_at = rules.opens_at(course.opens_at, row.unit.opens_after_days)
    return _material(row), clock.now() >= opens_at
