"""What is held of what a person opened."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, ANALYTICS, PERSONALISE
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

OPENING = Clause(
    "analytics.opening",
    _("What you read, watched and downloaded here, when and for how long"),
    "user.behavior.browsing_history",
    Grade.PSEUDONYMOUS,
    (ANALYTICS, PERSONALISE, ACCOUNT),
    ledger=("N-27", "N-48"),
    subject="reading",
)

COUNTING_POINT = register_point(
    CollectionPoint("analytics.counting", _("A page that was open"), (OPENING,), ANALYTICS)
)
FITTING_POINT = register_point(
    CollectionPoint("analytics.fitting", _("A page that was open"), (OPENING,), PERSONALISE)
)
