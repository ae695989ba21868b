"""What is held about those who practise, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import EDITORIAL, INSTITUTION_REPORTS, PRACTICE, RESEARCH, SEAT
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

RESPONSES = Clause(
    "practice.responses",
    _("What you answered, how sure you were, and how long it took"),
    "user.learning.responses",
    Grade.INDIRECT,
    (PRACTICE,),
    optional=False,
    ledger=("N-64", "H-21"),
    subject="practice",
)
OUTCOMES = Clause(
    "practice.outcomes",
    _("Whether your answers were right"),
    "user.learning.score",
    Grade.INDIRECT,
    (PRACTICE, RESEARCH),
    optional=False,
    ledger=("N-64", "H-21", "H-58"),
    subject="practice",
)
ABILITY = Clause(
    "practice.ability",
    _("Our estimate of what you know, by objective"),
    "user.learning.ability_estimate",
    Grade.INDIRECT,
    (PRACTICE,),
    optional=False,
    ledger=("H-34",),
    subject="practice",
)
RECALL = Clause(
    "practice.recall",
    _("What you have learned, question by question, and when it comes back"),
    "user.learning.pattern",
    Grade.INDIRECT,
    (PRACTICE,),
    optional=False,
    ledger=("N-64", "H-21"),
    subject="practice",
)
PLAN = Clause(
    "practice.plan",
    _("The date of your exam"),
    "user.learning.plan",
    Grade.INDIRECT,
    (PRACTICE,),
    ledger=("N-64",),
    subject="practice",
)
PROGRESS = Clause(
    "practice.progress",
    _("How much of each module you have learned"),
    "user.learning.progress",
    Grade.INDIRECT,
    (PRACTICE, INSTITUTION_REPORTS),
    relations=(SEAT,),
    optional=False,
    ledger=("N-64", "N-66"),
    subject="practice",
)
TIME = Clause(
    "practice.time",
    _("When and how long you practised, by module"),
    "user.learning.time_spent",
    Grade.INDIRECT,
    (PRACTICE, INSTITUTION_REPORTS),
    relations=(SEAT,),
    optional=False,
    ledger=("N-64", "N-66", "H-21"),
    subject="practice",
)
SCORES = Clause(
    "practice.scores",
    _("Your practice-exam scores"),
    "user.learning.score",
    Grade.INDIRECT,
    (PRACTICE, INSTITUTION_REPORTS),
    relations=(SEAT,),
    optional=False,
    ledger=("N-64", "N-67"),
    subject="practice",
)
METACOGNITION = Clause(
    "practice.metacognition",
    _("How well your sureness matches your answers"),
    "user.learning.metacognition",
    Grade.INDIRECT,
    (PRACTICE, INSTITUTION_REPORTS),
    relations=(SEAT,),
    optional=False,
    ledger=("N-64", "N-68"),
    subject="practice",
)
EDITING = Clause(
    "practice.editing",
    _("Which questions you wrote, reviewed or retired"),
    "user.professional.contribution",
    Grade.INDIRECT,
    (EDITORIAL,),
    optional=False,
    subject="practice",
)

ANSWER_POINT = register_point(
    CollectionPoint(
        "practice.answer",
        _("Answer practice questions"),
        (RESPONSES, OUTCOMES, ABILITY, RECALL, PROGRESS, TIME, METACOGNITION),
        PRACTICE,
    )
)
EXAM_POINT = register_point(
    CollectionPoint(
        "practice.exam", _("Sit a practice exam"), (RESPONSES, OUTCOMES, SCORES), PRACTICE
    )
)
PLAN_POINT = register_point(
    CollectionPoint("practice.plan", _("Say when your exam is"), (PLAN,), PRACTICE)
)
EDITING_POINT = register_point(
    CollectionPoint("practice.editing", _("Work on practice questions"), (EDITING,), EDITORIAL)
)
