"""A day with a bad vendor: in the end it holds what we count as sent, and nobody comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, RESEARCH
from salerno.privacy import choices, clock, law, ledger, notices, outbox, parcels, rights
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.disclose import Payload, deliver_outbox, disclose
from salerno.privacy.law import Recipient
from salerno.privacy.models import Disclosure, OutboxItem
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import close, reopen
from salerno.services.accounts.clauses import NAME, REGISTRATION
from salerno.services.accounts.models import Profile
from tests.privacy.conftest import ADDRESS, House, a_policy
from tests.privacy.vendor import Line, OnTheLine, Vendor

START = datetime(2026, 6, 15, 6, tzinfo=UTC)
STEP = timedelta(minutes=10)
CARD = Payload("test.card", {"name": NAME}, frozenset({"number"}))
STUDY = Payload("test.study", {"to": ADDRESS})
KEEPER = Recipient(
    "keeper", "The list keeper", "vendor", "Agreement 11", "US", "scc",
    ("correspondence", "research"), (NAME.id, ADDRESS.id), "keeper", role="controller",
    address="11 Keeper Row",
)  # fmt: skip


@dataclass
class Truth:
    """What we did about one person, as the vendor should know it."""

    subject: int
    name: str
    is_limited: bool = False
    is_erased: bool = False
    is_unsaid: bool = False  # renamed while nobody was to hear the name
    limited: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)


@pytest.fixture
def line(house: House, settings: Any) -> Iterator[Line]:
    settings.SALERNO_ADAPTERS = {"keeper": f"{OnTheLine.__module__}.OnTheLine"}
    OnTheLine.line = Line(Vendor(), Random(0))
    with law.under(a_policy(recipients={"keeper": KEEPER})):
        yield OnTheLine.line


def newcomer(house: House, number: int) -> Truth:
    subject = house.person()
    with entered(ACCOUNT, Viewer.person(subject)), acting(Act("test", REGISTRATION)):
        Profile.objects.create(owner_id=subject, name=f"Person {number}")
    with entered(RECORD, Viewer.job("test")):
        choices.choose(subject, choices.ask(RESEARCH), "given")
    return Truth(subject, f"Person {number}")


def send_card(one: Truth, random: Random) -> None:
    if not one.is_limited:
        fields = {"name": one.name, "number": random.randint(1, 99)}
        with entered(CORRESPONDENCE, Viewer.job("test")):
            disclose(CARD, "keeper", {one.subject: fields}, ground="a card")


def send_study(one: Truth, random: Random) -> None:
    if choices.consent_to(one.subject, RESEARCH):
        with entered(RESEARCH, Viewer.job("test")):
            disclose(STUDY, "keeper", {one.subject: {"to": one.name}}, ground="a study")


def rename(one: Truth, random: Random) -> None:
    one.name = f"Person {random.randint(1000, 9999)}"
    one.is_unsaid = one.is_limited
    with (
        transaction.atomic(),
        entered(ACCOUNT, Viewer.person(one.subject)),
        acting(Act("test", REGISTRATION)),
    ):
        Profile.objects.filter(owner_id=one.subject).update(name=one.name)
        notices.corrected(one.subject, [NAME.id])


def sent(one: Truth, purpose: str) -> set[int]:
    rows = Disclosure.objects.filter(owner_id=one.subject, notice="", purpose=purpose)
    return set(rows.values_list("pk", flat=True))


def limit(one: Truth, random: Random) -> None:
    with transaction.atomic():
        if one.is_limited:
            reopen(one.subject, CORRESPONDENCE, "limit")
            notices.limited(one.subject, (), (CORRESPONDENCE.id,), notices.LIFTED)
            one.is_limited, one.is_unsaid, one.limited = False, False, set()
        else:
            close(one.subject, CORRESPONDENCE, "limit")
            outbox.stop(one.subject, ground="limited", purposes=(CORRESPONDENCE,))
            notices.limited(one.subject, (), (CORRESPONDENCE.id,), notices.RESTRICTED)
            one.is_limited, one.limited = True, sent(one, "correspondence")


def change_mind(one: Truth, random: Random) -> None:
    given = choices.consent_to(one.subject, RESEARCH)
    if given:
        one.ended |= sent(one, "research")
    choices.choose(one.subject, choices.ask(RESEARCH), "withdrawn" if given else "given")


def erase(one: Truth, random: Random) -> None:
    one.is_erased = True
    rights.erase(one.subject, ground="asked")


EVENTS = (send_card, send_study, rename, limit, change_mind, erase)
WEIGHTS = (30, 20, 15, 8, 8, 4)


def a_day(people: list[Truth], line: Line, random: Random, events: int) -> None:
    """Events and runs of the outbox for 24 hours, and then a vendor in good health."""
    steps = timedelta(hours=24) // STEP
    for step in range(steps):
        with clock.clock_at(START + step * STEP), entered(RECORD, Viewer.job("test")):
            for _ in range(events // steps + (random.random() < events % steps / steps)):
                living = [one for one in people if not one.is_erased]
                random.choices(EVENTS, WEIGHTS)[0](random.choice(living), random)
            deliver_outbox()
    line.is_bad = False
    for step in range(96):
        with clock.clock_at(START + timedelta(hours=24) + step * timedelta(minutes=15)):
            line.arrive()
            deliver_outbox()


def ours(one: Truth) -> dict[str, dict[str, Any]]:
    """What the vendor should hold of somebody, by delivery."""
    rows = Disclosure.objects.filter(owner_id=one.subject, notice="", state="sent")
    found: dict[str, dict[str, Any]] = {}
    for row in rows.exclude(pk__in=one.ended):
        key = parcels.key_of(one.subject, row.pk)
        said = {} if one.is_unsaid and row.fields == ["name"] else {row.fields[0]: one.name}
        found[key] = said | {"limited": row.pk in one.limited}
    return found


def theirs(one: Truth, vendor: Vendor) -> dict[str, dict[str, Any]]:
    about = parcels.lane(one.subject, "keeper", "keeper")
    limited = vendor.limited.get(about, set())
    return {
        key: {name: value for name, value in said.items() if name != "number"}
        | {"limited": key in limited}
        for key, said in vendor.held.get(about, {}).items()
    }


def settled(people: list[Truth], line: Line) -> None:
    with entered(RECORD, Viewer.job("test")):
        assert not OutboxItem.objects.exists()
        assert not line.late
        for one in people:
            mine, yours = ours(one), theirs(one, line.vendor)
            for said in (*mine.values(), *yours.values()):
                if "to" in said:  # what goes out for a study is a copy of its day
                    del said["to"]
            assert mine == yours, one
        gone = {parcels.lane(one.subject, "keeper", "keeper") for one in people if one.is_erased}
        held = {about for about, mine in line.vendor.held.items() if mine}
        assert gone & held == set()
        assert line.resurrected == 0
    assert ledger.verify().is_whole


def test_after_a_day_with_a_bad_vendor_each_person_stands_there_as_here(
    house: House, line: Line
) -> None:
    random = Random(20260615)
    line.random = Random(7)
    with clock.clock_at(START - STEP):
        people = [newcomer(house, number) for number in range(240)]
    a_day(people, line, random, 900)
    settled(people, line)
    assert sum(one.is_erased for one in people) > 20
    assert line.vendor.calls > 900


@pytest.mark.parametrize("seed", range(2))
def test_few_people_and_much_about_each(house: House, line: Line, seed: int) -> None:
    line.random = Random(seed)
    with clock.clock_at(START - STEP):
        people = [newcomer(house, number) for number in range(20)]
    a_day(people, line, Random(seed + 100), 120)
    settled(people, line)
