"""The kernel's tables: subjects, what closes and ties them, proof, and the outbox.

Rows of rooms point to ``Subject``, never to the login table.
"""

from __future__ import annotations

from salerno.privacy.models.outside import Disclosure, ErasureStep, OutboxItem, StoppedRecipient
from salerno.privacy.models.proof import Choice, CollectionEvent, Fact, LedgerEntry, Look, Notice
from salerno.privacy.models.restriction import (
    CorrectionRequest,
    Finding,
    Leftover,
    Restriction,
    RightsStep,
)
from salerno.privacy.models.retention import Hold, SweepReport
from salerno.privacy.models.seals import Seal
from salerno.privacy.models.subjects import ClosedCell, Closure, Place, ServiceUse, Subject, Tie
from salerno.privacy.models.vault import Vault

__all__ = [
    "Choice",
    "ClosedCell",
    "Closure",
    "CollectionEvent",
    "CorrectionRequest",
    "Disclosure",
    "ErasureStep",
    "Fact",
    "Finding",
    "Hold",
    "LedgerEntry",
    "Leftover",
    "Look",
    "Notice",
    "OutboxItem",
    "Place",
    "Restriction",
    "RightsStep",
    "Seal",
    "ServiceUse",
    "StoppedRecipient",
    "Subject",
    "SweepReport",
    "Tie",
    "Vault",
]
