"""Every table there is, with what it holds. Built once, when the apps are ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import Field, FileField, Model

from salerno.privacy.declare import (
    Clause,
    CollectionPoint,
    Decided,
    Held,
    Holds,
    Purpose,
    Relation,
)
from salerno.privacy.errors import DeclarationError
from salerno.privacy.fields import SealKey, SubjectKey, SubjectPrimaryKey
from salerno.privacy.purposes import KERNEL

_foreign: dict[str, Holds] = {}
_purposes: dict[str, Purpose] = {one.id: one for one in KERNEL}
_relations: dict[str, Relation] = {}
_points: dict[str, CollectionPoint] = {}


def declare_table(label: str, holds: Holds) -> None:
    """Declare a table that is not ours, by model label ("account.EmailAddress")."""
    if _foreign.get(label, holds) is not holds:
        raise DeclarationError(f"{label} is declared twice.")
    _foreign[label] = holds


def register_purposes(*purposes: Purpose) -> None:
    """Add purposes to the register, which is the only source of purposes."""
    for one in purposes:
        if _purposes.get(one.id, one) is not one:
            raise DeclarationError(f"Purpose {one.id} is declared twice.")
        _purposes[one.id] = one


def register_relations(*relations: Relation) -> None:
    """Add named ties to the register."""
    for one in relations:
        _relations[one.id] = one


def register_point(point: CollectionPoint) -> CollectionPoint:
    """Register a collection point, and return it."""
    if _points.get(point.id, point) is not point:
        raise DeclarationError(f"Collection point {point.id} is declared twice.")
    _points[point.id] = point
    return point


@dataclass(frozen=True)
class Column:
    """One column: its place in the law. ``kind``: key, owner, role, plain or clause."""

    name: str
    attname: str
    kind: str
    clause: Clause | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """One table. ``owner`` is the column that holds the subject's id, "" where impersonal.

    A table is itself alone, so what is computed of it once can be remembered by it.
    """

    name: str
    label: str
    model: type[Model] = field(repr=False)
    columns: Mapping[str, Column]
    owner: str = ""
    since: str = ""
    scope: str = ""
    sealed: str = ""  # the column that leads to a seal, "" where nothing of it is ever sealed
    decided: Mapping[str, Decided] = field(default_factory=dict)  # column -> who must decide
    impersonal: str = ""
    audiences: Mapping[str, str] = field(default_factory=dict)  # clause id -> column
    undeclared: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()  # primary and foreign keys: the database reads them itself

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses laid on this table, in the order of its columns."""
        return tuple(dict.fromkeys(one.clause for one in self.columns.values() if one.clause))

    def columns_of(self, clause: Clause) -> tuple[Column, ...]:
        """The columns of one clause."""
        return tuple(one for one in self.columns.values() if one.clause is clause)


type Seat = tuple[Table, Any]  # a table and one of its fields


@dataclass(frozen=True)
class Registry:
    """All of it. ``problems`` are sentences; one is enough to refuse to start."""

    tables: Mapping[str, Table]
    clauses: Mapping[str, Clause]
    purposes: Mapping[str, Purpose]
    relations: Mapping[str, Relation]
    points: Mapping[str, CollectionPoint]
    problems: tuple[str, ...]

    def personal(self) -> Iterator[Table]:
        """The tables that are about somebody."""
        return (one for one in self.tables.values() if one.owner)

    @cached_property
    def roles(self) -> Mapping[tuple[str, str], Seat]:
        """By table and column where somebody stands in another's row: who looked, who gave."""
        return {
            (table.name, str(one.column)): (table, one)
            for table in self.personal()
            for one in table.model._meta.local_concrete_fields
            if isinstance(one, SubjectKey) and one.role
        }

    @cached_property
    def files(self) -> tuple[Seat, ...]:
        """The columns of personal tables that name a file."""
        return tuple(
            (table, one)
            for table in self.personal()
            for one in table.model._meta.local_concrete_fields
            if isinstance(one, FileField)
        )

    def of(self, model: type[Model]) -> Table:
        """The table of a model."""
        return self.tables[model._meta.db_table]


@cache
def registry() -> Registry:
    """The registry of this process. Purely a function of the loaded apps."""
    return build(apps.get_models(include_auto_created=True))


def build(models: list[type[Model]]) -> Registry:
    """Walk ``models``. Problems are collected, never raised, so that all are named at once."""
    problems: list[str] = []
    tables: dict[str, Table] = {}
    clauses: dict[str, Clause] = {}
    for model in models:
        if model._meta.proxy or not model._meta.managed:
            continue
        table = _table(model, problems)
        tables[table.name] = table
        for clause in table.clauses:
            if clauses.setdefault(clause.id, clause) is not clause:
                problems.append(f"Clause {clause.id} is declared twice.")
    for clause in clauses.values():
        problems.extend(
            f"Clause {clause.id} names the purpose {one.id}, which is not registered."
            for one in clause.purposes
            if _purposes.get(one.id) is not one
        )
    return Registry(
        tables, clauses, dict(_purposes), dict(_relations), dict(_points), tuple(problems)
    )


def _table(model: type[Model], problems: list[str]) -> Table:
    meta = model._meta
    holds: Holds | None = _foreign.get(meta.label) or model.__dict__.get("holds")
    names = {str(one.column): one for one in meta.local_concrete_fields}
    if holds is None:
        problems.append(
            f"{meta.label} holds nothing declared: give it `holds = Holds(...)`, or "
            f"`Impersonal(reason)`; its columns are {', '.join(names)}."
        )
        return Table(meta.db_table, meta.label, model, {}, undeclared=tuple(names))
    if holds.impersonal:
        columns = {name: Column(name, one.attname, "plain") for name, one in names.items()}
        problems.extend(
            f"{meta.label}.{one.name} leads to a subject, so the table is about somebody."
            for one in names.values()
            if isinstance(one, SubjectKey | SubjectPrimaryKey) and not one.role
        )
        return Table(meta.db_table, meta.label, model, columns, impersonal=holds.impersonal)
    return _personal_table(model, holds, names, problems)


def _personal_table(
    model: type[Model], holds: Holds, names: dict[str, Field[Any, Any]], problems: list[str]
) -> Table:
    owner = _owner(model, holds, problems)
    kinds, audiences = _laid(model, holds, problems)
    for given in holds.plain:
        one = _field(model, given)
        kinds.setdefault(str(one.column), Column(str(one.column), one.attname, "plain"))
    scope, sealed = _scope(model, holds, kinds, problems), _sealed(model, kinds)
    for column, one in names.items():
        if column == owner:
            kinds[column] = Column(column, one.attname, "owner")
        elif isinstance(one, SubjectKey):
            kinds.setdefault(column, Column(column, one.attname, "role"))
        elif one.primary_key:
            kinds.setdefault(column, Column(column, one.attname, "key"))
    problems.extend(_column_problems(model._meta.label, holds, names, kinds))
    return Table(
        name=model._meta.db_table,
        label=model._meta.label,
        model=model,
        columns={name: kinds[name] for name in names if name in kinds},
        owner=owner,
        since=str(_field(model, holds.since).column) if holds.since is not None else "",
        scope=scope,
        sealed=sealed,
        decided={str(_field(model, one.column).column): one for one in holds.decided},
        audiences=audiences,
        undeclared=tuple(name for name in names if name not in kinds),
        keys=frozenset(name for name, one in names.items() if one.primary_key or one.is_relation),
    )


def _scope(model: type[Model], holds: Holds, kinds: dict[str, Column], problems: list[str]) -> str:
    """The column that names a row's place. An id of ours, so it needs no clause."""
    if holds.scope is None:
        return ""
    one = _field(model, holds.scope)
    if one.null or one.get_internal_type() != "CharField":
        problems.append(f"{model._meta.label}.{one.name}: a scope is a CharField, never null.")
    kinds.setdefault(str(one.column), Column(str(one.column), one.attname, "scope"))
    return str(one.column)


def _sealed(model: type[Model], kinds: dict[str, Column]) -> str:
    """The column that leads to a seal; that of seals is their own key. It needs no clause."""
    if model._meta.label == SealKey.TO:
        return str(model._meta.pk.column)
    for one in model._meta.local_concrete_fields:
        if isinstance(one, SealKey):
            kinds[str(one.column)] = Column(str(one.column), one.attname, "plain")
            return str(one.column)
    return ""


def _laid(
    model: type[Model], holds: Holds, problems: list[str]
) -> tuple[dict[str, Column], dict[str, str]]:
    """The columns on which clauses lie, and the column of each chosen audience."""
    kinds: dict[str, Column] = {}
    audiences: dict[str, str] = {}
    for held in holds.laid:
        for given in held.columns:
            _lay(model, kinds, _field(model, given), held, problems)
        if held.audience is not None:
            chosen = _field(model, held.audience)
            audiences[held.clause.id] = name = str(chosen.column)
            kinds.setdefault(name, Column(name, chosen.attname, "plain"))
    return kinds, audiences


def _column_problems(
    label: str, holds: Holds, names: dict[str, Field[Any, Any]], kinds: dict[str, Column]
) -> Iterator[str]:
    for name in names:
        if name not in kinds:
            yield f"{label}.{name} is not declared: lay a clause on it, or list it as plain."
        elif kinds[name].kind == "plain" and _is_free_text(names[name]):
            yield (
                f"{label}.{names[name].name} is text, and plain takes only ids, times, enums, "
                "booleans and numbers: lay a clause on it."
            )
    if not holds.laid:
        yield f"{label} lays no clause: say which clause makes its rows lawful."


_FREE_TEXT = frozenset({"TextField", "JSONField", "FileField", "ImageField", "BinaryField",
                        "EmailField", "URLField", "GenericIPAddressField"})  # fmt: skip


def _is_free_text(one: Field[Any, Any]) -> bool:
    kind = one.get_internal_type()
    return kind in _FREE_TEXT or (kind == "CharField" and not one.choices)


def _owner(model: type[Model], holds: Holds, problems: list[str]) -> str:
    if holds.owner is not None:
        found = _field(model, holds.owner)
        if found.null:
            problems.append(f"{model._meta.label}.{found.name}: the path to the subject is null.")
        return str(found.column)
    keys = [
        one
        for one in model._meta.local_concrete_fields
        if isinstance(one, SubjectKey | SubjectPrimaryKey) and not one.role
    ]
    if len(keys) != 1:
        problems.append(
            f"{model._meta.label} has {len(keys)} owners: a row has one `SubjectKey()` without a "
            "role, or the table is `Impersonal(reason)`."
        )
        return ""
    return str(keys[0].column)


def _field(model: type[Model], given: Any) -> Field[Any, Any]:
    """The model's own field for a name, or for the field object of its class body."""
    if isinstance(given, str):
        found = model._meta.get_field(given)
        if not isinstance(found, Field):
            raise DeclarationError(f"{model._meta.label}.{given} is no column.")
        return found
    for one in model._meta.local_concrete_fields:
        if one.creation_counter == given.creation_counter:
            return one
    raise DeclarationError(f"{model._meta.label}: a declaration names a column of another table.")


def _lay(
    model: type[Model],
    kinds: dict[str, Column],
    one: Field[Any, Any],
    held: Held,
    problems: list[str],
) -> None:
    name = str(one.column)
    if name in kinds:
        problems.append(f"{model._meta.label}.{one.name} stands in two clauses.")
    kinds[name] = Column(name, one.attname, "clause", held.clause)
