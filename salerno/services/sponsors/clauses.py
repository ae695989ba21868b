"""What is held of who shared with a sponsor, and where it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, SPONSORS
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

LEAD = Clause(
    "sponsors.lead",
    _("What you let a sponsor have, and for which paper"),
    "user.contact",
    Grade.DIRECT,
    (SPONSORS, ACCOUNT),
    ledger=("N-62", "N-63"),
    subject="received",
)

SHARING = register_point(
    CollectionPoint("sponsors.sharing", _("Taking a paper with sharing"), (LEAD,), SPONSORS)
)
