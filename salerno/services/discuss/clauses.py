"""What is held about those who discuss, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, MODERATION
from salerno.privacy.declare import (
    REATTRIBUTE,
    Clause,
    CollectionPoint,
    Grade,
    Reach,
    Significant,
)
from salerno.privacy.registry import register_point

POST = Clause(
    "discuss.post",
    _("What you post"),
    "user.content.public",
    Grade.INDIRECT,
    (ACCOUNT, COMMUNITY, MODERATION),
    reach=Reach.PUBLIC,
    erasure=REATTRIBUTE,
    optional=False,
    ledger=("N-19", "N-92", "H-09", "H-10", "H-60"),
    subject="discussion",
)
PLACE = Clause(
    "discuss.place",
    _("That a post stood there, and what became of it"),
    "user.content.public",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, MODERATION),
    reach=Reach.PUBLIC,
    erasure=REATTRIBUTE,
    optional=False,
    ledger=("H-60",),
    subject="discussion",
)
AUTHORSHIP = Clause(
    "discuss.authorship",
    _("That a post is signed with your name"),
    "user.content.public",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, MODERATION),
    reach=Reach.PUBLIC,
    optional=False,
    ledger=("N-19",),
    subject="discussion",
)
ATTACHMENT = Clause(
    "discuss.attachment",
    _("Files beside your posts"),
    "user.content.public",
    Grade.DIRECT,
    (ACCOUNT, COMMUNITY, MODERATION),
    reach=Reach.PUBLIC,
    ledger=("H-09", "H-60"),
    subject="discussion",
)
MENTION = Clause(
    "discuss.mention",
    _("Where others name you"),
    "user.content.public",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, MODERATION),
    reach=Reach.PUBLIC,
    optional=False,
    ledger=("N-19",),
    subject="discussion",
)
REPORT = Clause(
    "discuss.report",
    _("What you reported"),
    "user.content.private",
    Grade.INDIRECT,
    (ACCOUNT, COMMUNITY, MODERATION),
    optional=False,
    subject="discussion",
)
REVIEW = Clause(
    "discuss.review",
    _("How a post of yours was reviewed"),
    "user.content.private",
    Grade.INDIRECT,
    (ACCOUNT, MODERATION),
    erasure=REATTRIBUTE,
    optional=False,
    subject="discussion",
)
APPEAL = Clause(
    "discuss.appeal",
    _("What you said against a removal"),
    "user.content.private",
    Grade.INDIRECT,
    (ACCOUNT, MODERATION),
    optional=False,
    subject="discussion",
)
SUSPENSION = Clause(
    "discuss.suspension",
    _("That you may not post for a time"),
    "user.behavior",
    Grade.INDIRECT,
    (ACCOUNT, COMMUNITY, MODERATION),
    optional=False,
    ledger=("N-19",),
    subject="discussion",
)
SUSPENDING = Significant("discuss.suspension", _("Keep somebody from posting"))

POSTING = register_point(
    CollectionPoint(
        "discuss.posting",
        _("Post in a discussion"),
        (POST, PLACE, AUTHORSHIP, ATTACHMENT),
        COMMUNITY,
        required=frozenset({POST.id}),
    )
)
NAMING = register_point(
    CollectionPoint(
        "discuss.naming",
        _("A name in somebody’s post"),
        (MENTION, POST),
        COMMUNITY,
        channel="house",
    )
)
REPORTING = register_point(
    CollectionPoint(
        "discuss.reporting",
        _("Report a post"),
        (REPORT,),
        COMMUNITY,
        required=frozenset({REPORT.id}),
    )
)
REVIEWING = register_point(
    CollectionPoint(
        "discuss.reviewing",
        _("Look after the discussion"),
        (REVIEW, SUSPENSION, POST, PLACE, ATTACHMENT, MENTION),
        MODERATION,
        channel="house",
    )
)
APPEALING = register_point(
    CollectionPoint(
        "discuss.appealing", _("Object to a removal"), (APPEAL,), ACCOUNT,
        required=frozenset({APPEAL.id}),
    )
)  # fmt: skip
