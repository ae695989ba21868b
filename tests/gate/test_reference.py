"""The compiled SQL and the reference decide alike: rows, cells and writes."""

from random import Random
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import connection
from django.db.models.sql import DeleteQuery
from hypothesis import HealthCheck, given, settings

from salerno.privacy import law
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Act, acting, entered
from salerno.privacy.gate import reference
from salerno.privacy.purposes import AUTHENTICATE, ERASURE, INTEGRITY, RIGHTS, STRUCTURE
from salerno.privacy.registry import registry
from tests.gate.world import models, people
from tests.gate.world.people import NOW, PURPOSES

gate: Any = connection

pytestmark = pytest.mark.usefixtures("world")
KERNEL = (INTEGRITY, RIGHTS, ERASURE, STRUCTURE, AUTHENTICATE)
PERSONAL = (models.Person, models.Post, models.Card, models.Card.liked.through, models.Letter,
            models.Note)  # fmt: skip
slow = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, suppress_health_check=slow, derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_rows_cells_and_writes_are_those_of_the_reference(seed: int) -> None:
    random = Random(seed)
    people.clear()
    world = people.populate(random)
    with law.under(world.facts.policy), clock_at(NOW):
        for _ in range(6):
            purpose = random.choice((*PURPOSES, *PURPOSES, *KERNEL))
            viewer = people.a_viewer(random, world, purpose)
            with entered(purpose, viewer):
                for model in PERSONAL:
                    compare(world, model, people.question(world, model, purpose, viewer))


def compare(world: Any, model: Any, asked: reference.Question) -> None:
    """One table: what is read, column by column, and what a write would reach."""
    if not reference.serves_table(asked):
        return
    rows = world.rows[asked.table.name]
    fields = {one.column: one.attname for one in model._meta.local_concrete_fields}
    names = [one for one in fields if reference.may_read(asked, one)]
    key = model._meta.pk.column
    expected = {
        row[key]: {
            one: row[one] if reference.cell_visible(asked, row, one) else None for one in names
        }
        for row in rows
        if reference.row_exists(asked, row)
    }
    found = {
        row[0]: dict(zip(names, row[1:], strict=True))
        for row in model.objects.values_list("pk", *[fields[one] for one in names])
    }
    assert found == expected, asked
    with acting(Act("test", None)):
        writable = _reached(model)
    assert writable == {row[key] for row in rows if reference.may_change(asked, row)}, asked


def _reached(model: Any) -> set[Any]:
    """The keys of the rows that a DELETE would take away, by its own WHERE."""
    query = model.objects.all().query.chain(klass=_delete())
    sql, params = query.get_compiler(connection=connection).as_sql()
    head, where, rest = sql.partition(" WHERE ")
    key = model._meta.pk.column
    text = head.replace("DELETE", f'SELECT "{key}"') + where + rest
    with gate.gate_open(), connection.cursor() as cursor:
        cursor.execute(text, params)
        return {row[0] for row in cursor.fetchall()}


def _delete() -> Any:
    return DeleteQuery


def test_the_registry_finds_nothing_wrong_with_the_world() -> None:
    labels = {one._meta.label for one in models.MODELS}
    found = [one for one in registry().problems if any(label in one for label in labels)]
    assert found == []
