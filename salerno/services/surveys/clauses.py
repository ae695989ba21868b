"""What is held of those who answer a survey. Answers without a name are about nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, SURVEYS
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

ANSWERS = Clause(
    "surveys.answers",
    _("What you answered in surveys that keep your name"),
    "user.questionnaire.response",
    Grade.INDIRECT,
    (SURVEYS, ACCOUNT),
    ledger=("N-09",),
    subject="surveys",
)
TAKEN = Clause(
    "surveys.taken",
    _("The surveys without names in which you took part, apart from every answer"),
    "user.questionnaire.participation",
    Grade.INDIRECT,
    (SURVEYS, ACCOUNT),
    optional=False,
    ledger=("N-09",),
    subject="surveys",
)

ANSWER_POINT = register_point(
    CollectionPoint("surveys.answer", _("Answering a survey"), (ANSWERS, TAKEN), SURVEYS)
)
