"""What is held about those who take part, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import (
    ACCOUNT,
    COMMUNITY,
    CORRESPONDENCE,
    MODERATION,
    PROFILE,
)
from salerno.privacy.declare import REATTRIBUTE, Clause, CollectionPoint, Grade, Reach, keep
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

TOPIC = Clause(
    "community.topic",
    _("Discussions that you opened"),
    "user.content.public",
    Grade.INDIRECT,
    (ACCOUNT, COMMUNITY),
    reach=Reach.PUBLIC,
    erasure=REATTRIBUTE,
    optional=False,
    ledger=("N-72",),
    subject="discussion",
)
BOND = Clause(
    "community.connection",
    _("Whom you asked to connect, and who asked you"),
    "user.social.connection",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, PROFILE),
    ledger=("N-72",),
    subject="discussion",
)
QUIET = Clause(
    "community.quiet",
    _("Whom you muted or blocked"),
    "user.social.connection",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, PROFILE),
    ledger=("N-72",),
    subject="discussion",
)
LIKE = Clause(
    "community.like",
    _("Posts that you like"),
    "user.content.public",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY),
    reach=Reach.PUBLIC,
    subject="discussion",
)
STAR = Clause(
    "community.star",
    _("Posts that you keep for yourself"),
    "user.content.private",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY),
    subject="discussion",
)
SENT = Clause(
    "community.sent",
    _("That you invited somebody"),
    "user.social",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, COMMUNITY, CORRESPONDENCE),
    ledger=("N-71",),
    subject="discussion",
)
INVITATION = Clause(
    "community.invitation",
    _("Your address, by which somebody invited you"),
    "user.contact.email",
    Grade.DIRECT,
    (CORRESPONDENCE, ACCOUNT),
    optional=False,
    ledger=("N-71",),
    subject="letters",
)
NOT_AGAIN = Clause(
    "community.not_again",
    _("That you do not want to be invited again"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (CORRESPONDENCE, AUTHENTICATE),
    erasure=keep("so that who said no is not invited again, by a digest of the address"),
    optional=False,
    ledger=("N-71",),
    subject="letters",
)
REUSE = Clause(
    "community.reuse",
    _("Where a contribution of yours was used again"),
    "user.content.public",
    Grade.INDIRECT,
    (ACCOUNT, MODERATION),
    optional=False,
    ledger=("N-93",),
    subject="discussion",
)

OPENING = register_point(
    CollectionPoint(
        "community.opening", _("Open a discussion"), (TOPIC,), COMMUNITY,
        required=frozenset({TOPIC.id}),
    )
)  # fmt: skip
MEETING = register_point(
    CollectionPoint(
        "community.meeting",
        _("Connect, mute and block"),
        (BOND, QUIET, LIKE, STAR),
        COMMUNITY,
    )
)
INVITING = register_point(
    CollectionPoint(
        "community.inviting",
        _("Invite somebody"),
        (INVITATION, SENT),
        CORRESPONDENCE,
        required=frozenset({INVITATION.id}),
    )
)
DECLINING = register_point(
    CollectionPoint(
        "community.declining", _("Say no to an invitation"), (NOT_AGAIN, SENT), CORRESPONDENCE,
        channel="letter",
    )
)  # fmt: skip
REUSING = register_point(
    CollectionPoint(
        "community.reusing", _("Use a contribution again"), (REUSE,), MODERATION, channel="house"
    )
)
