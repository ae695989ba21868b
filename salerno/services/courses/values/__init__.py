"""The frozen values of this room."""

from __future__ import annotations

from salerno.services.courses.values.course import (
    Course,
    Material,
    Need,
    Seat,
    UnitLine,
    UnitPage,
    scope_of,
)
from salerno.services.courses.values.kinds import (
    AttemptState,
    EnrolmentState,
    MaterialKind,
    QuestionKind,
)
from salerno.services.courses.values.publish import (
    NewChoice,
    NewCourse,
    NewMaterial,
    NewQuestion,
    NewQuiz,
    NewUnit,
)
from salerno.services.courses.values.quiz import (
    Attempt,
    Choice,
    Near,
    Question,
    Quiz,
    QuizPage,
    QuizRules,
    Told,
)
from salerno.services.courses.values.report import (
    DirectoryFact,
    Drawn,
    Part,
    Participation,
    Report,
    RosterLine,
)

__all__ = [
    "Attempt",
    "AttemptState",
    "Choice",
    "Course",
    "DirectoryFact",
    "Drawn",
    "EnrolmentState",
    "Material",
    "MaterialKind",
    "Near",
    "Need",
    "NewChoice",
    "NewCourse",
    "NewMaterial",
    "NewQuestion",
    "NewQuiz",
    "NewUnit",
    "Part",
    "Participation",
    "Question",
    "QuestionKind",
    "Quiz",
    "QuizPage",
    "QuizRules",
    "Report",
    "RosterLine",
    "Seat",
    "Told",
    "UnitLine",
    "UnitPage",
    "scope_of",
]
