"""Receipts in the form of ISO/IEC TS 27560:2023: record, processing, parties, event.

The person keeps one; with its salt it can be checked against the ledger without asking us.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from salerno.privacy import clock, law, ledger
from salerno.privacy.context import handover
from salerno.privacy.declare import Grade
from salerno.privacy.errors import Refused
from salerno.privacy.gate.guards import serves
from salerno.privacy.law import ClauseLaw, Operator, TermKind
from salerno.privacy.models import Choice, LedgerEntry
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry

SCHEMA = "ISO/IEC TS 27560:2023"
_EVENTS = {
    Choice.State.SHOWN: ("notice", "notice_shown"),
    Choice.State.GIVEN: ("explicit", "consent_given"),
    Choice.State.REFUSED: ("explicit", "consent_refused"),
    Choice.State.WITHDRAWN: ("explicit", "consent_withdrawn"),
}


def receipt(subject: int, number: str) -> dict[str, Any]:
    """The receipt of one choice of ``subject``. Raises Refused where it is not theirs."""
    with handover(RECORD, ground="a receipt"):
        rows = Choice.objects.select_related("notice")
        row = rows.filter(owner_id=subject, receipt=number).first()
        if row is None:
            raise Refused(_("There is no such receipt."), status=404)
        entry = LedgerEntry.objects.get(pk=row.ledger_seq)
    kind, columns = ledger.WITNESSES[Choice]
    return {
        "schema_version": SCHEMA,
        "receipt_id": row.receipt,
        "receipt_time": clock.now().isoformat(),
        "consent_record": _record(row),
        "integrity": {
            "kind": kind,
            "ledger_seq": entry.seq,
            "ledger_digest": entry.digest,
            "commitment": entry.commitment,
            "method": "HMAC-SHA-256 of the canonical payload under the salt",
            "salt": row.salt,
            "payload": ledger.canonical(ledger.payload(row, columns)).decode(),
        },
    }


def texts(subject: int, numbers: Collection[str]) -> dict[str, str]:
    """The text that was shown with each of these choices of ``subject``. One statement."""
    with handover(RECORD, ground="a receipt"):
        rows = Choice.objects.filter(owner_id=subject, receipt__in=list(numbers))
        return dict(rows.values_list("receipt", "notice__text"))


def _record(row: Choice) -> dict[str, Any]:
    operator = law.in_force().operator
    return {
        "schema_version": SCHEMA,
        "record_id": row.receipt,
        "pii_principal_id": f"subject:{row.owner_id}",
        "pii_processing": {
            "privacy_notice": {
                "digest": row.notice_id,
                "digest_method": "SHA-256",
                "kind": row.notice.kind,
                "version": row.notice.version,
                "text": row.notice.text,
            },
            "language": row.notice.language,
            "policy_version": row.policy_version,
            "purposes": [_purpose(one) for one in row.purposes],
            "topic": row.topic,
            "collection_method": {"point": row.point, "channel": row.channel, "form": row.form},
            "withdrawal_method": _("Under “Your choices”, by one press, at any time."),
            "privacy_rights": _("Under “Your information”."),
            "storage_location": _places(),
            "jurisdiction": list(law.in_force().layers),
        },
        "party_identification": _parties(operator),
        "events": [_event(row)],
    }


def _places() -> list[str]:
    """Where it is held: with the operator, and with whoever holds it for the operator."""
    policy = law.in_force()
    holders = {
        one.country for one in policy.recipients.values() if one.enabled and one.role == "processor"
    }
    return [policy.operator.country, *sorted(holders - {policy.operator.country})]


def _event(row: Choice) -> dict[str, Any]:
    event_type, state = _EVENTS[Choice.State(row.state)]
    return {
        "event_time": row.at.isoformat(),
        "event_type": event_type,
        "event_state": state,
        "entity_id": f"subject:{row.owner_id}",
    }


def _parties(operator: Operator) -> list[dict[str, str]]:
    found = [
        {
            "party_id": operator.id,
            "party_role": "pii_controller",
            "party_name": operator.legal_name,
            "party_address": operator.address,
            "party_country": operator.country,
            "party_email": operator.email,
            "party_phone": operator.telephone,
        }
    ]
    if operator.dpo_name:
        found.append(
            {
                "party_id": "dpo",
                "party_role": "data_protection_officer",
                "party_name": operator.dpo_name,
                "party_address": operator.dpo_address,
                "party_email": operator.dpo_email,
            }
        )
    return found


def _purpose(purpose_id: str) -> dict[str, Any]:
    policy, known = law.in_force(), registry()
    purpose, ruled = known.purposes.get(purpose_id), policy.purposes.get(purpose_id)
    if purpose is None or ruled is None:
        return {"purpose": purpose_id}
    used = [one for one in known.clauses.values() if serves(one, purpose)]
    return {
        "purpose": purpose_id,
        "purpose_description": ruled.text or str(purpose.title),
        "lawful_basis": {layer or "base": str(basis) for layer, basis in ruled.bases.items()},
        "pii_information": [
            {
                "pii_type": one.category,
                "pii_attribute_id": one.id,
                "pii_optional": one.optional,
                "sensitive_pii": one.sensitive,
                "direct_pii": one.grade is Grade.DIRECT,
                "retention_period": _term(policy.clauses.get(one.id)),
            }
            for one in used
        ],
        "recipient_third_parties": sorted(
            one.name for one in policy.recipients.values() if purpose_id in one.purposes
        ),
    }


def _term(ruled: ClauseLaw | None) -> str:
    if ruled is None:
        return ""
    term = ruled.term
    return f"P{term.days}D" if term.kind is TermKind.DAYS else (term.reason or str(term.kind))
