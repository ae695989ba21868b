"""What is held of messages to many, and where it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

DELIVERY = Clause(
    "mailings.delivery",
    _("Which newsletters and offers went to you, and whether they arrived"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS),
    optional=False,
    ledger=("N-46", "H-41", "H-72"),
    subject="letters",
)
SUBSCRIPTION = Clause(
    "mailings.subscription",
    _("What you asked to be told of, and at which address"),
    "user.contact.email",
    Grade.DIRECT,
    (ACCOUNT, CORRESPONDENCE),
    ledger=("N-08",),
    subject="letters",
)
SHOWN = Clause(
    "mailings.shown",
    _("Which notes were shown to you on a page, and which you closed"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, MARKETING_MAIL),
    optional=False,
    ledger=("H-74",),
    subject="letters",
)

SENDING_MANY = register_point(
    CollectionPoint(
        "mailings.sending", _("Messages to many"), (DELIVERY,), CORRESPONDENCE, channel="house"
    )
)
SUBSCRIBING = register_point(
    CollectionPoint(
        "mailings.subscribing",
        _("Be told by e-mail"),
        (SUBSCRIPTION,),
        CORRESPONDENCE,
    )
)
RETURNS = register_point(
    CollectionPoint(
        "mailings.returns",
        _("What the carriers send back"),
        (DELIVERY,),
        CORRESPONDENCE,
        channel="carrier",
    )
)
SHOWING = register_point(
    CollectionPoint("mailings.showing", _("Notes on a page"), (SHOWN,), MARKETING_MAIL)
)
