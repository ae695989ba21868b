"""What is held of those who order and owe, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, BILLING
from salerno.privacy.declare import Clause, CollectionPoint, Grade, keep
from salerno.privacy.registry import register_point

BOOKS = keep("because tax and commercial law ask for the accounts of every sale")

ORDER = Clause(
    "commerce.order",
    _("What you ordered, paid, got back and owe"),
    "user.payment",
    Grade.PSEUDONYMOUS,
    (BILLING, ACCOUNT),
    erasure=BOOKS,
    optional=False,
    ledger=("N-43", "N-45", "H-53", "H-54"),
    subject="orders",
)
BILLED = Clause(
    "commerce.billed",
    _("The name and postal code on your bills"),
    "user.contact",
    Grade.DIRECT,
    (BILLING, ACCOUNT),
    erasure=BOOKS,
    optional=False,
    ledger=("N-18", "N-53", "H-55"),
    subject="orders",
)
CARD = Clause(
    "commerce.card",
    _("The card you pay with: the carrier’s token, brand, last four digits and expiry"),
    "user.financial",
    Grade.INDIRECT,
    (BILLING, ACCOUNT),
    optional=False,
    ledger=("N-18", "N-35"),
    subject="orders",
)

ORDERING = register_point(
    CollectionPoint(
        "commerce.ordering",
        _("An order"),
        (ORDER, BILLED),
        BILLING,
        required=frozenset({ORDER.id, BILLED.id}),
    )
)
SETTLING = register_point(
    CollectionPoint(
        "commerce.settling",
        _("Word from the payment carrier, and the accounts"),
        (ORDER, BILLED, CARD),
        BILLING,
        channel="house",
    )
)
