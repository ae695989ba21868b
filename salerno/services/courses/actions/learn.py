"""Opening a unit, and saying that it is done."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import COURSES
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.courses import queries
from salerno.services.courses.clauses import PROGRESS_POINT
from salerno.services.courses.models import UnitProgress
from salerno.services.courses.values import Course, Seat, UnitLine


@action(COURSES, collects=PROGRESS_POINT)
def open_unit(*, by: Viewer, course: Course, line: UnitLine) -> None:
    """Note that a learner opened a unit, the first time."""
    _progress(by, course, line)


def _progress(by: Viewer, course: Course, line: UnitLine) -> None:
    """Make the row where there is none; of two at once one makes it."""
    try:
        with transaction.atomic():
            UnitProgress.objects.create(owner_id=by.known, unit_id=line.id, scope=course.scope)
    except IntegrityError:
        return


@action(COURSES, collects=PROGRESS_POINT)
def mark_unit(*, by: Viewer, seat: Seat, number: int, is_done: bool) -> None:
    """Say that a unit is complete, or take that back. Raises Refused where it is not open."""
    units = queries.outline(seat.course)
    line = next((one for one in units if one.number == number), None)
    if line is None:
        raise Refused(_("There is no such unit."), status=404)
    if not seat.is_learner:
        raise Refused(_("Only learners of a course keep progress in it."))
    if not line.is_open:
        raise Refused(_("“%s” is not open yet. Nothing was stored.") % line.title)
    if line.opened_at is None:
        _progress(by, seat.course, line)
    rows = UnitProgress.objects.filter(owner_id=by.known, unit_id=line.id)
    if not is_done:
        rows.update(completed_at=None)
        return
    was_last = sum(one.is_done for one in units) == len(units) - 1
    if rows.filter(completed_at=None).update(completed_at=clock.now()) and was_last:
        facts.record("course.units_completed", by.known, seat.course.item_id)
