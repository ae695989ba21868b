"""What is held about jobseekers and the people of employers, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, APPLICANT, CAREERS
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Reach
from salerno.privacy.registry import register_point

PROFILE = Clause(
    "careers.profile",
    _("Your physician profile"),
    "user.career.profile",
    Grade.INDIRECT,
    (ACCOUNT, CAREERS),
    reach=Reach.PROGRAM,
    ledger=("N-74", "N-76", "N-78"),
    subject="careers",
)
CONTACT_NAME = Clause(
    "careers.contact_name",
    _("Your name in the physician profile"),
    "user.name",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    reach=Reach.PROGRAM,
    ledger=("N-77",),
    subject="careers",
)
CONTACT_EMAIL = Clause(
    "careers.contact_email",
    _("Your e-mail address in the physician profile"),
    "user.contact.email",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    reach=Reach.PROGRAM,
    ledger=("N-77",),
    subject="careers",
)
CONTACT_PHONE = Clause(
    "careers.contact_phone",
    _("Your telephone number in the physician profile"),
    "user.contact.phone_number",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    reach=Reach.PROGRAM,
    ledger=("N-77",),
    subject="careers",
)
DOCUMENT = Clause(
    "careers.document",
    _("Your CVs and letters, sealed"),
    "user.career.cv",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    ledger=("N-14", "N-75"),
    subject="careers",
)
APPLICATION = Clause(
    "careers.application",
    _("Your applications, and what came of them"),
    "user.career.application",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    relations=(APPLICANT,),
    optional=False,
    ledger=("N-74",),
    subject="careers",
)
SENT_DOCUMENT = Clause(
    "careers.sent_document",
    _("Documents that you sent with an application"),
    "user.career.cv",
    Grade.DIRECT,
    (ACCOUNT, CAREERS),
    relations=(APPLICANT,),
    ledger=("N-75",),
    subject="careers",
)
SEARCH = Clause(
    "careers.search",
    _("Searches for positions that you saved"),
    "user.career",
    Grade.INDIRECT,
    (ACCOUNT, CAREERS),
    ledger=("N-74",),
    subject="careers",
)
BLOCK = Clause(
    "careers.block",
    _("Employers who may not find you"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, CAREERS),
    ledger=("N-78",),
    subject="careers",
)
WORKS_FOR = Clause(
    "careers.works_for",
    _("The employer for whom you look for people"),
    "user.contact.organization",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, CAREERS),
    optional=False,
    ledger=("N-74",),
    subject="careers",
)

PRESENTING = register_point(
    CollectionPoint(
        "careers.presenting",
        _("Your physician profile"),
        (PROFILE, CONTACT_NAME, CONTACT_EMAIL, CONTACT_PHONE, BLOCK),
        CAREERS,
    )
)
FILING = register_point(
    CollectionPoint("careers.filing", _("Keep a CV or a letter"), (DOCUMENT,), CAREERS)
)
APPLYING = register_point(
    CollectionPoint(
        "careers.applying",
        _("Apply for a position"),
        (APPLICATION, SENT_DOCUMENT),
        CAREERS,
        required=frozenset({APPLICATION.id}),
    )
)
WORKING = register_point(
    CollectionPoint(
        "careers.working", _("Work on an application"), (APPLICATION,), CAREERS, channel="house"
    )
)
SEARCHING = register_point(
    CollectionPoint("careers.searching", _("Save a search"), (SEARCH,), CAREERS)
)
EMPLOYING = register_point(
    CollectionPoint(
        "careers.employing", _("Look for people"), (WORKS_FOR,), CAREERS,
        required=frozenset({WORKS_FOR.id}),
    )
)  # fmt: skip
