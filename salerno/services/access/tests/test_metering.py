"""So many are free in a period: counted once, kept open, taken along at the sign-in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, BILLING, COMMUNITY, EDITORIAL
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.services.access import actions, queries, rules
from salerno.services.access.values import (
    MeterSet,
    NewGrant,
    NewLicence,
    Opening,
    Read,
    Reason,
    Source,
    Visit,
)
from tests.people import Person, column, person

DAY = timedelta(days=1)
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
PLAN = 900
DESK = Viewer.visitor()


@dataclass(frozen=True)
class Article:
    """An article for subscribers."""

    id: int
    kind: str = "article"
    address: str = "/articles/a"
    audience: Reach = Reach.PUBLIC
    access: str = "subscribed"
    minimum_age: int = 0
    published_at: datetime = BEGUN
    withdrawn_at: datetime | None = None


@pytest.fixture(autouse=True)
def meter(pack: str) -> None:
    """Two are free without an account, three with one."""
    with entered(EDITORIAL, DESK):
        actions.set_meter(by=DESK, new=MeterSet("article", 2, 3))


def opened(number: int, viewer: Viewer, counter: str = "", **visit: Any) -> Opening:
    """What the page of an article is told, and writes down as a page does."""
    article = Article(number)
    with entered(COMMUNITY, viewer):
        found = queries.opening(article, Visit(counter, **visit))
    if found.counts:
        with entered(ACCOUNT, viewer):
            actions.count_reading(by=viewer, reads=queries.first_reads(article, found))
    return found


def test_a_visitor_reads_two_and_what_was_read_stays_open() -> None:
    nobody = Viewer.visitor()
    first = opened(1, nobody)
    assert (first.decision.reason, first.left, first.of) == (Reason.FREE, 1, 2)
    assert first.counter is not None
    again = opened(1, nobody, first.counter)
    assert (again.decision.allowed, again.left, again.counter) == (True, 1, None)
    second = opened(2, nobody, first.counter)
    assert second.counter is not None
    third = opened(3, nobody, second.counter)
    assert (third.decision.allowed, third.decision.reason) == (False, Reason.SUBSCRIBE)
    assert opened(1, nobody, second.counter).decision.allowed
    assert column("access_reading", "id") == []


def test_the_counter_holds_numbers_and_times_and_is_signed() -> None:
    counter = opened(7, Viewer.visitor()).counter or ""
    held, _, _signature = counter.rpartition(":")
    assert [one.item_id for one in rules.read_counter(held)] == [7]
    forged = counter.replace("7-", "8-")
    assert opened(8, Viewer.visitor(), forged).left == 1, "a forged counter counts as none"


def test_each_reading_ends_by_itself() -> None:
    ann = person()
    with clock.clock_at(NOW):
        opened(1, ann.viewer)
    with clock.clock_at(NOW + 10 * DAY):
        opened(2, ann.viewer)
        opened(3, ann.viewer)
        assert not opened(4, ann.viewer).decision.allowed
    with clock.clock_at(NOW + 30 * DAY):
        assert opened(4, ann.viewer).decision.allowed, "the first of them is over"
        assert not opened(1, ann.viewer).decision.allowed


def test_with_an_account_three_are_free_and_the_counter_comes_along() -> None:
    ann = person()
    counter = opened(1, Viewer.visitor()).counter or ""
    with entered(ACCOUNT, ann.viewer):
        assert actions.adopt_counter(by=ann.viewer, counter=counter) == 1
        assert actions.adopt_counter(by=ann.viewer, counter=counter) == 0
    assert opened(1, ann.viewer).left == 2
    assert opened(2, ann.viewer).left == 1
    assert opened(3, ann.viewer).left == 0
    assert not opened(4, ann.viewer).decision.allowed
    with entered(ACCOUNT, ann.viewer):
        assert [one.item_id for one in queries.own_reads()] == [3, 2, 1]


def test_the_lock_of_a_list_says_what_the_page_does() -> None:
    ann = person()
    articles = [Article(number) for number in range(1, 6)]
    articles += [Article(6, access="open"), Article(7, access="registered")]
    for viewer in (ann.viewer, Viewer.visitor()):
        counter = ""
        for number in (1, 2, 3):
            counter = opened(number, viewer, counter).counter or counter
        with entered(COMMUNITY, viewer):
            locked = queries.locks(articles, Visit(counter))
            page = {
                one.id: not queries.opening(one, Visit(counter)).decision.allowed
                for one in articles
            }
        assert locked == page
        assert locked[5] is True
        assert locked[6] is False


def exempt(number: int, is_free: bool | None) -> None:
    """Leave an article out of the meter."""
    by = DESK
    with entered(EDITORIAL, by):
        actions.exempt(by=by, item_id=number, kind="article", is_free=is_free)


def test_what_is_exempt_is_free_and_uncounted_or_never_free() -> None:
    exempt(1, True)
    exempt(2, False)
    free, never = opened(1, Viewer.visitor()), opened(2, Viewer.visitor())
    assert (free.decision.reason, free.of, free.counter) == (Reason.OPEN, 0, None)
    assert not never.decision.allowed
    exempt(2, None)
    assert opened(2, Viewer.visitor()).decision.allowed


def subscribe(who: Person, until: datetime | None) -> None:
    """Open every article, as an order does."""
    by = Viewer.job("test")
    with entered(BILLING, by):
        new = NewGrant(who.subject, PLAN, Source.SUBSCRIPTION, until, "article")
        actions.grant(by=by, new=new)


@pytest.mark.clause("N-45", "refused")
def test_a_subscription_opens_every_article_until_it_lapses() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    until = clock.now() + DAY
    subscribe(ann, until)
    for number in range(1, 9):
        assert opened(number, ann.viewer).decision.source == Source.SUBSCRIPTION
    assert opened(1, bob.viewer).is_counted
    assert column("access_reading", "owner_id") == [bob.subject], "a subscriber is not counted"
    with clock.clock_at(until), entered(EDITORIAL, DESK):
        actions.set_meter(by=DESK, new=MeterSet("article", 0, 0))
    with clock.clock_at(until):
        assert opened(1, ann.viewer).decision.reason is Reason.SUBSCRIBE


def licence(name: str, text: str, body: int | None = None, until: datetime | None = None) -> int:
    """A licence with its networks."""
    by = DESK
    with entered(EDITORIAL, by):
        new = NewLicence(name, "article", clock.now() - DAY, until, body)
        made = actions.license_body(by=by, new=new)
        actions.set_networks(by=by, licence_id=made, text=text)
    return made


@pytest.mark.parametrize("address", ["192.0.2.77", "2001:db8::7", "::ffff:192.0.2.9"])
def test_a_licensed_network_opens_and_no_other(address: str) -> None:
    licence("Sandhill", "192.0.2.0/24\n2001:db8::/48")
    found = opened(5, Viewer.visitor(), address=address)
    assert (found.decision.source, found.through) == (Source.LICENCE, "Sandhill")
    assert found.counter is None
    for other in ("192.0.3.1", "2001:db9::1", "", "no address", "192.0.2.77 "):
        assert opened(5, Viewer.visitor(), address=other).is_counted


def test_whose_institution_has_a_licence_opens_it_by_signing_in() -> None:
    ann = person()
    licence("Sandhill", "", body=3, until=clock.now() + DAY)

    def theirs() -> Collection[int]:
        return (3,)

    assert opened(1, ann.viewer, bodies=theirs).through == "Sandhill"
    assert opened(1, ann.viewer).is_counted
    assert opened(1, Viewer.visitor(), bodies=theirs).is_counted
    with clock.clock_ahead(DAY):
        assert opened(1, ann.viewer, bodies=theirs).is_counted


def test_a_licence_that_ends_opens_nothing_at_once() -> None:
    made = licence("Sandhill", "192.0.2.0/24")
    assert opened(1, Viewer.visitor(), address="192.0.2.1").through
    by = DESK
    with entered(EDITORIAL, by):
        assert actions.end_licence(by=by, licence_id=made)
        assert not actions.end_licence(by=by, licence_id=made)
    assert not opened(1, Viewer.visitor(), address="192.0.2.1").through


@pytest.mark.parametrize(
    "text", ["192.0.2.1/24", "300.0.0.0/8", "0.0.0.0/0", "word", "192.0.2.9-192.0.2.1", "::/0"]
)
def test_what_is_no_network_is_named_by_its_line(text: str) -> None:
    with pytest.raises(Refused, match="2"):
        licence("Sandhill", f"198.51.100.0/24\n{text}\n")
    assert column("access_network", "id") == []


def test_a_meter_that_makes_no_sense_is_refused() -> None:
    by = DESK
    for new in (MeterSet("article", 3, 2), MeterSet("article", 0, 51), MeterSet("word", 0, 1)):
        with entered(EDITORIAL, by), pytest.raises(Refused):
            actions.set_meter(by=by, new=new)


def test_a_page_asks_twice_and_once_more_when_two_seconds_have_passed() -> None:
    ann = person()
    opened(1, ann.viewer)
    with entered(COMMUNITY, ann.viewer), CaptureQueriesContext(connection) as statements:
        queries.opening(Article(2), Visit())
    assert len([one for one in statements if "access_" in one["sql"]]) == 2
    cache.clear()
    with entered(COMMUNITY, ann.viewer), CaptureQueriesContext(connection) as statements:
        queries.opening(Article(2), Visit())
    assert len([one for one in statements if "access_" in one["sql"]]) == 3


def test_erasure_takes_what_was_read() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    opened(1, ann.viewer)
    opened(2, bob.viewer)
    rights.erase(ann.subject, ground="asked")
    assert column("access_reading", "owner_id") == [bob.subject]


def test_what_a_counter_holds_goes_to_and_fro() -> None:
    reads = (Read(4, NOW), Read(9, NOW + DAY))
    assert rules.read_counter(rules.counter_text(reads)) == reads
    for bad in ("4", "4-x", "a.b", "0-1", "4-1..5-1", "٤-1", "4-99999999999"):
        assert rules.read_counter(bad) == ()
