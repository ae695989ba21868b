"""Who teaches a course; and what is written down when they look at its learners."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from salerno.policy.purposes import COMMUNITY, COURSES, EDITORIAL, TEACHER
from salerno.privacy import audit, subjects
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.places import place, unplace
from salerno.services.courses.clauses import SEEN_BY_TEACHERS
from salerno.services.courses.queries.course import course_at
from salerno.services.courses.values import Course


@action(EDITORIAL)
def assign_teacher(*, by: Viewer, slug: str, subject: int) -> None:
    """Let somebody teach a course: from now on its learners' work is open to them."""
    course = course_at(slug)
    for service in (COURSES.service, COMMUNITY.service):
        subjects.start_service(subject, service)
    place(subject, course.scope, TEACHER, reach=Reach.PROGRAM)


@action(EDITORIAL)
def release_teacher(*, by: Viewer, slug: str, subject: int) -> None:
    """Somebody teaches a course no longer; what its learners do is closed to them at once."""
    unplace(subject, course_at(slug).scope, TEACHER)


@action(COURSES)
def look(*, by: Viewer, course: Course, learners: Collection[int], reason: str) -> None:
    """Write down that a teacher reads of these learners by name. Each of them can see it."""
    if learners:
        audit.record_looks(
            list(learners),
            by.known,
            role=_("A teacher of “%s”") % course.title,
            reason=reason,
            clauses=SEEN_BY_TEACHERS,
        )
