"""Facts: append-only, ids only, read from where one left off."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer, entered
from salerno.privacy.facts import Happened
from tests.privacy.conftest import House


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose."""
    with entered(ACCOUNT, Viewer.visitor()):
        yield


def test_facts_are_read_in_order_from_where_one_left_off(house: House) -> None:
    person = house.person()
    with clock.clock_at(clock.now()):
        first = facts.record("read", person, 7)
        second = facts.record("left", person)
        third = facts.record("read", person, 8)
        at = clock.now()
    everything = facts.since(first - 1)
    assert everything == (
        Happened(first, "read", person, 7, at),
        Happened(second, "left", person, None, at),
        Happened(third, "read", person, 8, at),
    )
    assert facts.since(first, {"read"}) == everything[2:]
    assert facts.since(first - 1, limit=1) == everything[:1]
    assert facts.since(third) == ()


def test_a_fact_goes_with_its_transaction(house: House) -> None:
    person = house.person()
    with transaction.atomic():
        facts.record("read", person, 7)
        transaction.set_rollback(True)
    assert facts.since(0) == ()
