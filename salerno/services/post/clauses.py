"""What is held about letters, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, SUPPORT
from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

LETTERS = Clause(
    "post.letters",
    _("The letters we sent you"),
    "user.content.private",
    Grade.DIRECT,
    (ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, SUPPORT),
    optional=False,
    ledger=("N-46",),
    subject="letters",
)
PREFERENCES = Clause(
    "post.preferences",
    _("Which letters you want"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, CORRESPONDENCE, MARKETING_MAIL),
    ledger=("N-17", "N-89"),
    subject="choices",
)
SUPPRESSION = Clause(
    "post.suppression",
    _("That letters to an address were stopped"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (CORRESPONDENCE, MARKETING_MAIL, AUTHENTICATE),
    erasure=keep("so that a letter that was stopped stays stopped, by a digest of the address"),
    optional=False,
    ledger=("N-89",),
    subject="letters",
)

SENDING = register_point(
    CollectionPoint(
        "post.sending", _("Letters on their way"), (LETTERS,), CORRESPONDENCE, channel="house"
    )
)
PREFERENCES_POINT = register_point(
    CollectionPoint("post.preferences", _("Which letters you want"), (PREFERENCES,), ACCOUNT)
)
STOPPING = register_point(
    CollectionPoint(
        "post.stopping",
        _("Stop in a letter"),
        (SUPPRESSION, PREFERENCES),
        CORRESPONDENCE,
        channel="letter",
    )
)
