"""Steps of restrictions and corrections: who may take one, its record, and its receipt."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from salerno.privacy import clock, facts, ledger
from salerno.privacy.context import Viewer, current, handover
from salerno.privacy.errors import Refused
from salerno.privacy.models import LedgerEntry, RightsStep, Subject
from salerno.privacy.purposes import RECORD

Kind = RightsStep.Kind
MOST_WORDS = 2000


@dataclass(frozen=True)
class Step:
    """One step of a record: what, when, in which words, and its receipt."""

    step: str
    at: datetime
    words: str
    receipt: str
    by_staff: bool


def staff(by: Viewer, subject: int) -> None:
    """Raises Refused unless ``by`` is staff who work on a case, and not on their own."""
    if not (by.staff and by.case and by.subject is not None):
        raise Refused(_("Staff decide this, and only while they work on a case."))
    if by.subject == subject:
        raise Refused(_("Nobody decides about themselves. Ask somebody else of the desk."))


def person_or_staff(by: Viewer, subject: int) -> None:
    """Raises Refused unless ``by`` is the person, or staff who enter it for them in a case."""
    if by.subject != subject or by.staff:
        staff(by, subject)


def said(words: str, *, needed: str = "") -> str:
    """Words as they are kept. Raises Refused where they are ``needed``, or too many."""
    kept = words.replace("\x00", "").strip()
    if needed and not kept:
        raise Refused(needed, status=422)
    if len(kept) > MOST_WORDS:
        raise Refused(_("Say it in up to %d characters.") % MOST_WORDS, status=422)
    return kept


def living(subject: int) -> None:
    """Raises Refused unless ``subject`` is somebody with an account. Inside ``keeping``."""
    if not Subject.objects.filter(pk=subject, state=Subject.State.ACTIVE).exists():
        raise Refused(_("There is nobody of this number."), status=404)


def write(by: Viewer, subject: int, about: tuple[str, int], step: str, words: str = "") -> str:
    """Append a step to the record ``about``, seal it, and return its receipt.

    Inside ``keeping``; a fact tells other rooms, by numbers only.
    """
    kind, number = about
    row = RightsStep(
        owner_id=subject, actor_id=by.known, kind=kind, number=number, step=step, words=words,
        receipt=str(uuid.uuid4()), at=clock.now(),
    )  # fmt: skip
    ledger.seal([row])
    row.save(force_insert=True)
    facts.record(f"{kind}.{step}", subject, number)
    current().subjects.add(subject)
    return row.receipt


def of(subject: int, kind: str, number: int) -> tuple[Step, ...]:
    """The steps of one record, oldest first."""
    with handover(RECORD, ground="the steps of a record"):
        rows = RightsStep.objects.filter(owner_id=subject, kind=kind, number=number).order_by("pk")
        return tuple(
            Step(one.step, one.at, one.words, one.receipt, one.actor_id != subject) for one in rows
        )


def receipt(subject: int, number: str) -> dict[str, Any]:
    """The receipt of one step of ``subject``: its facts, and what proves them in the ledger.

    Raises Refused where it is not theirs.
    """
    with handover(RECORD, ground="a receipt"):
        row = RightsStep.objects.filter(owner_id=subject, receipt=number).first()
        if row is None:
            raise Refused(_("There is no such receipt."), status=404)
        entry = LedgerEntry.objects.get(pk=row.ledger_seq)
    kind, columns = ledger.WITNESSES[RightsStep]
    return {
        "receipt_id": row.receipt,
        "receipt_time": clock.now().isoformat(),
        "record": f"{row.kind} {row.number}",
        "step": row.step,
        "at": row.at.isoformat(),
        "by": "the person" if row.actor_id == subject else "the desk",
        "words": row.words,
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
