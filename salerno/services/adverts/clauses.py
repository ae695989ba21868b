"""What is held of a person for advertising: a list of interests, theirs to read and to change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, ADVERTS
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.registry import register_point

INTEREST = Clause(
    "adverts.interest",
    _("Subjects that interest you, if you let advertising be chosen by them"),
    "user.behavior.interest",
    Grade.PSEUDONYMOUS,
    (ADVERTS, ACCOUNT),
    ledger=("N-37", "H-76"),
    subject="devices",
)

INTERESTS_POINT = register_point(
    CollectionPoint("adverts.interests", _("Your list of interests"), (INTEREST,), ACCOUNT)
)
READING_POINT = register_point(
    CollectionPoint("adverts.reading", _("A banner that was seen"), (INTEREST,), ADVERTS)
)
