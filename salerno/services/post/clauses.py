"""What is held about letters, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import (
    ACCOUNT,
    CORRESPONDENCE,
    MARKETING_MAIL,
    MARKETING_SMS,
    SUPPORT,
)
from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

LETTERS = Clause(
    "post.letters",
    _("The letters we sent you"),
    "user.content.private",
    Grade.DIRECT,
    (ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS, SUPPORT),
    optional=False,
    ledger=("N-46", "H-72"),
    subject="letters",
)
PREFERENCES = Clause(
    "post.preferences",
    _("Which letters you want"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS),
    ledger=("N-17", "N-89", "H-74"),
    subject="choices",
)
SUPPRESSION = Clause(
    "post.suppression",
    _("That letters to an address were stopped"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS, AUTHENTICATE),
    erasure=keep("so that a letter that was stopped stays stopped, by a digest of the address"),
    optional=False,
    ledger=("N-50", "N-89"),
    subject="letters",
)
NUMBER = Clause(
    "post.number",
    _("A telephone number for messages"),
    "user.contact.phone_number",
    Grade.DIRECT,
    (ACCOUNT, MARKETING_SMS),
    ledger=("H-74",),
    subject="letters",
)
POSTAL = Clause(
    "post.postal",
    _("A postal address for offers"),
    "user.contact.address",
    Grade.DIRECT,
    (ACCOUNT, MARKETING_MAIL),
    ledger=("N-49",),
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
CONTACT_POINT = register_point(
    CollectionPoint(
        "post.contact", _("Where messages reach you"), (NUMBER, POSTAL, PREFERENCES), ACCOUNT
    )
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
