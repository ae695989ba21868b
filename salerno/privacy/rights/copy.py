"""The copy: a page to read and files to take elsewhere, in one ZIP.

The same person, policy and clock give the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import FileField
from django.template.loader import render_to_string
from django.utils.translation import get_language

from salerno.privacy import audit, clock, law
from salerno.privacy.law import Basis
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.holdings import holdings, holdings_in
from salerno.privacy.rights.values import Heading, Holding
from salerno.privacy.rights.walk import Rows, everything

MOST_BYTES = 64 * 1024 * 1024  # of one file; larger ones are named, not enclosed


@dataclass(frozen=True)
class Told:
    """One holding in the words of the policy: each answer a text for the person."""

    why: str
    kept: str
    seen: str
    origin: str = ""


type Teller = Callable[[Holding], Told]


def untold(held: Holding) -> Told:
    """What the kernel can say by itself. Who knows the policy's words says more."""
    term = law.in_force().clause(held.clause.id).term
    why = ". ".join(str(one.title) for one in held.clause.purposes)
    return Told(why, f"{term.kind.value} {term.days or ''} {term.reason}".strip(), "")


def copy(subject: int, tell: Teller = untold) -> bytes:
    """A ZIP of everything held about ``subject``: index.html, a JSON Lines file a table, files.

    One statement for each table that holds something. ``tell`` gives the policy's words for a
    holding.
    """
    read = everything(subject)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for one in read:
            if one.rows:
                _add(made, f"data/{one.table.name}.jsonl", _text(one.rows))
            for name, content in _files(one):
                _add(made, f"files/{name}", content)
        records = audit.records_of(subject)
        _add(made, "data/audit.jsonl", _text([vars(record) for record in records]))
        _add(made, "about.json", _text([_about()]))
        _add(made, "index.html", _index(holdings_in(read), tell, len(records)))
    return archive.getvalue()


def portable_copy(subject: int) -> dict[str, Any]:
    """What the person gave under contract or consent, for another controller to read."""
    policy = law.in_force()
    given: dict[str, list[dict[str, Any]]] = {}
    for heading in holdings(subject):
        for held in heading.holdings:
            source = policy.clause(held.clause.id).source
            if source in GIVEN and PORTABLE & set(held.bases):
                rows = [{name: plain(value) for name, value in row.items()} for row in held.values]
                given.setdefault(held.clause.id, []).extend(rows)
    return {"schema": SCHEMA, "made_at": clock.now().isoformat(), "given": given}


GIVEN = frozenset({"you", "device"})  # what we worked out or got from others does not go along
PORTABLE = frozenset({Basis.CONTRACT, Basis.CONSENT})
SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "description": "By id of the clause in the policy: the rows that the person gave.",
    "additionalProperties": {"type": "array", "items": {"type": "object"}},
}


def plain(value: Any) -> Any:
    """A value as JSON takes it: times in ISO 8601, amounts as text, files by name."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def _text(rows: Iterable[Mapping[str, Any]]) -> bytes:
    lines = (
        json.dumps(
            {name: None if value is None else plain(value) for name, value in row.items()},
            ensure_ascii=False,
            sort_keys=True,
        )
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _files(one: Rows) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for name, storage in _file_columns(one.table):
        for row in one.rows:
            if row[name] and storage.exists(row[name]) and storage.size(row[name]) <= MOST_BYTES:
                with storage.open(row[name]) as file:
                    found.append((Path(row[name]).name, file.read()))
    return found


def _file_columns(table: Table) -> list[tuple[str, Any]]:
    return [
        (one.attname, one.storage)
        for one in table.model._meta.concrete_fields
        if isinstance(one, FileField)
    ]


def _about() -> dict[str, Any]:
    policy = law.in_force()
    return {
        "made_at": clock.now(),
        "operator": policy.operator.legal_name,
        "policy": policy.pack,
        "version": policy.version,
        "digest": policy.digest,
        "tables": sorted(one.name for one in registry().personal()),
    }


def _index(headings: tuple[Heading, ...], tell: Teller, records: int) -> bytes:
    policy = law.in_force()
    held = [one for heading in headings for one in heading.holdings]
    context = {
        "held": [(one, tell(one), f"{one.table}-{one.clause.id}") for one in held],
        "policy": policy,
        "operator": policy.operator,
        "made_at": clock.now(),
        "records": records,
        "language": get_language() or "en",
    }
    return render_to_string("privacy/copy.html", context).encode()


def _add(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    moment = clock.now().timetuple()[:6]
    entry = zipfile.ZipInfo(name, date_time=moment)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    made.writestr(entry, content)
