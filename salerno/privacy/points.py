"""The kernel's own collection points: what it writes down while it serves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.privacy import clauses
from salerno.privacy.declare import CollectionPoint
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import register_point

KEEPING = register_point(
    CollectionPoint(
        "kernel.keeping",
        _("Proof that the house keeps of its own acts"),
        (
            clauses.SUBJECT,
            clauses.CHOICES,
            clauses.COLLECTION,
            clauses.TIES,
            clauses.DISCLOSURES,
            clauses.LOOKS,
            clauses.OUTBOX,
            clauses.FACTS,
            clauses.HOLDS,
            clauses.SEALS,
            clauses.RESTRICTIONS,
            clauses.OWN_WORDS,
            clauses.VAULT,
            clauses.VAULT_MARK,
        ),
        RECORD,
        channel="house",
    )
)
