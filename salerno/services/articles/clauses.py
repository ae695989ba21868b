"""What is held about those who hand something in, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, EDITOR, EDITORIAL
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Reach
from salerno.privacy.registry import register_point

SUBMISSION = Clause(
    "articles.submission",
    _("What you handed in to the editors"),
    "user.content.private",
    Grade.DIRECT,
    (ACCOUNT, EDITORIAL),
    reach=Reach.PUBLIC,
    relations=(EDITOR,),
    optional=False,
    ledger=("N-21", "N-92"),
    subject="submissions",
)
SUBMITTED_FILE = Clause(
    "articles.submitted_file",
    _("Files beside what you handed in"),
    "user.content.private",
    Grade.DIRECT,
    (ACCOUNT, EDITORIAL),
    reach=Reach.PUBLIC,
    relations=(EDITOR,),
    ledger=("N-21",),
    subject="submissions",
)
DECISION = Clause(
    "articles.decision",
    _("What the editors decided, and their letter"),
    "user.content.private",
    Grade.INDIRECT,
    (ACCOUNT, EDITORIAL),
    relations=(EDITOR,),
    optional=False,
    ledger=("N-21",),
    subject="submissions",
)

HANDING_IN = register_point(
    CollectionPoint(
        "articles.handing_in",
        _("Hand something in"),
        (SUBMISSION, SUBMITTED_FILE, DECISION),
        EDITORIAL,
        required=frozenset({SUBMISSION.id}),
    )
)
DECIDING = register_point(
    CollectionPoint(
        "articles.deciding",
        _("Decide on what was handed in"),
        (DECISION, SUBMISSION, SUBMITTED_FILE),
        EDITORIAL,
        channel="house",
    )
)
