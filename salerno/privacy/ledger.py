"""The tamper-evident chain: each entry commits, under a key, to a payload that stands elsewhere.

Payload and key (the salt in the row) can go, as erasure asks; the chain still verifies. What
cannot happen unseen: a row that differs from what was committed, an altered entry, a missing
entry, an end that was cut off. The end is held by an anchor, a small file beside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from salerno.privacy import clock
from salerno.privacy.anchors import Anchor, folder
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate.writes import SEALED
from salerno.privacy.models import Choice, Disclosure, LedgerEntry, Look, RightsStep, Seal
from salerno.privacy.purposes import RECORD

GENESIS = "0" * 64
_WRITERS = 0x5A1E_0001  # the advisory lock of PostgreSQL that queues them
_CHUNK = 500

_DISCLOSURE = (
    "owner_id", "recipient", "recipient_name", "clause_ids", "fields", "purpose", "basis",
    "contract", "country", "mechanism", "ground", "choice", "at",
)  # fmt: skip
_LOOK = ("owner_id", "viewer_id", "viewer_role", "purpose", "reason", "clause_ids", "at")

WITNESSES: Mapping[type[Model], tuple[str, tuple[str, ...]]] = {
    Choice: (
        "choice",
        (
            "owner_id", "topic", "form", "state", "notice_id", "policy_version", "purposes",
            "point", "channel", "receipt", "at",
        ),
    ),
    Disclosure: ("disclosure 2", (*_DISCLOSURE, "notice", "concerns", "seal_id")),
    Look: ("look 2", (*_LOOK, "seal_id")),
    Seal: ("seal", ("owner_id", "reference", "reason", "until_at", "at")),
    RightsStep: (
        "rights step",
        ("owner_id", "actor_id", "kind", "number", "step", "words", "receipt", "at"),
    ),
}  # fmt: skip
"""The tables whose rows are committed to, with the columns that may never change."""

EARLIER: Mapping[type[Model], Mapping[str, tuple[str, ...]]] = {
    Disclosure: {"disclosure": _DISCLOSURE},
    Look: {"look": _LOOK},
}
"""What was committed to before a column came; the entry's kind, which is in the chain, says so."""

_RECEIPTS = (Choice, Look, RightsStep)
SEALED.update({one._meta.db_table: frozenset(WITNESSES[one][1]) for one in _RECEIPTS})


@dataclass(frozen=True)
class Verdict:
    """What a verification saw. ``problems`` are sentences; none means the chain is whole."""

    entries: int
    rows: int
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was altered, removed or cut off."""
        return not self.problems


def canonical(payload: Mapping[str, Any]) -> bytes:
    """One spelling of a payload, so that the same facts always give the same commitment."""
    text = json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    return text.encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def commitment(salt: str, payload: Mapping[str, Any]) -> str:
    """What the chain holds of a payload: nothing can be read from it without the salt."""
    return hmac.digest(salt.encode(), canonical(payload), "sha256").hex()


def link(previous: str, seq: int, kind: str, at: datetime, committed: str) -> str:
    """The digest that binds an entry to the one before it."""
    parts = (previous, str(seq), kind, _plain(at), committed)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def append(kind: str, payload: Mapping[str, Any]) -> tuple[int, str]:
    """Commit to one payload; return the entry's number and the salt, which the caller keeps."""
    return append_all([(kind, payload)])[0]


def append_all(said: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[int, str]]:
    """Commit to several payloads, each of a kind, in one go, in the caller's transaction."""
    with transaction.atomic():
        _queue()
        last = LedgerEntry.objects.order_by("-seq").values_list("seq", "digest").first()
        seq, previous = last or (0, GENESIS)
        entries, kept = [], []
        for kind, payload in said:
            seq, salt, at = seq + 1, secrets.token_hex(16), clock.now()
            committed = commitment(salt, payload)
            digest = link(previous, seq, kind, at, committed)
            entry = LedgerEntry(seq=seq, kind=kind, at=at, commitment=committed)
            entry.previous, entry.digest = previous, digest
            entries.append(entry)
            kept.append((seq, salt))
            previous = digest
        LedgerEntry.objects.bulk_create(entries)
        _anchor_later(seq, previous)
    return kept


def _queue() -> None:
    """One writer at a time. SQLite's writers hold the file already (BEGIN IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS])


_last = threading.local()


def _anchor_later(seq: int, digest: str) -> None:
    """Move the anchor once the transaction has landed; only its last entry needs that.

    An anchor that cannot be written lags, which is logged; what follows a commit goes on.
    """
    _last.seq = seq

    def move() -> None:
        if _last.seq == seq:
            anchor().move(seq, digest)

    transaction.on_commit(move, robust=True)


def anchor() -> Anchor:
    """Where the end of the chain is held."""
    return Anchor(folder() / "ledger-anchor")


def seal(rows: Collection[Model]) -> None:
    """Commit to rows that are about to be stored; each takes its salt and its entry's number."""
    if not rows:
        return
    witnessed = [(row, *WITNESSES[type(row)]) for row in rows]
    kept = append_all([(kind, payload(row, columns)) for row, kind, columns in witnessed])
    for row, (seq, salt) in zip(rows, kept, strict=True):
        vars(row).update(ledger_seq=seq, salt=salt)


def reseal(rows: Collection[Model]) -> None:
    """Commit anew to stored rows whose owner became a pseudonym; the old salt goes."""
    seal(rows)
    for model in dict.fromkeys(type(row) for row in rows):
        some = [row for row in rows if type(row) is model]
        model._default_manager.bulk_update(some, ["salt", "ledger_seq"])


def payload(row: Model, columns: tuple[str, ...]) -> dict[str, Any]:
    """The facts of a row that its entry commits to."""
    return {name: getattr(row, name) for name in columns}


def verify() -> Verdict:
    """Read the whole chain, its anchor, and every row that it commits to and that still exists."""
    with entered(RECORD, Viewer.job("ledger")):
        entries, problems = _verify_chain()
        rows = 0
        for model, (kind, columns) in WITNESSES.items():
            for some in batched(_stored(model), _CHUNK):
                rows += len(some)
                problems += _verify_rows(some, {kind: columns, **EARLIER.get(model, {})})
    return Verdict(entries, rows, tuple(problems))


def _verify_chain() -> tuple[int, list[str]]:
    problems: list[str] = []
    held = anchor().read()
    before, digest, count = 0, GENESIS, 0
    names = ("seq", "kind", "at", "commitment", "previous", "digest")
    for row in LedgerEntry.objects.order_by("seq").values_list(*names).iterator(chunk_size=2000):
        seq, kind, at, committed, previous, own = row
        count += 1
        if seq != before + 1:
            problems.append(_gap(before + 1, seq - 1))
        elif previous != digest:
            problems.append(f"Entry {seq} does not follow entry {before}.")
        if link(previous, seq, kind, at, committed) != own:
            problems.append(f"Entry {seq} was altered.")
        if held is not None and held.count == seq and held.digest != own:
            problems.append(f"Entry {seq} is not the one that the anchor holds.")
        before, digest = seq, own
    if held is not None and held.count > before:
        problems.append(f"The end is missing: {_gap(before + 1, held.count)}")
    return count, problems


def _gap(first: int, last: int) -> str:
    return f"Entry {first} is gone." if first == last else f"Entries {first} to {last} are gone."


def _stored(model: type[Model]) -> Iterator[Model]:
    """The rows of a table that still have their salt."""
    rows = model._default_manager.exclude(salt="").order_by("ledger_seq")
    return rows.iterator(chunk_size=_CHUNK)


def _verify_rows(rows: Sequence[Model], shapes: Mapping[str, tuple[str, ...]]) -> list[str]:
    """``shapes``: by kind of entry, the columns it commits to; the first is today's."""
    kind = next(iter(shapes)).rstrip(" 0123456789")
    numbers = [vars(row)["ledger_seq"] for row in rows]
    entries = LedgerEntry.objects.in_bulk(numbers)
    problems = []
    for row, seq in zip(rows, numbers, strict=True):
        entry = entries.get(seq)
        if entry is None:
            problems.append(f"Entry {seq} is gone, and its {kind} is still there.")
        elif entry.kind not in shapes or entry.commitment != commitment(
            vars(row)["salt"], payload(row, shapes[entry.kind])
        ):
            problems.append(f"Entry {seq}: its {kind} is not what was committed.")
    return problems
