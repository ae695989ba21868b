"""The map of what is stored: each column with its law, each exemption with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection

from salerno.privacy import doing, law
from salerno.privacy.declare import Clause, CollectionPoint, Reach
from salerno.privacy.gate.guards import serves
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.law import Term, TermKind
from salerno.privacy.purposes import ERASURE, RIGHTS
from salerno.privacy.registry import Column, Registry, Table, registry
from salerno.privacy.stores import store_tables, stores

type Export = Callable[[], str]

_exports: dict[str, tuple[str, Export]] = {}


def register_export(name: str, title: str, made: Export) -> None:
    """Let ``salerno map`` print the registry in the form of others as well."""
    _exports[name] = (title, made)


def exports() -> Mapping[str, tuple[str, Export]]:
    """The forms of others by name, each with its title."""
    return dict(_exports)


_NOT_MODELS = {"django_migrations": "which changes of the tables were made"}


def whole_map(*, known: Registry | None = None) -> dict[str, Any]:
    """Every column of every table that the code knows or the database has."""
    code = known or registry()
    columns = [
        _column(table, column, code)
        for table in code.tables.values()
        for column in table.columns.values()
    ]
    undeclared = [
        f"{table.label}.{name}" for table in code.tables.values() for name in table.undeclared
    ]
    exempt = [
        {"table": table.name, "model": table.label, "reason": table.impersonal}
        for table in code.tables.values()
        if table.impersonal
    ]
    for name, reason in _tables_without_model(code):
        if reason:
            exempt.append({"table": name, "model": "", "reason": reason})
        else:
            undeclared.append(name)
    return {
        "fields": len(columns) + len(undeclared),
        "declared": len(columns),
        "undeclared": undeclared,
        "columns": columns,
        "exempt": exempt,
        "stores": [{"store": one.name, "columns": list(one.columns)} for one in stores().values()],
    }


def _tables_without_model(code: Registry) -> Iterator[tuple[str, str]]:
    """Tables that stand in the database without a model, each with its reason or ""."""
    inputs = {
        made(purpose): f"who is {word} for {purpose}, by number: the gate's own input"
        for purpose in code.purposes.values()
        for made, word in ((closed_table, "closed"), (granted_table, "granted"))
    }
    reasons = _NOT_MODELS | inputs | dict(store_tables())
    unmanaged = {one._meta.db_table for one in apps.get_models() if not one._meta.managed}
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
    for name in sorted(set(present) - code.tables.keys() - unmanaged):
        yield name, reasons.get(name, "")


def _column(table: Table, column: Column, code: Registry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "table": table.name,
        "model": table.label,
        "column": column.name,
        "kind": "impersonal" if table.impersonal else column.kind,
    }
    return said | _law_of(column.clause, code) if column.clause else said


def _law_of(clause: Clause, code: Registry) -> dict[str, Any]:
    policy = law.in_force()
    ruled = policy.clauses.get(clause.id)
    own = (RIGHTS, ERASURE)
    purposes = [one for one in code.purposes.values() if one not in own and serves(clause, one)]
    erasure = clause.erasure
    said: dict[str, Any] = {
        "clause": clause.id,
        "title": str(clause.title),
        "category": clause.category,
        "grade": str(clause.grade),
        "sensitive": clause.sensitive,
        "secret": clause.secret,
        "purposes": [one.id for one in purposes],
        "basis": {
            one.id: {layer or "base": str(basis) for layer, basis in found.bases.items()}
            for one in purposes
            if (found := policy.purposes.get(one.id))
        },
        "erasure": f"keep: {erasure.reason}" if erasure.reason else str(erasure.kind),
        "relations": [one.id for one in clause.relations],
        "retention": "",
        "audience": Reach.ME.name.lower(),
        "recipients": [],
    }
    if ruled is not None:
        said["retention"] = term_words(ruled.term)
        said["audience"] = min(clause.reach, ruled.reach_max).name.lower()
        said["recipients"] = list(ruled.recipients)
    return said


def term_words(term: Term) -> str:
    """A term in one short line."""
    if term.kind is TermKind.DAYS:
        return f"{term.days} days"
    after = f", then {term.days} days" if term.days else ""
    reason = f": {term.reason}" if term.reason else ""
    return f"{term.kind}{after}{reason}"


def collection_points() -> list[dict[str, Any]]:
    """Every place that stores personal data, with its fields and the actions that write there."""
    for app in apps.get_app_configs():
        if app.name.startswith("salerno.") and find_spec(f"{app.name}.actions"):
            import_module(f"{app.name}.actions")
    return [_point(one) for _, one in sorted(registry().points.items())]


def _point(point: CollectionPoint) -> dict[str, Any]:
    fields = [
        f"{table.label}.{column.name}"
        for table in registry().personal()
        for clause in point.clauses
        for column in table.columns_of(clause)
    ]
    return {
        "point": point.id,
        "title": str(point.title),
        "version": point.version,
        "channel": point.channel,
        "purpose": point.purpose.id,
        "notice": point.notice,
        "clauses": [one.id for one in point.clauses],
        "required": sorted(point.required),
        "fields": fields,
        "actions": sorted(name for name, (_, at) in doing.actions.items() if at is point),
    }
