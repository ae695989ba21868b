"""Declarations by chance: whatever tables say, compiled SQL and the reference decide alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from random import Random
from types import ModuleType
from typing import Any

import hypothesis.strategies as st
import pytest
from django.apps import apps
from django.db import connection, connections, models, transaction
from hypothesis import HealthCheck, given, settings

from salerno.privacy import clock, law, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import entered
from salerno.privacy.declare import Clause, Grade, Holds, Purpose, Reach
from salerno.privacy.fields import AudienceField, SubjectKey, SubjectPrimaryKey
from salerno.privacy.gate import reference
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.gate.reference import Facts, Question
from salerno.privacy.law import Basis, ClauseLaw, Term, TermKind
from salerno.privacy.models import ClosedCell, Subject
from salerno.privacy.registry import registry
from tests.gate.conftest import world
from tests.gate.test_reference import KERNEL, compare
from tests.gate.world import people
from tests.gate.world.models import CASE, CONSENTED, SEAT
from tests.gate.world.people import NOW, PURPOSES, SCOPES, WORDS, World

__all__ = ["world"]

gate: Any = connection
numbers = count()
SCHEMAS = max(60, int(os.environ.get("SALERNO_QUERIES", "0")) // 80)
pytestmark = pytest.mark.usefixtures("world")


@dataclass(frozen=True)
class Law:
    """One clause, as it is drawn."""

    reach: Reach
    purposes: tuple[Purpose, ...]
    relations: tuple[Any, ...]
    is_secret: bool
    days: int
    cap: Reach
    columns: int


@dataclass(frozen=True)
class Shape:
    """One table: the clauses laid on it (by place in the list), and which of them choose."""

    clauses: tuple[int, ...]
    chosen: frozenset[int]
    is_key: bool
    has_since: bool
    has_scope: bool


LAWS = st.builds(
    Law,
    reach=st.sampled_from(Reach),
    purposes=st.lists(st.sampled_from(PURPOSES), min_size=1, unique_by=id).map(tuple),
    relations=st.sampled_from(((), (SEAT,), (CASE,), (SEAT, CASE))),
    is_secret=st.booleans(),
    days=st.sampled_from((0, 0, 30, 90)),
    cap=st.sampled_from(Reach),
    columns=st.integers(1, 2),
)


@st.composite
def schemas(draw: st.DrawFn) -> tuple[tuple[Law, ...], tuple[Shape, ...]]:
    """One to four clauses, laid on one to three tables, each up to three of them."""
    laws = draw(st.lists(LAWS, min_size=1, max_size=4))
    places = st.integers(0, len(laws) - 1)
    some = st.lists(places, min_size=1, max_size=3, unique=True).map(tuple)
    shapes = st.builds(
        Shape, some, st.frozensets(places), st.booleans(), st.booleans(), st.booleans()
    )
    return tuple(laws), tuple(draw(st.lists(shapes, min_size=1, max_size=3)))


def clause(label: str, place: int, one: Law) -> Clause:
    """What is secret takes no audience."""
    return Clause(
        f"{label}.c{place}", f"Clause {place}", "user.content", Grade.INDIRECT, one.purposes,
        reach=Reach.ME if one.is_secret else one.reach, relations=one.relations,
        secret=one.is_secret,
    )  # fmt: skip


def model(label: str, name: str, shape: Shape, clauses: list[Clause], laws: Any) -> Any:
    """The class of a table, as if somebody had written it."""
    body: dict[str, Any] = {
        "__module__": __name__,
        "owner": SubjectPrimaryKey() if shape.is_key else SubjectKey(),
        "number": models.IntegerField(default=0),
        "at": models.DateTimeField(default=clock.now),
        "scope": models.CharField(max_length=40, blank=True),
        "Meta": type("Meta", (), {"app_label": label}),
        "objects": models.Manager(),
    }
    laid = []
    for place in shape.clauses:
        columns = [f"c{place}_{n}" for n in range(laws[place].columns)]
        for n, column in enumerate(columns):
            text: Any = models.CharField(max_length=40, blank=True)
            body[column] = models.IntegerField(null=True) if n else text
        chosen = f"c{place}_audience" if place in shape.chosen else None
        if chosen:
            body[chosen] = AudienceField()
        laid.append(clauses[place].on(*columns, audience=chosen))
    if not shape.has_scope:
        del body["scope"]
    body["holds"] = Holds(
        *laid, plain=("number", "at"), since="at" if shape.has_since else None,
        scope="scope" if shape.has_scope else None,
    )  # fmt: skip
    return type(name, (models.Model,), body)


@contextmanager
def tables(laws: Any, shapes: Any) -> Iterator[tuple[list[Any], list[Clause]]]:
    """Let the drawn tables be part of the house inside the block."""
    label = f"drawn{next(numbers)}"
    clauses = [clause(label, place, one) for place, one in enumerate(laws)]
    made = [model(label, f"T{n}", one, clauses, laws) for n, one in enumerate(shapes)]
    module = ModuleType(label)
    vars(module).update(register=lambda: None, __file__=__file__)
    try:
        with testing.installed(module, label):
            with connection.schema_editor() as editor:
                for one in made:
                    editor.create_model(one)
            lay_locks(connection)
            yield made, clauses
            with connection.schema_editor() as editor:
                for one in made:
                    editor.delete_model(one)
    finally:
        del apps.all_models[label]
        apps.clear_cache()


def populate(random: Random, made: list[Any], clauses: list[Clause], laws: Any) -> World:
    """Ten people, up to two rows each, and everything that decides."""
    with clock_at(NOW), transaction.atomic(using="plain"):
        plain = Subject._base_manager.using("plain")
        ids = [one.pk for one in plain.bulk_create([Subject(pk=n) for n in range(1, 11)])]
        for one in made:
            _rows(random, one, ids)
        closed, granted, _none, bonds = people._inputs(random, ids)
        share = random.choice((0.0, 0.2))
        contested = {(a, b.id) for a in ids for b in clauses if random.random() < share}
        ClosedCell._base_manager.using("plain").all().delete()
        ClosedCell._base_manager.using("plain").bulk_create(
            [ClosedCell(owner_id=a, clause=b, reason="t") for a, b in sorted(contested)]
        )
        seats = people._seats(random, ids)
    gate.gate_inputs.forget()
    ruled = {
        drawn.id: ClauseLaw(
            Term(TermKind.DAYS, one.days) if one.days else Term(TermKind.ACCOUNT),
            reach_max=one.cap,
        )
        for drawn, one in zip(clauses, laws, strict=True)
    }
    policy = testing.made_policy(
        clauses=ruled, bases={CONSENTED.id: Basis.CONSENT}, digest=f"drawn-{next(numbers)}"
    )
    facts = Facts(policy, NOW, closed, granted, frozenset(contested), bonds, seats)
    return World(ids, facts, {one._meta.db_table: _dump(one) for one in made})


def _rows(random: Random, one: Any, ids: list[int]) -> None:
    names = {field.attname for field in one._meta.local_concrete_fields}
    rows = []
    for owner in ids:
        for _ in range(1 if one._meta.pk.attname == "owner_id" else 2):
            row = one(owner_id=owner, at=people._ago(random), number=random.randrange(3))
            for name in names - {"id", "owner_id", "at", "number"}:
                setattr(row, name, _value(random, name))
            rows.append(row)
    one._base_manager.using("plain").bulk_create(rows)


def _value(random: Random, name: str) -> Any:
    if name == "scope":
        return random.choice(SCOPES)
    if name.endswith("_audience"):
        return random.randrange(6)
    return random.choice((None, 0, 1, 2)) if name.endswith("_1") else random.choice(WORDS)


def _dump(one: Any) -> list[dict[str, Any]]:
    columns = [(field.column, field.attname) for field in one._meta.local_concrete_fields]
    rows = one._base_manager.using("plain").order_by("pk")
    return [{column: getattr(row, name) for column, name in columns} for row in rows]


@settings(
    max_examples=SCHEMAS,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawn=schemas(), seed=st.integers(0, 10**9))
def test_whatever_is_declared_the_statement_is_that_of_the_reference(drawn: Any, seed: int) -> None:
    laws, shapes = drawn
    random = Random(seed)
    with tables(laws, shapes) as (made, clauses):
        try:
            held = populate(random, made, clauses, laws)
            with law.under(held.facts.policy), clock_at(NOW):
                for _ in range(6):
                    look(random, held, made)
        finally:
            with transaction.atomic(), gate.gate_open(), connection.cursor() as cursor:
                for one in made:
                    cursor.execute(f'DELETE FROM "{one._meta.db_table}"')
            people.clear()


def look(random: Random, held: World, made: list[Any]) -> None:
    """One viewer under one purpose, at every table: rows, cells, writes, counts, conditions."""
    purpose = random.choice((*PURPOSES, *PURPOSES, *KERNEL))
    viewer = people.a_viewer(random, held, purpose)
    with entered(purpose, viewer):
        for one in made:
            asked = Question(registry().of(one), purpose, viewer, held.facts)
            compare(held, one, asked)
            if reference.serves_table(asked):
                compare_conditions(random, held, one, asked)


def compare_conditions(random: Random, held: World, one: Any, asked: Question) -> None:
    """Counting, and looking for a value: a hidden cell matches nothing, and says so to nobody."""
    rows = [row for row in held.rows[asked.table.name] if reference.row_exists(asked, row)]
    assert one.objects.count() == len(rows), asked
    columns = [name for name in asked.table.columns if name.startswith("c")]
    for name in columns:
        if not reference.may_read(asked, name):
            continue
        value = _value(random, name)
        if value is not None:
            seen = [row for row in rows if reference.cell_visible(asked, row, name)]
            found = one.objects.filter(**{name: value}).count()
            assert found == sum(row[name] == value for row in seen), (asked, name)


def test_what_is_drawn_is_declared_without_a_problem() -> None:
    laws = (Law(Reach.PUBLIC, PURPOSES[:1], (SEAT,), False, 30, Reach.PUBLIC, 2),)
    shapes = (Shape((0,), frozenset({0}), True, True, True),)
    with tables(laws, shapes) as (made, _clauses):
        label = made[0]._meta.label
        assert [one for one in registry().problems if label in one] == []
        assert registry().of(made[0]).scope == "scope"
    assert connections["plain"].introspection.table_names().count(made[0]._meta.db_table) == 0
