"""What is held about a refusal that came by post or telephone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import register_point

REFUSAL = Clause(
    "directory.refusal",
    _("That you asked us by post or telephone to keep you out of the directory"),
    "user.privacy_preferences.directory",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("a refusal in force when somebody leaves stays in force (34 CFR 99.37(b))"),
    optional=False,
    ledger=("H-66",),
    subject="choices",
)
EVIDENCE = Clause(
    "directory.evidence",
    _("Where your letter, or the note of your call, is filed"),
    "user.privacy_preferences.directory",
    Grade.INDIRECT,
    (RECORD,),
    optional=False,
    ledger=("H-66",),
    subject="choices",
)
NOTICE = Clause(
    "directory.notice",
    _("When we wrote to you about your rights in education records"),
    "user.education.record",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    optional=False,
    ledger=("H-67",),
    subject="letters",
)

REFUSAL_POINT = register_point(
    CollectionPoint(
        "directory.refusal",
        _("A refusal that came by post or telephone"),
        (REFUSAL, EVIDENCE),
        RECORD,
        channel="house",
        required=frozenset({REFUSAL.id, EVIDENCE.id}),
    )
)
NOTICE_POINT = register_point(
    CollectionPoint(
        "directory.notice",
        _("The yearly letter about education records"),
        (NOTICE,),
        RECORD,
        channel="house",
        required=frozenset({NOTICE.id}),
    )
)
