"""Tables, terms and holds by chance: after a sweep is stored what the reference says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from types import ModuleType
from typing import Any

import hypothesis.strategies as st
from django.apps import apps
from django.db import connection, models, transaction
from hypothesis import HealthCheck, Phase, given, settings

from salerno.policy.purposes import ACCOUNT, LEGAL
from salerno.privacy import clock, law, retention, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import DELETE, REATTRIBUTE, Clause, Erasure, Grade, Holds, keep
from salerno.privacy.fields import SubjectKey, SubjectPrimaryKey
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.law import ClauseLaw, Term, TermKind
from salerno.privacy.models import Hold, Subject, SweepReport
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry
from salerno.privacy.retention.reference import NOBODY, Facts, Person, swept
from tests.privacy.conftest import House

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
EXAMPLES = max(15, int(os.environ.get("SALERNO_QUERIES", "0")) // 80)
numbers = count()

TERMS = st.one_of(
    st.sampled_from((30, 90)).map(lambda days: Term(TermKind.DAYS, days)),
    st.sampled_from((0, 30)).map(lambda days: Term(TermKind.ACCOUNT, days)),
    st.just(Term(TermKind.CLEARED)),
    st.just(Term(TermKind.INDEFINITE, reason="a duty")),
)


@dataclass(frozen=True)
class Drawn:
    """One clause."""

    term: Term
    erasure: Erasure
    is_secret: bool


@dataclass(frozen=True)
class Shape:
    """One table: its clauses by number, whether its key is its owner, and whom it points to.

    ``key``: 0 none, 1 one that may be empty, 2 one that may not, to the table before it.
    """

    clauses: tuple[int, ...]
    is_key: bool
    key: int


@st.composite
def houses(draw: st.DrawFn) -> tuple[list[Drawn], list[Shape]]:
    """One to four clauses, and one to three tables of up to three of them."""
    kinds = st.sampled_from((DELETE, DELETE, REATTRIBUTE, keep("a duty")))
    clauses = draw(st.lists(st.builds(Drawn, TERMS, kinds, st.booleans()), min_size=1, max_size=4))
    some = st.lists(st.integers(0, len(clauses) - 1), min_size=1, max_size=3, unique=True)
    shapes = st.builds(Shape, some.map(tuple), st.booleans(), st.integers(0, 2))
    drawn = draw(st.lists(shapes, min_size=1, max_size=3))
    return clauses, [
        replace(one, key=min(one.key, 1)) if n and drawn[n - 1].is_key else one
        for n, one in enumerate(drawn)
    ]


def model(label: str, n: int, shape: Shape, clauses: list[Clause], before: Any) -> Any:
    """The class of a table."""
    body: dict[str, Any] = {
        "__module__": __name__,
        "owner": SubjectPrimaryKey() if shape.is_key else SubjectKey(),
        "at": models.DateTimeField(default=clock.now),
        "Meta": type("Meta", (), {"app_label": label}),
    }
    plain = ["at"]
    if shape.key and before is not None:
        body["up"] = models.ForeignKey(
            before, models.DO_NOTHING, null=shape.key == 1, related_name="+"
        )
        plain.append("up")
    laid = []
    for place in shape.clauses:
        body[f"c{place}"] = models.CharField(max_length=40)
        body[f"n{place}"] = models.IntegerField(null=True)
        laid.append(clauses[place].on(f"c{place}", f"n{place}"))
    body["holds"] = Holds(*laid, plain=tuple(plain), since="at")
    return type(f"T{n}", (models.Model,), body)


@contextmanager
def tables(drawn: list[Drawn], shapes: list[Shape]) -> Iterator[tuple[list[Any], list[Clause]]]:
    """Let the drawn tables be part of the house inside the block."""
    label = f"swept{next(numbers)}"
    clauses = [
        Clause(
            f"{label}.c{n}", f"Clause {n}", "user.content", Grade.INDIRECT, (ACCOUNT,),
            erasure=one.erasure, secret=one.is_secret,
        )
        for n, one in enumerate(drawn)
    ]  # fmt: skip
    made: list[Any] = []
    for n, one in enumerate(shapes):
        made.append(model(label, n, one, clauses, made[-1] if made else None))
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
                for one in reversed(made):
                    editor.delete_model(one)
    finally:
        del apps.all_models[label]
        apps.clear_cache()


def people(random: Random, clauses: list[Clause]) -> dict[int, Person]:
    """Eight people: some gone, some pseudonyms, some of whom something is held."""
    found = {}
    names = [one.id for one in clauses if not one.secret]
    for _ in range(8):
        ended_at = random.choice((None, NOW - timedelta(days=random.choice((0, 5, 30, 100)))))
        is_pseudonym = ended_at is not None and random.random() < 0.3
        state = Subject.State.PSEUDONYM if is_pseudonym else Subject.State.ACTIVE
        made = Subject.objects.create(state=state, ended_at=ended_at)
        held, everything = frozenset[str](), False
        if random.random() < 0.4:
            everything = not names or random.random() < 0.3
            held = frozenset() if everything else frozenset(random.sample(names, 1))
            Hold.objects.create(
                owner=made, placed_by=made, clause_ids=sorted(held), ground="law", reason="x",
                review_date=NOW.date() + timedelta(days=9),
            )  # fmt: skip
        lifted = NOW if random.random() < 0.3 else None
        if lifted:
            Hold.objects.create(
                owner=made, placed_by=made, ground="law", reason="x", lifted_at=lifted,
                review_date=NOW.date(),
            )  # fmt: skip
        found[made.pk] = Person(ended_at, is_pseudonym, held, everything)
    return found


def populate(random: Random, made: list[Any], shapes: list[Shape], who: list[int]) -> None:
    """Up to three rows of each person in each table, with terms that end about now."""
    for n, (one, shape) in enumerate(zip(made, shapes, strict=True)):
        parents = list(made[n - 1]._base_manager.values_list("pk", flat=True)) if n else []
        for owner in who:
            for _ in range(1 if shape.is_key else random.randrange(3)):
                values: dict[str, Any] = {"owner_id": owner}
                values["at"] = NOW - timedelta(days=random.choice((1, 29, 30, 31, 90, 200)))
                if shape.key and n:
                    if shape.key == 2 and not parents:
                        continue
                    empty = shape.key == 1 and random.random() < 0.3
                    values["up_id"] = None if empty or not parents else random.choice(parents)
                for place in shape.clauses:
                    values[f"c{place}"] = random.choice(("", "red", "blue"))
                    values[f"n{place}"] = random.choice((None, 0, 7))
                one._base_manager.create(**values)


def dump(made: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """Every row that is stored, with its key as "id"."""
    return {
        one._meta.db_table: [
            {"id": row.pk, **{f.column: getattr(row, f.attname) for f in one._meta.concrete_fields}}
            for row in one._base_manager.order_by("pk")
        ]
        for one in made
    }


def facts(made: list[Any], shapes: list[Shape], policy: Any, who: dict[int, Person]) -> Facts:
    blank: dict[tuple[str, str], Any] = {}
    keys: dict[str, list[tuple[str, str, bool]]] = {}
    for n, (one, shape) in enumerate(zip(made, shapes, strict=True)):
        name = one._meta.db_table
        for place in shape.clauses:
            blank[name, f"c{place}"], blank[name, f"n{place}"] = "", None
        keys[name] = []
        if shape.key and n:
            keys[name].append(("up_id", made[n - 1]._meta.db_table, shape.key == 1))
    own_key = {m._meta.db_table for m, s in zip(made, shapes, strict=True) if s.is_key}
    return Facts(policy, NOW, who, blank, keys, frozenset(own_key))


def nameless(rows: dict[str, list[dict[str, Any]]], known: Facts) -> dict[str, list[str]]:
    """One text a row, in which every pseudonym is nobody."""
    found: dict[str, list[str]] = {}
    for name, some in rows.items():
        for row in some:
            person = known.people.get(row["owner_id"])
            is_nobodys = person is None or person.is_pseudonym
            names = ("owner_id", "id") if name in known.own_key else ("owner_id",)
            changed = dict.fromkeys(names, NOBODY) if is_nobodys else {}
            found.setdefault(name, []).append(str(sorted((row | changed).items())))
    return {name: sorted(some) for name, some in found.items()}


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(drawn=houses(), seed=st.integers(0, 10**9))
def test_after_a_sweep_is_stored_what_the_reference_says(
    lasting_house: House, drawn: Any, seed: int
) -> None:
    random = Random(seed)
    laws, shapes = drawn
    with tables(laws, shapes) as (made, clauses):
        ruled = {one.id: ClauseLaw(law_of.term) for one, law_of in zip(clauses, laws, strict=True)}
        policy = testing.made_policy(clauses=ruled, digest=f"swept-{next(numbers)}")
        try:
            compare(random, made, shapes, clauses, policy)
        finally:
            wipe(made)


def compare(
    random: Random, made: list[Any], shapes: list[Shape], clauses: Any, policy: Any
) -> None:
    with law.under(policy), clock_at(NOW):
        with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
            who = people(random, clauses)
            populate(random, made, shapes, list(who))
            before = dump(made)
        order = [registry().of(one) for one in reversed(made)]
        known = facts(made, shapes, policy, who)
        expected = swept(order, before, known)
        retention.sweep(confirmed=True)
        with entered(ERASURE, Viewer.job("test")):
            stored = dump(made)
        assert nameless(stored, known) == nameless(expected, known)
        drawn = {one._meta.db_table for one in made}
        found = [one for one in retention.prove().lines if one.table in drawn]
        assert found == []
        again = [one for one in retention.sweep().lines if one.table in drawn]
        assert again == [], "a second sweep finds nothing"


def wipe(made: list[Any]) -> None:
    gate: Any = connection
    with transaction.atomic(), gate.gate_open(), connection.cursor() as cursor:
        for one in reversed(made):
            cursor.execute(f'DELETE FROM "{one._meta.db_table}"')
        for name in (Hold._meta.db_table, SweepReport._meta.db_table):
            cursor.execute(f'DELETE FROM "{name}"')


def test_legal_claims_meet_what_is_restricted() -> None:
    assert LEGAL.meets_restricted
    assert not LEGAL.heeds_restriction
