"""What is held about access, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.cookies import declare_cookie
from salerno.policy.purposes import ACCOUNT, BILLING, COURSES, PARTNER, SEAT, TEACHER
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

ENTITLEMENT = Clause(
    "access.entitlement",
    _("What you may open here, and until when"),
    "user.account.settings",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COURSES, BILLING),
    relations=(TEACHER, SEAT, PARTNER),
    optional=False,
    ledger=("H-57", "N-43", "N-45"),
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
ORDER_POINT = register_point(
    CollectionPoint(
        "access.order",
        _("An order that was paid"),
        (ENTITLEMENT,),
        BILLING,
        channel="house",
    )
)

READING = Clause(
    "access.reading",
    _("What you opened of the things that are counted"),
    "user.behavior.browsing_history",
    Grade.PSEUDONYMOUS,
    (ACCOUNT,),
    optional=False,
    ledger=("N-27", "N-32"),
    subject="reading",
)
READING_POINT = register_point(
    CollectionPoint(
        "access.reading",
        _("Opening one of the things that are counted"),
        (READING,),
        ACCOUNT,
        channel="house",
    )
)
COUNTER = declare_cookie("reads")
"""A visitor's counter: numbers of articles and times, signed; nothing of anybody."""
