"""Random schedules of a carrier that loses, repeats, reorders, delays and declines, and of others
who forge its notices: the books end equal to the carrier's, to the cent.

``SALERNO_SCHEDULES=1000`` runs them all; without it a dozen.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest

from salerno.policy.purposes import BILLING
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.paying import Untrusted
from salerno.services.commerce import jobs, queries
from salerno.services.commerce.models import Due, Payment, Refund
from salerno.services.commerce.tests import scene
from salerno.services.commerce.tests.scene import DAY, JOB, YEAR, Books
from salerno.services.commerce.values import OrderState, RefundWay
from tests.people import Person, person

SCHEDULES = int(os.environ.get("SALERNO_SCHEDULES", "12"))
CARDS = (
    scene.PAYS, scene.DECLINED, scene.ONCE, scene.TWICE, scene.LOST, scene.LATE, scene.REORDERED,
)  # fmt: skip


def test_whatever_the_carrier_does_the_books_end_equal(pack: str) -> None:
    if pack == "school":
        return  # the same verbs; the whole number runs once
    scene.product(YEAR, 10_700)
    scene.course(30_001, 3)
    people = [person(), person("bob@example.org", "Bob Reader")]
    numbers: list[str] = []
    begun = clock.now()
    for seed in range(SCHEDULES):
        chance = random.Random(seed)
        with clock.clock_at(begun + seed * timedelta(hours=2)):
            numbers += schedule(chance, people)
    with clock.clock_at(begun + SCHEDULES * timedelta(hours=2)):
        heal()
        assert divergences(numbers) == []


def schedule(chance: random.Random, people: list[Person]) -> list[str]:
    """A few orders, payments and refunds, with notices that come as they like."""
    waiting: list[tuple[str, bytes]] = []
    numbers: list[str] = []
    for _step in range(chance.randint(3, 8)):
        who = chance.choice(people)
        what = chance.choice(("order", "order", "pay", "pay", "refund", "hear", "job"))
        if what == "order":
            numbers.append(ordered(chance, who))
        elif what == "pay" and numbers:
            paid(chance, people, chance.choice(numbers))
        elif what == "refund" and numbers:
            returned(chance, chance.choice(numbers))
        elif what == "job":
            jobs.reconcile(limit=3)
        waiting += Books().due()
        waiting = heard(chance, waiting)
    return numbers


def ordered(chance: random.Random, who: Person) -> str:
    """An order of a plan, or of a course in parts."""
    slug = chance.choice(("digital", "fee"))
    parts = chance.randint(1, 3) if slug == "fee" else 1
    name = f"Reader {chance.randint(0, 10**9)}"
    return scene.place(
        who, slug=slug, instalments=parts, name=name, uses_credit=chance.random() < 0.3
    )


def paid(chance: random.Random, people: list[Person], number: str) -> None:
    """Whoever ordered goes to the carrier's page, once or twice."""
    for who in people:
        with entered(BILLING, who.viewer):
            is_theirs = queries.order(number) is not None
        if is_theirs:
            try:
                reference = scene.begin(who, number)
            except Refused:
                return
            for _press in range(chance.randint(0, 2)):
                Books().pay(reference, chance.choice(CARDS), "04/2030")


def returned(chance: random.Random, number: str) -> None:
    """The desk gives something back, or tries to give more than there is."""
    way = chance.choice(list(RefundWay))
    try:
        scene.give_back(number, chance.choice((1, 500, 3_333, 10_700)), way)
    except Refused:
        return


def heard(chance: random.Random, waiting: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Some notices come, some twice, some never, some later, some with a wrong signature."""
    chance.shuffle(waiting)
    later: list[tuple[str, bytes]] = []
    for signature, body in waiting:
        fate = chance.choice(("comes", "comes", "twice", "lost", "later", "forged"))
        if fate == "later":
            later.append((signature, body))
        elif fate == "forged":
            with pytest.raises(Untrusted):
                scene.hear(body, signature[:-4] + "beef" if signature[-4:] != "beef" else "t=1")
        elif fate != "lost":
            for _time in range(2 if fate == "twice" else 1):
                scene.hear(body, signature)
    return later


def heal() -> None:
    """What the periodic work does in the end: every payment is asked about."""
    for _round in range(2):
        jobs.reconcile(everything=True, limit=100_000)


def divergences(numbers: list[str]) -> list[str]:
    """Where the books and the carrier's own files differ."""
    found: list[str] = []
    captured = back = 0
    with entered(BILLING, JOB):
        for row in Payment.objects.all():
            theirs = Books().payment(row.reference)
            captured += row.captured
            if row.captured != theirs["captured"] or (row.state == "paid") != (row.captured > 0):
                found.append(f"payment {row.reference}")
            for one in Refund.objects.filter(payment=row, way=RefundWay.SOURCE):
                said = theirs["refunds"].get(one.reference)
                back += one.cents if one.state == "done" else 0
                if said != [one.cents, one.state]:
                    found.append(f"refund {one.reference}: {said} {one.state}")
        open_ones = Due.objects.filter(closed_at=None, order__state=OrderState.CONFIRMED)
        owed = sum(one.cents - one.paid_cents for one in open_ones)
        reserved = sum(
            one.paid_cents
            for one in Due.objects.filter(order__state=OrderState.OPEN, closed_at=None)
        )
    books = scene.books()
    if books.get("carrier", 0) != captured - back:
        found.append(f"carrier {books} {captured} {back}")
    if books.get("owed", 0) != owed - reserved:
        found.append(f"owed {books} {owed} {reserved}")
    return found


def test_a_plan_goes_on_for_years_and_the_books_stay_equal(pack: str) -> None:
    if pack == "school":
        return
    scene.product(YEAR, 10_700)
    ann = person()
    numbers = [scene.buy(ann)]
    for years in range(1, 5):
        with clock.clock_ahead(years * 366 * DAY):
            jobs.carry_on()
            scene.deliver()
    heal()
    assert divergences(numbers) == []
    assert scene.books()["carrier"] == 5 * 10_700
