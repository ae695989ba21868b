"""Each seeded leak is caught with the gate, and leaks without it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection, connections, transaction

from salerno.privacy import context, law, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import GateError
from salerno.privacy.models import Subject
from tests.gate.world import models, people, places
from tests.gate.world.models import Card, Circle, Letter, Person, Post
from tests.leaks.corpus import (
    CLOSED,
    PRIVATE,
    SECRET,
    VIEWER,
    Aim,
    around,
    doors,
    joins,
    later,
    reads,
    techniques,
    writes,
)

gate: Any = connection

assert around
assert doors
assert joins
assert later
assert reads
assert writes
CASES = [
    pytest.param(name, aim, id=f"{name}-{aim.kind}")
    for name, (_, aims) in sorted(techniques.items())
    for aim in aims
]


@pytest.fixture(scope="module")
def planted(world: None) -> Iterator[None]:
    """A viewer, somebody closed, somebody private, and two whom everybody sees."""
    people.clear()
    law_of_all = testing.made_policy(digest="leaks")
    save: dict[str, Any] = {"using": "plain"}
    with clock_at(people.NOW), law.under(law_of_all):
        Subject.objects.using("plain").bulk_create([Subject(pk=one) for one in range(1, 6)])
        Circle(pk=1, title="c", size=1).save(**save)
        Circle(pk=2, title=SECRET, size=1).save(**save)
        for one in range(1, 6):
            kept = {CLOSED: SECRET, 5: "AA"}.get(one, f"zz {one}")
            Person(
                pk=one, owner_id=one, circle_id=1, name=kept,
                mentor_id={4: PRIVATE, 5: CLOSED}.get(one), bio="bio", bio_audience=5,
                phone={PRIVATE: SECRET, 5: "AA"}.get(one, f"zz {one}"),
                secret={PRIVATE: SECRET, 5: "AA"}.get(one, f"zz {one}"),
                rank=1000 if one == CLOSED else one,
            ).save(**save)  # fmt: skip
            Post(pk=one, owner_id=one, author_id=one, circle_id=1, text=kept, text_audience=5).save(
                **save
            )
            Card(pk=one, person_id=one if one < 4 else None, place="x").save(**save)
            Letter(pk=one, owner_id=one, person_id=one, phone="1").save(**save)
            Card.liked.through(card_id=one, post_id=one).save(**save)
        places.past_these_keys()
        with connections["plain"].cursor() as cursor:
            for table in ("granted_world_consented", "closed_world_show", "closed_world_mail"):
                cursor.execute(f"INSERT INTO {table} VALUES ({CLOSED})")
        gate.gate_inputs.forget()
        yield


@contextmanager
def guard_off() -> Iterator[None]:
    """The same code through plain Django, on the same database."""
    with testing.databases({"default": connections.settings["plain"]}):
        yield


def found_by(name: str, aim: Aim) -> Any:
    """Run one technique as somebody signed in, in a transaction that is undone."""
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)
        stack.enter_context(entered(models.SHOW, Viewer.person(VIEWER)))
        stack.enter_context(acting(Act("leaks", models.POINT)))
        return techniques[name][0](aim)


@pytest.mark.parametrize(("name", "aim"), CASES)
def test_the_seed_leaks_without_the_gate(planted: None, name: str, aim: Aim) -> None:
    with guard_off():
        found = found_by(name, aim)
    assert SECRET in repr(found), found


@pytest.mark.parametrize(("name", "aim"), CASES)
def test_the_gate_catches_the_leak(planted: None, name: str, aim: Aim) -> None:
    try:
        found = found_by(name, aim)
    except (GateError, DatabaseError, CommandError, Person.DoesNotExist) as error:
        found = type(error).__name__
    del context.refusals[:]
    gate.gate_inputs.forget()
    assert SECRET not in repr(found), found


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 150
