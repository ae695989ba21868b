"""The record of purposes entered, and of who looked.

Each purpose that is left becomes one line: who, why, which statements by digest, how often.
The lines are about people, so they have a term (``expire``), stand in the copy
(``records_of``) and go on erasure (``forget``); the chain verifies without them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from salerno.privacy import clock, law, ledger, seals
from salerno.privacy.anchors import folder
from salerno.privacy.auditlog import index, segments
from salerno.privacy.auditlog.writer import Writer
from salerno.privacy.context import (
    Entry,
    Viewer,
    current,
    current_or_none,
    entered,
    on_left,
)
from salerno.privacy.declare import Clause
from salerno.privacy.models import Look
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.subjects import keeping


def _folder() -> Any:
    return folder() / "audit"


_writer = Writer(_folder)


def listen() -> None:
    """Write down every purpose that is left, where there is a place to write to."""
    if getattr(settings, "SALERNO_DATA", None):
        on_left(_left)


def _left(entry: Entry) -> None:
    durable = entry.durable or entry.viewer.staff
    if not (entry.statements or entry.unguarded or durable) and current_or_none() is not None:
        return  # handed over, and then nothing was done
    _writer.put((clock.now(), _line, (entry, _ground_of(entry))), durable=durable)


def _ground_of(entry: Entry) -> str:
    """The ground on which the statements stood, in the operator's own text."""
    if not entry.statements:
        return ""
    ruled = law.in_force().purposes.get(entry.purpose.id)
    return "" if ruled is None else str(ruled.bases[""])


def note(what: str, *, subjects: Iterable[int] = (), **facts: str) -> None:
    """Write down something that leaves no row: a refusal. On disk when this returns."""
    entry = current_or_none()
    said = {
        "what": what,
        "who": entry.viewer.label if entry else "nobody",
        "purpose": entry.purpose.id if entry else "",
        "subjects": sorted(subjects),
        **facts,
    }
    _writer.put((clock.now(), dict, said), durable=True)


def _line(left: tuple[Entry, str]) -> dict[str, Any]:
    """The words of one record. Made by the writer, off the request's thread."""
    entry, basis = left
    said: dict[str, Any] = {"who": entry.viewer.label, "purpose": entry.purpose.id}
    if basis:
        said["basis"] = basis
    if entry.ground:
        said["why"] = entry.ground
    if entry.viewer.case:
        said["case"] = entry.viewer.case
    if entry.statements:
        said["sql"] = {_digest(text): times for text, times in entry.statements.items()}
    if entry.unguarded:
        said["raw"] = entry.unguarded
    if entry.subjects:
        said["subjects"] = sorted(entry.subjects)
    return said


@lru_cache(maxsize=8192)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def flush() -> None:
    """Bring everything that waits to disk."""
    _writer.flush()


def verify() -> segments.Verdict:
    """Read every line of every worker, and say what is wrong with it."""
    flush()
    return segments.verify(_folder())


@dataclass(frozen=True)
class Recorded:
    """One record, as the person reads it."""

    at: datetime
    who: str
    purpose: str
    basis: str
    why: str
    statements: int


def records_of(subject: int, *, latest: int = 0) -> tuple[Recorded, ...]:
    """What was recorded about one person, oldest first; of ``latest`` only so many."""
    flush()
    silenced = seals.silenced(subject)

    def is_told(line: segments.Line) -> bool:
        return not any(one in str(line.payload) for one in silenced)

    if latest:
        found = index.latest_of(_folder(), subject, latest, is_told)
    else:
        found = [line for line in index.lines_of(_folder(), subject) if is_told(line)]
    return tuple(sorted((_recorded(line) for line in found), key=lambda one: one.at))[-latest:]


def _recorded(line: segments.Line) -> Recorded:
    said = line.payload or {}
    return Recorded(
        datetime.fromisoformat(line.at).astimezone(UTC),
        said.get("who", ""),
        said.get("purpose", ""),
        said.get("basis", ""),
        ": ".join(said[one] for one in ("what", "why") if one in said),
        sum(said.get("sql", {}).values()),
    )


def forget(subject: int) -> int:
    """Remove a person's records, byte for byte. The chain still verifies."""
    flush()
    return index.forget(_folder(), subject)


def expire(before: datetime) -> int:
    """Remove the records older than ``before``; return how many files and lines went."""
    flush()
    return segments.expire(_folder(), before)


def bring_index_up_to_date() -> None:
    """Read what was written since the last time. A job calls it, so that a copy is quick."""
    index.catch_up(_folder())


def record_look(
    owner: int, viewer: int, *, role: str, reason: str, clauses: Iterable[Clause], seal: str = ""
) -> None:
    """Somebody else looked: staff, an administrator, an employer. The person can read it.

    ``seal``: the file of which the law may forbid to tell; then the person reads it later.
    """
    record_looks([owner], viewer, role=role, reason=reason, clauses=clauses, seal=seal)


def record_looks(
    owners: Collection[int],
    viewer: int,
    *,
    role: str,
    reason: str,
    clauses: Iterable[Clause],
    seal: str = "",
) -> None:
    """Somebody looked at a list of people: one entry for each, in as many statements as for one."""
    entry, now = current(), clock.now()
    entry.durable = True
    entry.subjects.update(owners)
    ids = [one.id for one in clauses]
    sealed = {one.subject: one.number for one in seals.of(seal)} if seal else {}
    rows = [
        Look(
            owner_id=owner,
            viewer_id=viewer,
            viewer_role=role,
            purpose=entry.purpose.id,
            reason=reason,
            clause_ids=ids,
            seal_id=sealed.get(owner),
            at=now,
        )
        for owner in owners
    ]
    with keeping("looks"):
        ledger.seal(rows)
        Look.objects.bulk_create(rows)


@dataclass(frozen=True)
class Looked:
    """One look at a person's data by somebody else."""

    at: datetime
    role: str
    purpose: str
    reason: str
    clause_ids: tuple[str, ...]


def looks_at(subject: int) -> tuple[Looked, ...]:
    """Who looked at a person's data, the latest first."""
    with entered(RIGHTS, Viewer.person(subject), ground="who looked"):
        rows = Look.objects.filter(owner_id=subject).order_by("-at", "-pk")
        columns = ("at", "viewer_role", "purpose", "reason", "clause_ids")
        return tuple(
            Looked(at, role, purpose, reason, tuple(ids))
            for at, role, purpose, reason, ids in rows.values_list(*columns)
        )
