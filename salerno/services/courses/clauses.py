"""What is held about those who learn, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import (
    ACCOUNT,
    COURSES,
    DIRECTORY_INFORMATION,
    INSTITUTION_REPORTS,
    PARTNER,
    TEACHER,
)
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

ENROLMENT = Clause(
    "courses.enrolment",
    _("The courses you took"),
    "user.education.enrolment",
    Grade.INDIRECT,
    (COURSES, ACCOUNT, INSTITUTION_REPORTS, DIRECTORY_INFORMATION),
    relations=(TEACHER, PARTNER),
    optional=False,
    ledger=("H-15", "H-57"),
    subject="courses",
)
PROGRESS = Clause(
    "courses.progress",
    _("Which units you opened and finished"),
    "user.education.progress",
    Grade.INDIRECT,
    (COURSES, ACCOUNT, INSTITUTION_REPORTS),
    relations=(TEACHER, PARTNER),
    optional=False,
    ledger=("H-57",),
    subject="courses",
)
COURSEWORK = Clause(
    "courses.coursework",
    _("What you answered in a quiz"),
    "user.education.coursework",
    Grade.INDIRECT,
    (COURSES, ACCOUNT),
    relations=(TEACHER,),
    ledger=("H-57", "H-59"),
    subject="courses",
)
SCORES = Clause(
    "courses.scores",
    _("Your scores"),
    "user.education.scores",
    Grade.INDIRECT,
    (COURSES, ACCOUNT, INSTITUTION_REPORTS),
    relations=(TEACHER, PARTNER),
    optional=False,
    ledger=("H-57", "H-59"),
    subject="courses",
)
KEPT_OF_LEARNERS = (ENROLMENT, PROGRESS, COURSEWORK, SCORES)
SEEN_BY_TEACHERS = (ENROLMENT, PROGRESS, SCORES)

ENROLMENT_POINT = register_point(
    CollectionPoint("courses.enrolment", _("Enrol in a course"), (ENROLMENT,), COURSES)
)
PROGRESS_POINT = register_point(
    CollectionPoint("courses.progress", _("Work through a course"), (PROGRESS,), COURSES)
)
QUIZ_POINT = register_point(
    CollectionPoint("courses.quiz", _("Answer a quiz"), (COURSEWORK, SCORES), COURSES)
)
