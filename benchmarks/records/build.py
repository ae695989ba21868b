"""Make both stores and fill them, with the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from benchmarks.records import models, shape
from salerno.privacy import law
from salerno.privacy.declare import Reach
from salerno.privacy.gate.inputs import closed_table
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.law import Basis, ClauseLaw, Operator, Policy, PurposeLaw, Term, TermKind
from salerno.privacy.registry import registry

FIELDS = (
    "key, owner_id, purpose, ttl, objection, decision, acl, shared_with, source, category, data"
)


def a_law() -> Policy:
    """Records are kept as long as the longest of them says, and each as long as it says."""
    known, kept = registry(), Term(TermKind.DAYS, shape.DAYS)
    account = Term(TermKind.ACCOUNT)
    return Policy(
        "records", 1, "records", shape.LOADED_AT, Operator("o", "O", "O Ltd"),
        {
            one.id: ClauseLaw(kept if one in models.CLAUSES else account, Reach(one.reach))
            for one in known.clauses.values()
        },
        {one: PurposeLaw({"": Basis.LEGITIMATE_INTEREST}) for one in known.purposes},
    )  # fmt: skip


def build(town: shape.Town) -> None:
    """Make the tables of both stores and fill them."""
    policy = a_law()
    law.install(lambda: policy)
    Path(settings.SALERNO_DATA).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(models.Record)
    lay_locks(connection)
    with connections["plain"].schema_editor() as editor:
        editor.create_model(models.Somebody)
        editor.create_model(models.Bare)
        for index in models.Bare._meta.indexes:  # of what is not managed Django makes none
            editor.add_index(models.Bare, index)
    _fill(connections["filler"], town, "privacy_subject", "records_record")
    _fill(connections["plain"], town, "records_somebody", "records_bare")
    with connections["filler"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {closed_table(models.PROCESS)} SELECT id FROM privacy_subject "
            f"WHERE (id - 1) % {shape.OBJECTIONS} = {shape.OBJECTED}"
        )
    for alias in ("filler", "plain"):
        with connections[alias].cursor() as cursor:
            cursor.execute("ANALYZE")
    connections["filler"].close()


def _fill(store: Any, town: shape.Town, people: str, records: str) -> None:
    ours = records == "records_record"
    subject, born = ("", "") if not ours else (
        ", state, layer, is_minor, is_student", ", 'active', 'none', FALSE, FALSE"
    )  # fmt: skip
    begun = f"'{shape.LOADED_AT:%Y-%m-%d %H:%M:%S}+00:00'"
    begun = begun if store.vendor == "postgresql" else begun.replace("+00:00", "")
    with store.cursor() as cursor:
        cursor.execute(  # one more than there are users: the processor
            f"INSERT INTO {people} (id, created_at{subject}) "
            f"{_numbers(store.vendor, town.users + 1)} SELECT k + 1, {begun}{born} FROM n"
        )
        besides = f", {_audience()}, {_kept_from(store.vendor, begun)}" if ours else ""
        names = f"{FIELDS}, audience, kept_from" if ours else FIELDS
        cursor.execute(
            f"INSERT INTO {records} ({names}) {_numbers(store.vendor, town.records)} "
            f"SELECT {_values(town)}{besides} FROM n"
        )


def _numbers(vendor: str, count: int) -> str:
    if vendor == "postgresql":
        return f"WITH n(k) AS (SELECT generate_series(0, {count - 1}))"
    return f"WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < {count - 1})"


def _values(town: shape.Town) -> str:
    ten = f"(k % {shape.TENS})"
    texts = [f"'{one}-' || {ten}" for one in ("list", "firm", "source", "category")]
    return (
        f"k, k % {town.users} + 1, k % {shape.PURPOSES}, {_ttl()}, k % {shape.OBJECTIONS}, "
        f"k % {shape.DECISIONS}, {', '.join(texts)}, "
        f"substr(k || ':{shape.FILLING}', 1, {shape.BYTES})"
    )


def _ttl() -> str:
    return _chosen(shape.TERMS)


def _audience() -> str:
    return _chosen(shape.AUDIENCES)


def _chosen(values: tuple[int, ...]) -> str:
    cases = " ".join(f"WHEN {at} THEN {value}" for at, value in enumerate(values))
    return f"CASE k % {shape.TENS} {cases} END"


def _kept_from(vendor: str, begun: str) -> str:
    if vendor == "postgresql":
        return (
            f"timestamptz {begun} + ({_ttl()}) * interval '1 second' - interval '{shape.DAYS} days'"
        )
    return f"datetime({begun}, '+' || ({_ttl()}) || ' seconds', '-{shape.DAYS} days')"


def sizes() -> dict[str, int]:
    """Bytes of each store, the audit with ours."""
    audit = sum(
        one.stat().st_size for one in Path(settings.SALERNO_DATA).rglob("*") if one.is_file()
    )
    if connection.vendor == "postgresql":
        return _tables(audit)
    found = {"ours": audit, "plain": 0}
    for name, alias in (("ours", "default"), ("plain", "plain")):
        store: Any = connections[alias]
        with store.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found[name] += Path(store.settings_dict["NAME"]).stat().st_size
    return found


def _tables(audit: int) -> dict[str, int]:
    with connections["plain"].cursor() as cursor:
        cursor.execute(
            "SELECT relname IN ('records_bare', 'records_somebody'), "
            "sum(pg_total_relation_size(c.oid)) FROM pg_class c "
            "JOIN pg_namespace s ON s.oid = relnamespace "
            "WHERE relkind = 'r' AND nspname = 'public' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    return {"ours": audit + int(found[False]), "plain": int(found[True])}
