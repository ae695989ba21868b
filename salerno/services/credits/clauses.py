"""What is held about credits, who may use it, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.registry import register_point

WORK = Clause(
    "credits.work",
    _("Which accredited activities you passed, and with what result"),
    "user.learning.completion",
    Grade.INDIRECT,
    (CREDITS, ACCOUNT),
    optional=False,
    ledger=("N-55", "H-78"),
    subject="credits",
)
EVALUATION = Clause(
    "credits.evaluation",
    _("What you thought of an accredited activity"),
    "user.learning.evaluation",
    Grade.INDIRECT,
    (CREDITS, ACCOUNT),
    optional=False,
    ledger=("N-55",),
    subject="credits",
)
RECORD = Clause(
    "credits.record",
    _("The credits you claimed: activity, kind, amount and day"),
    "user.credits.claim",
    Grade.INDIRECT,
    (CREDITS, ACCOUNT),
    erasure=keep("accreditation asks for the record of a credit for six years, under a pseudonym"),
    optional=False,
    ledger=("N-44", "N-55"),
    subject="credits",
)
NAME = Clause(
    "credits.name",
    _("Your name as it stands in reports to boards"),
    "user.name",
    Grade.DIRECT,
    (CREDITS, ACCOUNT),
    optional=False,
    ledger=("N-44", "N-54", "N-55"),
    subject="credits",
)
CERTIFICATE = Clause(
    "credits.certificate",
    _("Your certificates: the name on each, and the number by which it is verified"),
    "user.name",
    Grade.DIRECT,
    (CREDITS, ACCOUNT),
    optional=False,
    ledger=("N-44", "N-55"),
    subject="credits",
)
BOARD = Clause(
    "credits.board",
    _("Your numbers with boards, and your licence"),
    "user.professional.board_id",
    Grade.DIRECT,
    (CREDITS, ACCOUNT),
    ledger=("N-16", "N-44", "N-54"),
    subject="credits",
)
BIRTHDAY = Clause(
    "credits.birthday",
    _("The month and day of your birth, by which boards tell two people apart"),
    "user.demographic.date_of_birth",
    Grade.INDIRECT,
    (CREDITS, ACCOUNT),
    ledger=("N-16", "N-44", "N-54"),
    subject="credits",
)
REPORT = Clause(
    "credits.report",
    _("What was reported to a board, and what the board answered"),
    "user.credits.report",
    Grade.INDIRECT,
    (CREDITS, ACCOUNT),
    optional=False,
    ledger=("N-44", "N-54"),
    subject="credits",
)

EXAM_POINT = register_point(
    CollectionPoint("credits.exam", _("Answer the questions of an activity"), (WORK,), ACCOUNT)
)
EVALUATION_POINT = register_point(
    CollectionPoint(
        "credits.evaluation",
        _("Say what you thought of an activity"),
        (EVALUATION,),
        ACCOUNT,
        required=frozenset({EVALUATION.id}),
    )
)
CLAIM_POINT = register_point(
    CollectionPoint(
        "credits.claim",
        _("Claim a credit"),
        (RECORD, CERTIFICATE, REPORT),
        ACCOUNT,
        required=frozenset({RECORD.id, CERTIFICATE.id}),
    )
)
IDENTITY_POINT = register_point(
    CollectionPoint(
        "credits.identity",
        _("Who you are to a board"),
        (NAME, BOARD, BIRTHDAY),
        ACCOUNT,
        required=frozenset({NAME.id}),
    )
)
BODY_POINT = register_point(
    CollectionPoint("credits.body", _("Send my credits to a board"), (REPORT,), ACCOUNT)
)
TOLD_POINT = register_point(
    CollectionPoint(
        "credits.told",
        _("Another room, or the desk, says that you completed an activity"),
        (WORK,),
        CREDITS,
        channel="house",
    )
)
ANSWER_POINT = register_point(
    CollectionPoint(
        "credits.answer", _("A board answers a report"), (REPORT,), CREDITS, channel="file"
    )
)
