"""What is held about those who ask, about whom the law asks, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, DESK
from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.registry import register_point

CASE = Clause(
    "desk.case",
    _("That you asked something of us, and when it was answered"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, DESK),
    erasure=keep("to prove that requests were answered in time, under a pseudonym"),
    optional=False,
    ledger=("N-91", "H-48", "H-56"),
    subject="requests",
)
CONTACT = Clause(
    "desk.contact",
    _("How to answer you, as you gave it with a request"),
    "user.contact",
    Grade.DIRECT,
    (ACCOUNT, DESK, CORRESPONDENCE),
    optional=False,
    ledger=("N-91", "N-103"),
    subject="requests",
)
WORDS = Clause(
    "desk.words",
    _("What you asked, and what was said about it"),
    "user.correspondence",
    Grade.DIRECT,
    (ACCOUNT, DESK),
    optional=False,
    ledger=("N-91", "H-48", "N-127"),
    subject="requests",
)
PROOF = Clause(
    "desk.proof",
    _("A paper that shows who you are"),
    "user.government_id",
    Grade.DIRECT,
    (ACCOUNT, DESK),
    sensitive=True,
    ledger=("N-128",),
    subject="requests",
)
LETTER = Clause(
    "desk.letter",
    _("Our letters about a request"),
    "user.correspondence",
    Grade.DIRECT,
    (ACCOUNT, DESK, CORRESPONDENCE),
    optional=False,
    ledger=("N-133",),
    subject="requests",
)
STATEMENT = Clause(
    "desk.statement",
    _("Your own statement beside something that was not corrected"),
    "user.correspondence",
    Grade.DIRECT,
    (ACCOUNT, DESK),
    ledger=("N-122",),
    subject="requests",
)
DEMAND = Clause(
    "desk.demand",
    _("That a court, an authority or an inquiry asked about you"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, DESK),
    erasure=keep("to account for what was given to whom on which demand, under a pseudonym"),
    optional=False,
    ledger=("N-95", "N-96", "H-87", "H-89", "H-91"),
    subject="received",
)
APPROVAL = Clause(
    "desk.approval",
    _("That you approved, as staff, an answer to a demand"),
    "user.job_title",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, DESK),
    erasure=keep("to prove that two people checked, under a pseudonym"),
    optional=False,
    ledger=("N-95",),
    subject="requests",
)
BREACH = Clause(
    "desk.breach",
    _("That an incident touched data about you"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, DESK),
    erasure=keep("to document incidents as the law asks, under a pseudonym"),
    optional=False,
    subject="received",
)

ASKING = register_point(
    CollectionPoint(
        "desk.asking",
        _("Ask us"),
        (CASE, CONTACT, WORDS, LETTER),
        DESK,
        required=frozenset({WORDS.id}),
    )
)
PAPER = register_point(
    CollectionPoint("desk.paper", _("Show a paper"), (PROOF, CASE, WORDS), DESK, channel="page")
)
STATING = register_point(
    CollectionPoint("desk.stating", _("Your own statement"), (STATEMENT, CASE, WORDS), DESK)
)
TAKING = register_point(
    CollectionPoint(
        "desk.taking",
        _("Told to us by telephone, post or mail"),
        (CASE, CONTACT, WORDS, LETTER),
        DESK,
        channel="offline",
        required=frozenset({WORDS.id}),
    )
)
WORKING = register_point(
    CollectionPoint(
        "desk.working",
        _("Work on a request"),
        (CASE, WORDS, LETTER, PROOF, STATEMENT, CONTACT),
        DESK,
        channel="house",
    )
)
DEMANDING = register_point(
    CollectionPoint(
        "desk.demanding", _("A demand of the law"), (DEMAND, APPROVAL), DESK, channel="house"
    )
)
INCIDENT = register_point(
    CollectionPoint("desk.incident", _("An incident"), (BREACH,), DESK, channel="house")
)
