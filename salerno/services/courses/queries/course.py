"""Courses as everybody may read of them, and how the viewer stands to one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.policy.purposes import (
    ACCOUNT,
    COMMUNITY,
    COURSES,
    EDITORIAL,
    INSTITUTION_REPORTS,
    TEACHER,
)
from salerno.privacy import clock, law, places
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.purposes import RIGHTS
from salerno.services.access import queries as access
from salerno.services.catalog import queries as catalog
from salerno.services.courses import models, rules
from salerno.services.courses.values import Course, EnrolmentState, Need, Seat

COLUMNS = (
    "id", "slug", "title", "summary", "html", "item_id", "opens_at", "ends_at", "min_age", "needs",
    "quiz__id",
)  # fmt: skip


def check_offered() -> None:
    """Raises Http404 where the operator teaches no courses: the purpose has no ground there."""
    if law.in_force().purpose(COURSES.id).bases[""] is Basis.NONE:
        raise Http404


def made(row: tuple[Any, ...]) -> Course:
    """A course from its columns."""
    needs = tuple(Need(str(one["line"]), str(one["reason"])) for one in row[9])
    values: tuple[Any, ...] = (*row[:9], needs, row[10] is not None)
    return Course(*values)


def seat_at(slug: str) -> Seat:
    """How the viewer stands to the course of an address. Raises Http404 where there is none.

    One statement for a learner, three at most.
    """
    check_offered()
    mine = models.Enrolment.objects.filter(owner_id=viewer().subject or 0, course__slug=slug)
    columns = ("state", "enrolled_at", *(f"course__{one}" for one in COLUMNS))
    row = mine.values_list(*columns).first()
    if row is None:
        return standing(course_at(slug), None)
    return standing(made(row[2:]), row[:2])


def course_at(slug: str) -> Course:
    """The course of an address. Raises Http404 where there is none."""
    check_offered()
    row = models.Course.objects.filter(slug=slug).values_list(*COLUMNS).first()
    if row is None:
        raise Http404
    return made(row)


def standing(course: Course, enrolled: tuple[str, datetime] | None) -> Seat:
    """How the viewer stands to a course, given their enrolment. At most one statement."""
    me = viewer().subject
    if me is None:
        return Seat(course)
    if enrolled is not None and enrolled[0] == EnrolmentState.ACTIVE:
        return Seat(course, is_learner=True, enrolled_at=enrolled[1])
    teaches = places.has_place(me, course.scope, TEACHER)
    return Seat(course, is_teacher=teaches, has_left=enrolled is not None)


@query(COURSES, EDITORIAL, ACCOUNT)
def listed() -> list[Course]:
    """Every course, the one that opens last first. One statement."""
    check_offered()
    rows = models.Course.objects.order_by("-opens_at", "pk").values_list(*COLUMNS)
    return [made(one) for one in rows]


@query(EDITORIAL)
def counted() -> list[tuple[Course, int]]:
    """Every course with how many teach it. Two statements."""
    teaching = places.counted(TEACHER)
    return [(one, teaching.get(one.scope, 0)) for one in listed()]


@query(RIGHTS)
def titles(numbers: Collection[str]) -> dict[str, str]:
    """What courses are called, by their numbers as a scope writes them. One statement."""
    asked = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 19]
    rows = models.Course.objects.filter(pk__in=asked).values_list("pk", "title")
    return {str(pk): title for pk, title in rows}


@query(COURSES)
def own_courses() -> dict[int, tuple[str, datetime]]:
    """The viewer's own enrolments: state and day, by course. One statement."""
    me = viewer().subject
    if me is None:
        return {}
    rows = models.Enrolment.objects.filter(owner_id=me)
    return {
        course: (state, at)
        for course, state, at in rows.values_list("course_id", "state", "enrolled_at")
    }


@query(COURSES)
def seat(slug: str) -> Seat:
    """How the viewer stands to the course of an address. Raises Http404 where there is none."""
    return seat_at(slug)


@query(EDITORIAL)
def course_for_desk(slug: str) -> Course:
    """The course of an address, for those who look after it. Raises Http404 where there is none."""
    return course_at(slug)


@query(COURSES)
def opened(slug: str) -> Seat:
    """The seat of somebody whom the content is open to: an enrolled learner, or a teacher.

    Raises Refused (403) with what to do for everybody else, and for a course that is not under
    way. Five statements at most.
    """
    found = seat_at(slug)
    check_running(found.course)
    if found.is_teacher:
        return found
    item = catalog.item(found.course.item_id)
    if item is None or item.is_withdrawn:
        raise Http404
    decided = access.decide(item, age=found.course.min_age, offer=found.course.address)
    if not (found.is_learner and decided.allowed):
        words = _("“%(course)s” is open to those who are enrolled in it. Enrol first.")
        raise Refused(words % {"course": found.course.title})
    return found


def check_running(course: Course) -> None:
    """Raises Refused (403) before a course opens and after it has ended."""
    now = clock.now()
    if rules.is_running(now, course.opens_at, course.ends_at):
        return
    if now < course.opens_at:
        words = _("“%(course)s” opens on %(day)s. Come back then.")
        at = course.opens_at
    else:
        words = _("“%(course)s” ended on %(day)s. Your report stays open to you.")
        at = course.ends_at or now
    raise Refused(words % {"course": course.title, "day": date_format(at, "j F Y")})


@query(COMMUNITY)
def seat_in_discussion(slug: str) -> Seat:
    """The same, for the page on which a course is discussed."""
    with handover(COURSES, ground="who may enter the discussion of a course"):
        return seat_at(slug)


@query(COURSES, COMMUNITY, EDITORIAL, INSTITUTION_REPORTS)
def teachers(scope: str) -> tuple[int, ...]:
    """Who teaches in a scope, the first first. One statement."""
    return places.people_of(scope, TEACHER)
