"""The reads of this room, by what is read."""

from __future__ import annotations

from salerno.services.courses.queries.course import (
    counted,
    course_for_desk,
    listed,
    opened,
    own_courses,
    seat,
    seat_in_discussion,
    teachers,
    titles,
)
from salerno.services.courses.queries.directory import directory_facts
from salerno.services.courses.queries.quiz import attempt, quiz_page
from salerno.services.courses.queries.report import (
    learner_report,
    participation,
    report,
    roster,
)
from salerno.services.courses.queries.units import material, outline, unit_page

__all__ = [
    "attempt", "counted", "course_for_desk", "directory_facts", "learner_report", "listed",
    "material", "opened", "outline", "own_courses", "participation", "quiz_page", "report",
    "roster", "seat", "seat_in_discussion", "teachers", "titles", "unit_page",
]  # fmt: skip
