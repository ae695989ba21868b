"""What is handed over on a demand: one archive, the same bytes for the same file.

Reads under LEGAL as a machine, only the clauses named, of the persons named, within the period.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from salerno.policy.purposes import LEGAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.copy import plain
from salerno.services.desk.models import Demand
from salerno.services.desk.rules.demands import is_within
from salerno.services.desk.values import Production

type Rows = dict[int, dict[str, list[dict[str, Any]]]]
FIXED = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name


def produce(row: Demand, clauses: Sequence[str], people: Sequence[int]) -> tuple[Production, Rows]:
    """The archive and the rows in it: person, clause, rows."""
    rows: Rows = {one: {} for one in people}
    files: dict[str, bytes] = {}
    with entered(LEGAL, Viewer.job("production"), ground=f"file {row.reference}") as entry:
        entry.durable = True
        entry.subjects.update(people)
        for table in registry().personal():
            for clause in table.clauses:
                if clause.id in clauses and not clause.secret:
                    _read(table, clause.id, row, rows)
    for number, subject in enumerate(people, start=1):
        for name, found in sorted(rows[subject].items()):
            files[f"person-{number}/{name}.jsonl"] = _lines(found)
    return _archive(row, clauses, files), rows


def _read(table: Table, clause_id: str, row: Demand, rows: Rows) -> None:
    clause = registry().clauses[clause_id]
    names = [one.attname for one in table.columns_of(clause)]
    owner = _attname(table, table.owner)
    since = _attname(table, table.since) if table.since else ""
    asked = list(dict.fromkeys([owner, *names, *([since] if since else [])]))
    found = table.model._base_manager.filter(**{f"{owner}__in": list(rows)}).order_by("pk")
    for one in found.values(*asked):
        at = one.get(since) if since else None
        if not _is_in_period(at, row):
            continue
        kept = {name: plain(one[name]) for name in names if one[name] not in (None, "", [], {})}
        if kept:
            kept |= {since: plain(at)} if since and at is not None else {}
            rows[one[owner]].setdefault(clause_id, []).append({"table": table.name, **kept})


def _is_in_period(at: Any, row: Demand) -> bool:
    """Whether a row of this moment is asked for, and was there when the file was produced first.

    A row without a moment belongs to every period.
    """
    if not isinstance(at, date):
        return True
    day = at.date() if isinstance(at, datetime) else at
    was_there = row.as_of is None or not isinstance(at, datetime) or at <= row.as_of
    return was_there and is_within(day, row.first_date, row.last_date)


def _attname(table: Table, column: str) -> str:
    return next(
        one.attname for one in table.model._meta.concrete_fields if column in (one.column, one.name)
    )


def _lines(found: list[dict[str, Any]]) -> bytes:
    lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in found)
    return "".join(f"{one}\n" for one in lines).encode()


def _archive(row: Demand, clauses: Sequence[str], files: dict[str, bytes]) -> Production:
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    about = {
        "file": row.reference, "issuer": row.issuer, "instrument": row.instrument,
        "issuer_reference": row.issuer_reference, "ground": row.ground,
        "clauses": sorted(clauses),
        "period": [plain(row.first_date), plain(row.last_date)],
        "as_of": plain(row.as_of), "files": listed,
    }  # fmt: skip
    manifest = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in [("manifest.json", manifest), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, date_time=FIXED)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return Production(made.getvalue(), hashlib.sha256(manifest).hexdigest())
