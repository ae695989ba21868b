"""A random population of the world, its inputs, and the copy of what somebody may see."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, connections, transaction

from salerno.privacy import testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.gate import reference
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.gate.reference import Bond, Facts, Question, Seat
from salerno.privacy.law import Basis, ClauseLaw, Policy, Term, TermKind
from salerno.privacy.models import ClosedCell, Place, Subject, Tie
from salerno.privacy.registry import registry
from tests.gate.world import models
from tests.gate.world.models import Card, Circle, Gift, Letter, Note, Person, Post, Thing

gate: Any = connection

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
WORDS = ("", "red", "green", "blue", "a red door", "x", "100%", "it's")
SCOPES = ("", "course:1", "course:2")
PURPOSES = (models.SHOW, models.REPORT, models.CONSENTED, models.WATCH, models.MAIL)


@dataclass
class World:
    """What was made: who there is, and everything that decides."""

    subjects: list[int]
    facts: Facts
    rows: dict[str, list[dict[str, Any]]]


def a_law(random: Random) -> Policy:
    """A law with caps and terms by chance."""

    def term() -> Term:
        days = random.choice((0, 0, 30, 90))
        return Term(TermKind.DAYS, days) if days else Term(TermKind.ACCOUNT)

    clauses = {
        one.id: ClauseLaw(term(), reach_max=min(one.reach, Reach(random.choice((0, 2, 4, 5, 5)))))
        for one in models.ALL
    }
    bases = {models.CONSENTED.id: Basis.CONSENT}
    return testing.made_policy(clauses=clauses, bases=bases, digest=f"law-{random.random()}")


def clear() -> None:
    """Take everybody away."""
    with transaction.atomic(), gate.gate_open(), connection.cursor() as cursor:
        tables = [one._meta.db_table for one in reversed(models.MODELS)]
        tables += ["privacy_tie", "privacy_place", "privacy_closedcell"]
        for purpose in registry().purposes.values():
            tables += [closed_table(purpose), granted_table(purpose)]
        for table in [*tables, "privacy_subject"]:
            cursor.execute(f'DELETE FROM "{table}"')
    gate.gate_inputs.forget()


def populate(random: Random, size: int = 12) -> World:
    """Make people, what they wrote, who they know, and what they chose."""
    with clock_at(NOW), transaction.atomic(using="plain"):
        subjects = _many(Subject, [Subject(pk=n) for n in range(1, size + 1)])
        ids = [one.pk for one in subjects]
        circles = _many(Circle, [Circle(pk=n, title=f"c{n}", size=n % 3) for n in range(1, 4)])
        _people(random, ids, circles)
        _posts(random, size, circles)
        _cards(random, size)
        closed, granted, contested, bonds = _inputs(random, ids)
        seats = _seats(random, ids)
    gate.gate_inputs.forget()
    facts = Facts(a_law(random), NOW, closed, granted, contested, bonds, seats)
    return World(ids, facts, _dump())


def _many(model: Any, rows: list[Any]) -> list[Any]:
    return list(model._base_manager.using("plain").bulk_create(rows))


def _ago(random: Random) -> datetime:
    return NOW - timedelta(days=random.choice((0, 1, 20, 29, 31, 60, 89, 91, 200)), minutes=5)


def _people(random: Random, ids: list[int], circles: list[Any]) -> None:
    kept = [one for one in ids if random.random() < 0.9] or ids[:1]
    _many(Person, [
        Person(
            pk=one, owner_id=one, circle=random.choice((*circles, None)),
            mentor_id=random.choice((None, *kept[:index])),
            name=random.choice(WORDS), bio=random.choice(WORDS),
            bio_audience=random.randrange(6), phone=random.choice(WORDS),
            score=random.choice((None, 0, 1, 2, 3)), secret="hush", rank=random.randrange(4),
            at=_ago(random),
        )
        for index, one in enumerate(kept)
    ])  # fmt: skip


def _posts(random: Random, size: int, circles: list[Any]) -> None:
    people = list(Person._base_manager.using("plain"))
    made: list[int] = []
    posts = []
    for number in range(1, size * 2):
        author = random.choice(people)
        owner = author.owner_id if random.random() < 0.8 else random.choice(people).owner_id
        posts.append(Post(
            pk=number, owner_id=owner, author=author, circle=random.choice(circles),
            answer_to_id=random.choice((None, *made[-4:])), text=random.choice(WORDS),
            text_audience=random.randrange(6), mood=random.choice(WORDS),
            stars=random.randrange(3), at=_ago(random),
        ))  # fmt: skip
        made.append(number)
    _many(Post, posts)


def _cards(random: Random, size: int) -> None:
    people = list(Person._base_manager.using("plain"))
    free = [one.pk for one in people]
    random.shuffle(free)
    cards = [
        Card(
            pk=one.owner_id, person_id=free.pop() if random.random() < 0.7 else None,
            place=random.choice(WORDS), at=_ago(random), number=random.randrange(3),
        )
        for one in people
        if random.random() < 0.8
    ]  # fmt: skip
    _many(Card, cards)
    pairs = {(random.choice(cards).pk, random.randrange(1, size * 2)) for _ in range(size) if cards}
    through = Card.liked.through
    _many(through, [through(card_id=card, post_id=post) for card, post in sorted(pairs)])
    _many(Letter, [
        Letter(owner_id=one.owner_id, person=one, phone=random.choice(WORDS)) for one in people
    ])  # fmt: skip
    _many(Note, [
        Note(
            owner_id=one.owner_id, person=one, scope=random.choice(SCOPES), at=_ago(random),
            text=random.choice(WORDS), text_audience=random.randrange(6),
            mood=random.choice(WORDS), score=random.choice((None, 1, 2)),
        )
        for one in people
        for _ in range(2)
    ])  # fmt: skip
    for one in people[::3]:
        Gift(owner_id=one.owner_id, size=one.rank, place=random.choice(WORDS)).save(using="plain")
    _many(Thing, [Thing(size=9)])


def _inputs(random: Random, ids: list[int]) -> tuple[Any, Any, Any, Any]:
    few = random.choice((0.0, 0.2, 0.4))
    closed, granted = set(), set()
    with connections["plain"].cursor() as cursor:
        for purpose in PURPOSES:
            for one in ids:
                if random.random() < few:
                    closed.add((purpose.id, one))
                    cursor.execute(f"INSERT INTO {closed_table(purpose)} VALUES ({one})")
                if random.random() < 0.6:
                    granted.add((purpose.id, one))
                    cursor.execute(f"INSERT INTO {granted_table(purpose)} VALUES ({one})")
    share = random.choice((0.0, 0.05))
    contested = {
        (one, clause.id) for one in ids for clause in models.ALL if random.random() < share
    }
    _many(ClosedCell, [ClosedCell(owner_id=a, clause=b, reason="t") for a, b in sorted(contested)])
    bonds = _bonds(random, ids)
    return frozenset(closed), frozenset(granted), frozenset(contested), bonds


def _bonds(random: Random, ids: list[int]) -> tuple[Bond, ...]:
    kinds = (("connections", 1), ("cohort", 2), ("program", 3), ("seat", 9), ("case", 9))
    made: dict[Any, Bond] = {}
    for _ in range(random.choice((0, len(ids), len(ids) * 3))):
        kind, reach = random.choice(kinds)
        scope = random.choice(("7", "8")) if kind == "case" else ""
        since = NOW + timedelta(days=random.choice((-50, -10, 3)))
        until = random.choice((None, NOW + timedelta(days=1), NOW - timedelta(days=1)))
        bond = Bond(random.choice(ids), random.choice(ids), kind, reach, scope, since, until)
        made.setdefault((bond.owner, bond.viewer, kind, scope), bond)
    _many(Tie, [
        Tie(
            owner_id=one.owner, viewer_id=one.viewer, kind=one.kind, reach=one.reach,
            scope=one.scope, since=one.since, until=one.until,
        )
        for one in made.values()
    ])  # fmt: skip
    return tuple(made.values())


def _seats(random: Random, ids: list[int]) -> tuple[Seat, ...]:
    made: dict[Any, Seat] = {}
    for _ in range(random.choice((0, len(ids), len(ids) * 2))):
        since = NOW + timedelta(days=random.choice((-50, -10, 3)))
        until = random.choice((None, NOW + timedelta(days=1), NOW - timedelta(days=1)))
        relation, reach = random.choice((("", 3), ("", 2), ("seat", 3), ("seat", 9)))
        one = Seat(random.choice(ids), random.choice(SCOPES[1:]), relation, reach, since, until)
        made.setdefault((one.owner, one.scope, relation), one)
    _many(Place, [
        Place(
            owner_id=one.owner, scope=one.scope, relation=one.relation, reach=one.reach,
            since=one.since, until=one.until,
        )
        for one in made.values()
    ])  # fmt: skip
    return tuple(made.values())


def _dump() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for model in models.MODELS:
        fields: Any = model._meta.local_concrete_fields
        columns = [(one.column, one.attname) for one in fields]
        found[model._meta.db_table] = [
            {column: getattr(row, name) for column, name in columns}
            for row in model._base_manager.using("plain").order_by("pk")
        ]
    return found


def a_viewer(random: Random, world: World, purpose: Purpose) -> Viewer:
    """Somebody who looks."""
    kinds = ["person", "person", "visitor", "officer"] + (["job"] * 2 if purpose.machine else [])
    kind = random.choice(kinds)
    if kind == "person":
        return Viewer.person(random.choice(world.subjects))
    if kind == "officer":
        return Viewer.officer(random.choice(world.subjects), random.choice(("7", "8")))
    return Viewer.visitor() if kind == "visitor" else Viewer.job("test")


def question(world: World, model: Any, purpose: Purpose, viewer: Viewer) -> Question:
    """A question about a table of the world."""
    return Question(registry().of(model), purpose, viewer, world.facts)


def fill_copy(world: World, purpose: Purpose, viewer: Viewer) -> None:
    """Write into the copy what exists for the viewer: no hidden row, no hidden cell."""
    copy = connections["copy"]
    with transaction.atomic(using="copy"), copy.cursor() as cursor:
        for model in models.MODELS:
            table = registry().of(model)
            cursor.execute(f'DELETE FROM "{table.name}"')
            rows = world.rows[table.name]
            if table.owner:
                asked = question(world, model, purpose, viewer)
                rows = [_seen(asked, one) for one in rows if reference.row_exists(asked, one)]
            _insert(cursor, copy, model, rows)


def _seen(asked: Question, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if reference.cell_visible(asked, row, name) else None
        for name, value in row.items()
    }


def _insert(cursor: Any, copy: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    fields = model._meta.local_concrete_fields
    if not rows:
        return
    names = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    cursor.executemany(
        f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})',
        [[one.get_db_prep_save(row[one.column], copy) for one in fields] for row in rows],
    )
