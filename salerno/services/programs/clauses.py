"""What is held about a seat with a program, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, INSTITUTION_REPORTS, SEAT
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

SEATED = Clause(
    "programs.seat",
    _("Your seats with programs, and the name and address by which they know you"),
    "user.affiliation",
    Grade.DIRECT,
    (AUTHENTICATE, ACCOUNT, INSTITUTION_REPORTS),
    relations=(SEAT,),
    optional=False,
    ledger=("N-65", "N-69"),
    subject="institutions",
)
INVITATION = Clause(
    "programs.invitation",
    _("Your name and address, by which a program offered you a seat"),
    "user.contact.email",
    Grade.DIRECT,
    (CORRESPONDENCE, ACCOUNT),
    optional=False,
    ledger=("N-69",),
    subject="institutions",
)
ADMINISTRATOR = Clause(
    "programs.administrator",
    _("The programs that you administer"),
    "user.job_title",
    Grade.INDIRECT,
    (AUTHENTICATE, ACCOUNT),
    optional=False,
    ledger=("N-65",),
    subject="institutions",
)

INVITING = register_point(
    CollectionPoint(
        "programs.inviting",
        _("A program offers somebody a seat"),
        (INVITATION,),
        CORRESPONDENCE,
        channel="house",
        required=frozenset({INVITATION.id}),
    )
)
JOINING = register_point(
    CollectionPoint("programs.joining", _("Take a seat with a program"), (SEATED,), ACCOUNT)
)
RESUMING = register_point(
    CollectionPoint(
        "programs.resuming",
        _("A seat that is paid again goes on"),
        (SEATED,),
        AUTHENTICATE,
        channel="house",
    )
)
APPOINTMENT = register_point(
    CollectionPoint(
        "programs.appointment",
        _("Who administers a program"),
        (ADMINISTRATOR,),
        AUTHENTICATE,
        channel="house",
    )
)
