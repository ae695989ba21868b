"""A person in every table there is: each cell of text holds a value that stands nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import AutoField, Field, FileField, Model, UniqueConstraint

from salerno.privacy import clock, ledger
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.fields import SealedField, SubjectKey
from salerno.privacy.models import Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.fate import children_first
from salerno.privacy.sealing import unseal

NUMBERS = count(7)
SEALED = {"salt", "ledger_seq", "notice"}  # which the ledger gives; and it is no notice


@dataclass
class Filled:
    """Somebody, and every value planted: its table, column and text."""

    subject: int
    letter: str
    planted: list[tuple[Table, str, str]] = field(default_factory=list)
    made: dict[str, Model] = field(default_factory=dict)
    files: list[tuple[Any, str]] = field(default_factory=list)

    def word(self, table: Table, column: str) -> str:
        """A new value."""
        text = f"{self.letter}q{len(self.planted):04}z"
        self.planted.append((table, column, text))
        return text

    def words(self, *, secret: bool) -> list[str]:
        """The values that lie under secret clauses, or the others."""
        return [
            text
            for table, column, text in self.planted
            if (clause := table.columns[column].clause) and clause.secret is secret
        ]


def fill(subject: int, letter: str, stranger: int, times: int = 1) -> Filled:
    """Put ``subject`` into every personal table; in a role stands ``stranger``."""
    person = Filled(subject, letter)
    with entered(ERASURE, Viewer.job("fill")), acting(Act("fill", KEEPING)), transaction.atomic():
        for _ in range(times):
            for table in reversed(children_first(registry().personal())):
                if table.model is not Subject:
                    _fill_table(person, table, stranger)
    return person


def _fill_table(person: Filled, table: Table, stranger: int) -> None:
    before = len(person.planted)
    try:
        with transaction.atomic():
            row = table.model()
            for one in table.model._meta.local_concrete_fields:
                _set(person, table, row, one, stranger)
            if table.model in ledger.WITNESSES:
                ledger.seal([row])
            row.save(force_insert=True)
            person.made[table.name] = row
    except IntegrityError:  # one a person, and this is the second
        del person.planted[before:]


def _set(person: Filled, table: Table, row: Model, one: Field[Any, Any], stranger: int) -> None:
    if isinstance(one, SubjectKey) and one.role:
        setattr(row, one.attname, stranger)
    elif one.column == table.owner:
        setattr(row, one.attname, person.subject)
    elif one.is_relation:
        if one.related_model is not table.model:  # nobody answers themselves
            setattr(row, one.attname, _partner(person, one.related_model))
    elif isinstance(one, FileField):
        word = person.word(table, str(one.column))
        name = one.storage.save(f"{word}.txt", ContentFile(word.encode()))
        person.files.append((one.storage, name))
        setattr(row, one.attname, name)
    elif not one.primary_key and not (one.name in SEALED and table.model in ledger.WITNESSES):
        setattr(row, one.attname, _value(person, table, one))


def _partner(person: Filled, model: Any) -> Any:
    table = registry().of(model)
    if table.owner:
        return person.made[table.name].pk
    found = model._base_manager.order_by("pk").first()
    if found is not None:
        return found.pk
    row = model()
    for one in model._meta.local_concrete_fields:
        if not isinstance(one, AutoField) and one.related_model is not model:
            setattr(row, one.attname, _thing(person, one))
    row.save(force_insert=True)
    return row.pk


def _thing(person: Filled, one: Field[Any, Any]) -> Any:
    """A value about nobody."""
    kind, now = one.get_internal_type(), clock.now()
    if one.is_relation:
        return _partner(person, one.related_model)
    if one.choices:
        return next(iter(one.flatchoices))[0]
    if isinstance(one, FileField):
        return ""
    if kind in {"CharField", "TextField", "SlugField", "URLField"}:
        return "thing"[: one.max_length]
    known = {"DateTimeField": now, "DateField": now.date(), "BooleanField": False, "JSONField": []}
    return known.get(kind, 1)


def _value(person: Filled, table: Table, one: Field[Any, Any]) -> Any:
    kind, now = one.get_internal_type(), clock.now()
    if one.choices:
        return list(one.flatchoices)[-1][0]  # the first may be the one that says nothing
    if kind in TEXTS:
        if one.max_length is not None and one.max_length < len(f"{person.letter}q0000z"):
            return "x" * one.max_length
        return TEXTS[kind](person.word(table, str(one.column)))
    known = {"DateTimeField": now, "DateField": now.date(), "BooleanField": False}
    return known[kind] if kind in known else _number(table, one)


def _number(table: Table, one: Field[Any, Any]) -> int:
    """A number: a new one where no two rows may have the same, whosever they are."""
    rules = table.model._meta.constraints
    once = [set(rule.fields) for rule in rules if isinstance(rule, UniqueConstraint)]
    fields = table.model._meta.local_concrete_fields
    owners = {field.name for field in fields if field.column == table.owner}
    is_new = one.unique or any(one.name in some and not owners & some for some in once)
    return next(NUMBERS) if is_new else 7


TEXTS: dict[str, Callable[[str], object]] = {
    "CharField": str,
    "TextField": str,
    "EmailField": "{}@example.org".format,
    "JSONField": lambda word: [word],
    "BinaryField": str.encode,
}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, read past the gate; what lies sealed in it is opened."""
    return {name: list(_rows(name)) for name in sorted(registry().tables)}


def _rows(name: str) -> Iterator[tuple[Any, ...]]:
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
        names = [one[0] for one in cursor.description]
        for row in cursor.fetchall():
            yield tuple(held(name, *one) for one in zip(names, row, strict=True))


@cache
def _sealed(name: str) -> frozenset[str]:
    fields = registry().tables[name].model._meta.local_concrete_fields
    return frozenset(str(one.column) for one in fields if isinstance(one, SealedField))


def held(name: str, column: str, value: Any) -> Any:
    """What a cell holds: sealed twice, the same text is written differently."""
    return unseal(value) if value and column in _sealed(name) else value


def said(rows: dict[str, list[tuple[Any, ...]]]) -> str:
    """Everything as one text, to be searched."""
    return "\n".join(str(row) for some in rows.values() for row in some)
