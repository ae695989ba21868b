"""What is held about a tie to an institution, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS, PARTNER
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

AFFILIATION = Clause(
    "institutions.affiliation",
    _("The institutions you belong to, and the name by which they know you"),
    "user.affiliation",
    Grade.DIRECT,
    (AUTHENTICATE, ACCOUNT, INSTITUTION_REPORTS),
    relations=(PARTNER,),
    optional=False,
    ledger=("H-50", "H-69"),
    subject="institutions",
)
ADMINISTRATOR = Clause(
    "institutions.administrator",
    _("The institutions that you look after, and whether their bills go to you"),
    "user.job_title",
    Grade.INDIRECT,
    (AUTHENTICATE, ACCOUNT),
    optional=False,
    ledger=("H-50", "H-69"),
    subject="institutions",
)

CLAIM_POINT = register_point(
    CollectionPoint(
        "institutions.claim",
        _("An institution says that somebody belongs to it"),
        (AFFILIATION,),
        AUTHENTICATE,
        channel="house",
        required=frozenset({AFFILIATION.id}),
    )
)
ANSWER_POINT = register_point(
    CollectionPoint(
        "institutions.answer", _("Confirm or decline an institution"), (AFFILIATION,), ACCOUNT
    )
)
APPOINTMENT_POINT = register_point(
    CollectionPoint(
        "institutions.appointment",
        _("Who looks after an institution"),
        (ADMINISTRATOR,),
        AUTHENTICATE,
        channel="house",
    )
)
