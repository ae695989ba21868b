"""Whatever is restricted, decided and lifted, in whatever order: the gate does as a small model."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salerno.adapters.file_drop import drop_folder
from salerno.policy.purposes import CORRESPONDENCE, MARKETING_MAIL, SURVEYS
from salerno.privacy import clock, law, restriction, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry
from salerno.privacy.restriction import Ground, Outcome
from salerno.services.accounts.models import Profile
from tests import people
from tests.ground import pack
from tests.people import Person
from tests.privacy import restricting as hands

__all__ = ["pack"]

CLAUSES = ("accounts.name", "accounts.specialty", "accounts.biography")
COLUMNS = {"accounts.name": "name", "accounts.specialty": "specialty",
           "accounts.biography": "biography"}  # fmt: skip
OBJECTED = (SURVEYS, MARKETING_MAIL)
# What goes out holds every value, under clauses that are not theirs: it must be found in there.
PARCEL = Payload("test.parcel", {"text": registry().clauses["accounts.email"]})


@dataclass
class Live:
    """What the model remembers of one record."""

    person: int
    clauses: tuple[str, ...]
    purposes: tuple[str, ...]
    is_marketing: bool = False
    outcome: str = ""
    told_at: Any = None


@dataclass
class Model:
    """The reference: a dictionary of what stands, and nothing else."""

    live: dict[int, Live] = field(default_factory=dict)

    def closed_cells(self, person: int) -> set[str]:
        """The clauses that something standing names."""
        return {name for one in self.live.values() if one.person == person for name in one.clauses}

    def closed_purposes(self, person: int) -> set[str]:
        """The purposes that something standing names."""
        return {name for one in self.live.values() if one.person == person for name in one.purposes}


@dataclass
class World:
    """Some people, an officer, and the model beside them."""

    people: list[Person]
    olga: Viewer
    model: Model = field(default_factory=Model)
    waiting: dict[int, set[str]] = field(default_factory=dict)


@pytest.fixture
def ruled(pack: str) -> Any:
    """A pack whose offers and surveys rest on an interest, and an office that may have mail."""
    held = law.in_force()
    purposes = dict(held.purposes)
    for one in OBJECTED:
        found = purposes[one.id]
        bases = dict.fromkeys(found.bases, Basis.LEGITIMATE_INTEREST)
        purposes[one.id] = replace(found, bases=bases)
    recipients = {**held.recipients, "office": hands.OFFICE}
    digest = f"property-{pack}"
    with law.under(replace(held, purposes=purposes, recipients=recipients, digest=digest)):
        yield


def begin(random: Random, world: World) -> None:
    who = random.choice(world.people)
    if random.random() < 0.5:
        clauses = tuple(random.sample(CLAUSES, random.choice((1, 2))))
        ground = random.choice((Ground.ACCURACY, Ground.CLAIMS))
        made = hands.restrict(who, *clauses, ground=ground)
        world.model.live[made.number] = Live(who.subject, clauses, ())
        return
    purpose = random.choice(OBJECTED)
    made = hands.object_to(who, purpose)
    world.model.live[made.number] = Live(
        who.subject, (), (purpose.id,), purpose.is_marketing,
        Outcome.UPHELD if purpose.is_marketing else "",
    )  # fmt: skip


def decide(random: Random, world: World) -> None:
    number = any_number(random, world)
    one = world.model.live[number]
    outcome = random.choice(
        (Outcome.UPHELD, Outcome.OVERRIDDEN, Outcome.ACCURATE, Outcome.REVIEWED)
    )
    hands.decide(world.olga, number, outcome)
    assert not one.is_marketing
    assert one.outcome == ""
    one.outcome = outcome


def tell(random: Random, world: World) -> None:
    number = any_number(random, world)
    hands.tell(world.olga, number)
    one = world.model.live[number]
    assert one.outcome not in ("", Outcome.UPHELD)
    assert one.told_at is None
    one.told_at = clock.now()


def lift(random: Random, world: World) -> None:
    number = any_number(random, world)
    hands.lift(world.olga, number)
    one = world.model.live.pop(number)
    assert one.told_at is not None
    assert clock.now() - one.told_at >= timedelta(days=14)


def take_back(random: Random, world: World) -> None:
    number = any_number(random, world)
    owner = next(one for one in world.people if one.subject == world.model.live[number].person)
    hands.take_back(owner, number)
    del world.model.live[number]


def any_number(random: Random, world: World) -> int:
    if not world.model.live:
        raise Refused("nothing stands")
    return random.choice(sorted(world.model.live))


STEPS = (begin, begin, begin, decide, decide, tell, tell, lift, lift, take_back)


@settings(max_examples=12, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 10**9))
@pytest.mark.usefixtures("ruled")
def test_the_gate_and_the_outbox_do_as_the_model_says(seed: int) -> None:
    random = Random(seed)
    world = a_world(seed)
    start = clock.now()
    for turn in range(10):
        with clock.clock_at(start + timedelta(days=turn * random.choice((1, 8)))):
            queued(world)
            with suppress(Refused):
                random.choice(STEPS)(random, world)
            compare(world)
            delivered_nothing_of_it(world)


def a_world(seed: int) -> World:
    made = []
    for number in range(2):
        who = people.person(f"p{number}.{seed}@example.org", f"Person {number} of {seed}")
        with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
            Profile._base_manager.filter(owner_id=who.subject).update(
                specialty=f"spec {number} of {seed}"[:20],
                biography=f"Biography {number} of {seed}",
            )
        made.append(who)
    officer = people.person(f"olga.{seed}@example.net", "Olga Officer")
    return World(made, Viewer.officer(officer.subject, "case:1"))


def compare(world: World) -> None:
    """Cells, closures, and what every machine's use of the profile reads."""
    for who in world.people:
        closed = world.model.closed_cells(who.subject)
        assert hands.cells(who) == closed
        ended = world.model.closed_purposes(who.subject)
        with hands.mine(who):
            assert {one.id for one in OBJECTED if not subjects.is_open(who.subject, one)} == ended
            assert {one.number for one in restriction.limits(who.subject) if one.stands} == {
                number for number, one in world.model.live.items() if one.person == who.subject
            }
        for name, column in COLUMNS.items():
            for purpose in registry().clauses[name].purposes:
                if purpose.heeds_restriction and subjects_open(who, purpose):
                    read = [one for one in hands.name_under(who, purpose, column) if one]
                    assert not (read and name in closed), (purpose, name)


def subjects_open(who: Person, purpose: Any) -> bool:
    with hands.mine(who):
        return subjects.is_open(who.subject, purpose)


def values(who: Person) -> dict[str, str]:
    """What is stored, read by its own person."""
    with hands.mine(who):
        (row,) = Profile._base_manager.filter(owner_id=who.subject).values(*COLUMNS.values())
    return {name: row[column] for name, column in COLUMNS.items()}


def queued(world: World) -> None:
    """Work that waits: for each person one parcel a value, all read before the next step."""
    for who in world.people:
        closed = world.model.closed_cells(who.subject)
        world.waiting[who.subject] = set(COLUMNS) - closed
        for name, value in values(who).items():
            if name not in closed:
                with entered(CORRESPONDENCE, Viewer.job("test")):
                    disclose(
                        PARCEL, "office", {who.subject: {"text": f"About {value}."}}, ground="a"
                    )


def delivered_nothing_of_it(world: World) -> None:
    """What arrives after the step says nothing that is restricted by then, and all the rest."""
    texts = fresh()
    for who in world.people:
        closed = world.model.closed_cells(who.subject)
        for name, value in values(who).items():
            if name in closed:
                assert f"About {value}." not in texts, name
            elif name in world.waiting[who.subject]:
                assert f"About {value}." in texts, name


def fresh() -> list[str]:
    """The parcels that were delivered just now; the folder is emptied."""
    found = [str(one["text"]) for one in hands.arrived() if "text" in one]
    for one in drop_folder().glob("*.json"):
        one.unlink()
    return found
