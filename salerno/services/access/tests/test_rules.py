"""The table of who may open what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from salerno.privacy.declare import Reach
from salerno.services.access.queries import worded
from salerno.services.access.rules import decide, is_live, needed
from salerno.services.access.values import Asker, Decision, Ground, Reason

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
VISITOR, MEMBER = Asker(False), Asker(True)


@dataclass(frozen=True)
class Unit:
    """A thing that is asked about."""

    id: int = 1
    address: str = "/units/1"
    audience: Reach = Reach.PUBLIC
    access: str = "open"
    minimum_age: int = 0
    published_at: datetime = NOW - DAY
    withdrawn_at: datetime | None = None


def holding(*grounds: Ground, age: int | None = None) -> Asker:
    """A member who holds something."""
    return Asker(True, grounds, age)


LIVE = Ground("enrolment", NOW - DAY, NOW + DAY)
LAPSED = Ground("enrolment", NOW - 2 * DAY, NOW)
STOPPED = Ground("enrolment", NOW - DAY, NOW + DAY, ended_at=NOW)
WAITING = Ground("enrolment", NOW + DAY, NOW + 2 * DAY)
ENROLLED = Unit(access="enrolled")
REGISTERED = Unit(access="registered")


@pytest.mark.parametrize(
    ("thing", "asker", "reason"),
    [
        (Unit(), VISITOR, Reason.OPEN),
        (Unit(), MEMBER, Reason.OPEN),
        (REGISTERED, VISITOR, Reason.SIGN_IN),
        (REGISTERED, MEMBER, Reason.REGISTERED),
        (REGISTERED, Asker(False, (replace(LIVE, source="network"),)), Reason.ENTITLED),
        (ENROLLED, VISITOR, Reason.SIGN_IN),
        (ENROLLED, MEMBER, Reason.NOT_ENROLLED),
        (ENROLLED, holding(LIVE), Reason.ENTITLED),
        (ENROLLED, holding(LAPSED), Reason.ENDED),
        (ENROLLED, holding(STOPPED), Reason.ENDED),
        (ENROLLED, holding(WAITING), Reason.NOT_BEGUN),
        (ENROLLED, holding(STOPPED, WAITING), Reason.NOT_BEGUN),
        (ENROLLED, holding(replace(WAITING, ended_at=NOW)), Reason.ENDED),
        (ENROLLED, holding(LAPSED, LIVE), Reason.ENTITLED),
        (ENROLLED, Asker(False, (replace(LIVE, source="network"),)), Reason.ENTITLED),
        (Unit(access="invented"), MEMBER, Reason.NOT_ENROLLED),
        (Unit(audience=Reach.MEMBERS), VISITOR, Reason.SIGN_IN),
        (Unit(audience=Reach.MEMBERS), MEMBER, Reason.REGISTERED),
        (Unit(audience=Reach.COHORT), MEMBER, Reason.NOT_ENROLLED),
        (Unit(audience=Reach.PROGRAM, access="registered"), holding(LIVE), Reason.ENTITLED),
        (Unit(minimum_age=18), VISITOR, Reason.SIGN_IN),
        (Unit(minimum_age=18), MEMBER, Reason.AGE_UNKNOWN),
        (Unit(minimum_age=18), holding(age=17), Reason.TOO_YOUNG),
        (Unit(minimum_age=18), holding(age=18), Reason.OPEN),
        (replace(ENROLLED, minimum_age=18), holding(LIVE, age=17), Reason.TOO_YOUNG),
        (replace(ENROLLED, withdrawn_at=NOW), holding(LIVE), Reason.WITHDRAWN),
        (replace(ENROLLED, published_at=NOW + DAY), holding(LIVE), Reason.NOT_PUBLISHED),
        (Unit(published_at=NOW), VISITOR, Reason.OPEN),
    ],
)
def test_who_opens_what(thing: Unit, asker: Asker, reason: Reason) -> None:
    decision = decide(thing, asker, NOW)
    opens = reason in {Reason.OPEN, Reason.REGISTERED, Reason.ENTITLED}
    assert (decision.allowed, decision.reason) == (opens, reason)
    said = worded(decision).what_to_do
    assert bool(said) is not opens, "a refusal says what to do"
    assert "%(" not in said


def test_a_refusal_leads_to_where_it_is_settled() -> None:
    assert decide(ENROLLED, VISITOR, NOW).address == "/sign-in?next=%2Funits%2F1"
    assert decide(ENROLLED, MEMBER, NOW).address == "/units/1"
    assert decide(ENROLLED, MEMBER, NOW, offer="/courses/a").address == "/courses/a"
    assert decide(ENROLLED, holding(STOPPED), NOW, offer="/courses/a").address == "/courses/a"
    assert decide(Unit(minimum_age=18), MEMBER, NOW).address == "/you/profile"


def test_a_refusal_names_the_day_and_the_age() -> None:
    waits = worded(decide(ENROLLED, holding(WAITING), NOW))
    assert waits.what_to_do == "Your access begins on 5 May 2026."
    opens = worded(decide(Unit(published_at=NOW + DAY), MEMBER, NOW))
    assert opens.what_to_do == "This opens on 5 May 2026."
    young = worded(decide(Unit(minimum_age=18), holding(age=17), NOW))
    assert young.what_to_do == "This is for people of 18 years and older."


def test_what_opened_it_is_said() -> None:
    assert decide(ENROLLED, holding(LAPSED, LIVE), NOW) == Decision(
        True, Reason.ENTITLED, source="enrolment"
    )


@pytest.mark.parametrize(
    ("ground", "live"),
    [
        (LIVE, True),
        (Ground("gift", NOW), True),
        (Ground("gift", NOW, NOW + timedelta(microseconds=1)), True),
        (Ground("gift", NOW - DAY, NOW), False),
        (WAITING, False),
        (STOPPED, False),
    ],
)
def test_a_ground_opens_from_its_beginning_until_before_its_end(ground: Ground, live: bool) -> None:
    assert is_live(ground, NOW) is live


@pytest.mark.parametrize(
    ("audience", "access", "rule"),
    [
        (Reach.PUBLIC, "open", "open"),
        (Reach.PUBLIC, "registered", "registered"),
        (Reach.PUBLIC, "enrolled", "enrolled"),
        (Reach.MEMBERS, "open", "registered"),
        (Reach.MEMBERS, "enrolled", "enrolled"),
        (Reach.PROGRAM, "open", "enrolled"),
        (Reach.COHORT, "registered", "enrolled"),
    ],
)
def test_the_stricter_of_two_rules_holds(audience: Reach, access: str, rule: str) -> None:
    assert needed(Unit(audience=audience, access=access)) == rule
