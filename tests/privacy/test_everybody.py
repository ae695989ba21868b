"""A new version of the policy finds people there: its law is applied to all of them at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from salerno.policy import store
from salerno.policy.purposes import ANALYTICS, DIRECTORY, PERSONALISE
from salerno.policy.values import Pack
from salerno.privacy import choices, law, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.everybody import apply_law_to_everybody, ask_again
from salerno.privacy.gate.inputs import closed_table
from salerno.privacy.law import Basis, Policy
from salerno.privacy.models import Choice, Closure, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from tests.packs import PACKS

pytestmark = pytest.mark.django_db
gate: Any = connection
CHANGED = (ANALYTICS, PERSONALISE, DIRECTORY)
BASES = (Basis.NONE, Basis.CONSENT, Basis.NOTICE, Basis.CONTRACT, Basis.LEGITIMATE_INTEREST)
LAYERS = ("", "eu", "california", "minor", "ferpa")


@pytest.fixture(params=PACKS, autouse=True)
def whole(request: pytest.FixtureRequest) -> Iterator[Pack]:
    """The working text of each pack, in force, and the kernel's own hands."""
    with (
        store.under(store.working(str(request.param))) as one,
        entered(RECORD, Viewer.job("test")),
        acting(Act("test", KEEPING)),
    ):
        yield one


def ruled(policy: Policy, bases: Mapping[Purpose, Mapping[str, Basis]], digest: str) -> Policy:
    """``policy`` with other grounds for some purposes."""
    changed = {
        one.id: replace(policy.purposes[one.id], bases=dict(said)) for one, said in bases.items()
    }
    return replace(policy, purposes={**policy.purposes, **changed}, digest=digest)


def everybody() -> list[int]:
    """One person for each combination of what the law asks about them."""
    made = []
    for layer, is_minor, is_student in product(Subject.Layer, (False, True), (False, True)):
        row = Subject.objects.create(layer=layer, is_minor=is_minor, is_student=is_student)
        subjects.apply_law(row.pk)
        made.append(int(row.pk))
    return made


def answered(subject: int, purpose: Purpose, state: str) -> None:
    """A choice on record, whatever the law of today would say of it."""
    words = choices.Words("choice", f"May we {purpose.id}?")
    question = choices.Question(purpose.id, law.ChoiceForm.OPT_IN, words.numbered(), (purpose,))
    choices._append(subject, question, state, None, "page")
    if state == Choice.State.WITHDRAWN:
        subjects.close(subject, purpose, "withdrawn")


def closed() -> tuple[set[tuple[Any, ...]], dict[str, set[int]]]:
    """Who is closed and why, and the gate's own copy of it."""
    why = set(Closure.objects.values_list("owner_id", "purpose", "reason"))
    copies: dict[str, set[int]] = {}
    with gate.gate_open(), gate.cursor() as cursor:
        for one in registry().purposes.values():
            cursor.execute(f"SELECT subject FROM {closed_table(one)}")
            copies[one.id] = {row[0] for row in cursor.fetchall()}
    return why, copies


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_is_the_same_as_each_for_themselves(whole: Pack, seed: int) -> None:
    chance = random.Random(seed)

    def some_law(digest: str) -> Policy:
        bases = {one: {layer: chance.choice(BASES) for layer in LAYERS} for one in CHANGED}
        return ruled(whole.policy, bases, digest)

    before, after = some_law(f"before {seed}"), some_law(f"after {seed}")
    with law.under(before):
        people = everybody()
        for who, purpose in product(people, CHANGED):
            said = chance.choice(("", "", Choice.State.GIVEN, Choice.State.WITHDRAWN))
            if said:
                answered(who, purpose, said)
        gone = people.pop()
        Subject.objects.filter(pk=gone).update(state=Subject.State.ERASED)
    was = closed()
    with law.under(after):
        with transaction.atomic():
            for who in people:
                subjects.apply_law(who)
            one_by_one = closed()
            transaction.set_rollback(True)
        gate.gate_inputs.forget()
        assert closed() == was
        apply_law_to_everybody()
        assert closed() == one_by_one
        assert one_by_one != was
        apply_law_to_everybody()
        assert closed() == one_by_one


def test_it_takes_as_many_statements_for_many_as_for_one() -> None:
    subjects.new_subject()
    few = statements()
    everybody()
    assert statements() == few > 0


def statements() -> int:
    """How many it takes just now."""
    with CaptureQueriesContext(gate) as asked:
        apply_law_to_everybody()
    return len(asked)


@pytest.mark.clause("N-102", "refused")
def test_a_use_that_came_later_meets_nobody_whose_law_gives_it_no_ground(whole: Pack) -> None:
    basis = {"": Basis.NOTICE, "eu": Basis.CONSENT, "minor": Basis.NONE}
    unknown_before = {"": Basis.NOTICE}
    with law.under(ruled(whole.policy, {PERSONALISE: unknown_before}, "before it")):
        old = {layer: subjects.new_subject(layer=layer) for layer in ("none", "eu", "unknown")}
        young = subjects.new_subject(layer="none")
        Subject.objects.filter(pk=young).update(is_minor=True)
        for one in (*old.values(), young):
            assert subjects.is_open(one, PERSONALISE)
    with law.under(ruled(whole.policy, {PERSONALISE: basis}, "with it")):
        apply_law_to_everybody()
        assert subjects.met([*old.values(), young], PERSONALISE) == {old["none"]}
    with law.under(ruled(whole.policy, {PERSONALISE: unknown_before}, "without it again")):
        apply_law_to_everybody()
        assert subjects.met([*old.values(), young], PERSONALISE) == {*old.values(), young}


@pytest.mark.clause("N-102", "works")
def test_what_grew_is_off_for_those_who_said_yes_until_they_say_it_again(whole: Pack) -> None:
    basis = {"": Basis.NOTICE, "eu": Basis.CONSENT}
    with law.under(ruled(whole.policy, {PERSONALISE: basis}, "what grew")):
        yes, never = subjects.new_subject(layer="eu"), subjects.new_subject(layer="none")
        choices.choose(yes, choices.ask(PERSONALISE), Choice.State.GIVEN)
        assert subjects.met([yes, never], PERSONALISE) == {yes, never}
        assert ask_again(PERSONALISE) == 1
        assert subjects.met([yes, never], PERSONALISE) == {never}
        subjects.apply_law(yes)  # as after a move
        apply_law_to_everybody()
        assert subjects.met([yes, never], PERSONALISE) == {never}
        choices.choose(yes, choices.ask(PERSONALISE), Choice.State.GIVEN)
        assert subjects.met([yes, never], PERSONALISE) == {yes, never}
