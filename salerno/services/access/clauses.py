"""What is held about access, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, COURSES, PARTNER, SEAT, TEACHER
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

ENTITLEMENT = Clause(
    "access.entitlement",
    _("What you may open here, and until when"),
    "user.account.settings",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COURSES),
    relations=(TEACHER, SEAT, PARTNER),
    optional=False,
    ledger=("H-57", "N-43"),
    subject="courses",
)
ENTITLEMENT_POINT = register_point(
    CollectionPoint(
        "access.entitlement",
        _("Enrolment, or an order"),
        (ENTITLEMENT,),
        COURSES,
    )
)
