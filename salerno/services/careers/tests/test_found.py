"""Who finds a profile, and what of it: the gate's answer is the rule's, and the preview's."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import CAREERS
from salerno.privacy import rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.careers import actions, queries
from salerno.services.careers.models import Profile
from salerno.services.careers.rules import CONTACT, Permission, shown
from salerno.services.careers.tests.scene import (
    LINES,
    document,
    employer,
    presented,
    seeker,
    verify,
)
from salerno.services.careers.values import Candidate, Search, Visibility
from tests.people import Person, column, words


@pytest.fixture(autouse=True)
def _offered(pack: str) -> None:
    if pack == "school":
        pytest.skip("This pack runs no careers: test_not_offered.py shows what it says.")


def number_of(who: Person) -> int:
    """The number of somebody's profile."""
    with entered(CAREERS, who.viewer):
        return queries.own_number()


def seen_by(who: Person, made: int, number: int) -> Candidate | None:
    """A profile as somebody of an employer finds it."""
    with entered(CAREERS, who.viewer):
        return queries.candidate(made, number)


def fields(one: Candidate | None) -> set[str]:
    """The fields of a profile that say something."""
    if one is None:
        return set()
    return {name for name in LINES if getattr(one, name)}


def test_the_gate_answers_as_the_rule_in_random_states() -> None:
    chance = random.Random(7)
    office, made = employer()
    other, _more = employer("Hill Clinic", verified=False)
    jo = presented(seeker())
    number = number_of(jo)
    for _each in range(40):
        state = chance.choice(list(Visibility))
        ticked = tuple(one for one in CONTACT if chance.random() < 0.5)
        is_blocked = chance.random() < 0.3
        presented(jo, state, ticked)
        with entered(CAREERS, jo.viewer):
            change = actions.block if is_blocked else actions.unblock
            change(by=jo.viewer, employer=made)
        asked = Permission(state.value, ticked, is_blocked=is_blocked, is_verified=True)
        found = seen_by(office, made, number)
        assert fields(found) == set(shown(asked)), asked
        with entered(CAREERS, office.viewer):
            people, count = queries.candidates(made, Search())
        assert (len(people), count) == ((1, 1) if shown(asked) else (0, 0)), asked
        with entered(CAREERS, other.viewer), pytest.raises(Refused):
            queries.candidates(_more, Search())


@pytest.mark.clause("N-77", "works")
def test_the_preview_is_the_page_that_an_employer_finds() -> None:
    office, made = employer()
    jo = seeker()
    sent: dict[str, Any] = {k: str(v) for k, v in LINES.items() if k != "needs_visa"}
    for state, shows in (("open", ["email"]), ("open", []), ("masked", ["name", "email"])):
        page = {**sent, "needs_visa": "on", "state": state, "shows": shows}
        assert jo.browser().post("/you/career/profile", page).status_code == 302
        with entered(CAREERS, jo.viewer):
            preview = actions.seen_by_employer(by=jo.viewer)
        real = seen_by(office, made, number_of(jo))
        assert preview == real
        assert (real is not None and bool(real.email)) == (state == "open" and "email" in shows)
        seen = words(jo.browser().get("/you/career/as-employer"))
        assert ("jo.seeker@example.net" in seen) == (real is not None and bool(real.email))
    assert column("privacy_place", "owner_id").count(office.subject) == 2


@pytest.mark.clause("N-77", "refused")
def test_a_field_that_is_limited_is_in_no_page_of_an_employer() -> None:
    office, made = employer()
    jo = presented(seeker(), Visibility.OPEN, ("name", "email", "phone"))
    number = number_of(jo)
    old = f"/employers/{made}/candidates/{number}"
    assert "jo.seeker@example.net" in words(office.browser().get(old))
    presented(jo, Visibility.OPEN, ())
    pages = [old, f"/employers/{made}/candidates", f"/employers/{made}/candidates?q=night",
             "/search?q=Cardiologist", f"/people/{jo.subject}"]  # fmt: skip
    for path in pages:
        text = office.browser().get(path).content.decode()
        for hidden in ("jo.seeker@example.net", "+47 555 0100", "Jo Seeker"):
            assert hidden not in text, (path, hidden)
    with entered(CAREERS, office.viewer):
        row = Profile.objects.filter(number=number).values("name", "email", "phone").get()
    assert not any(row.values())


@pytest.mark.clause("N-78", "works")
def test_hiding_takes_a_profile_out_of_search_and_counts_at_once() -> None:
    office, made = employer()
    jo = presented(seeker())
    page = f"/employers/{made}/candidates"
    assert "1 profile" in words(office.browser().get(page))
    with entered(CAREERS, jo.viewer):
        actions.block(by=jo.viewer, employer=made)
    assert "0 profiles" in words(office.browser().get(page))
    with entered(CAREERS, jo.viewer):
        actions.unblock(by=jo.viewer, employer=made)
    assert "1 profile" in words(office.browser().get(page))
    presented(jo, Visibility.HIDDEN)
    assert "0 profiles" in words(office.browser().get(page))
    assert "Fjord Hospital" in words(jo.browser().get("/you/career/profile"))


@pytest.mark.clause("N-78", "refused")
def test_a_hidden_profile_is_not_found_like_one_that_never_was() -> None:
    office, made = employer()
    jo = presented(seeker(), Visibility.HIDDEN)
    hidden = office.browser().get(f"/employers/{made}/candidates/{number_of(jo)}")
    unknown = office.browser().get(f"/employers/{made}/candidates/1")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert words(hidden) == words(unknown)
    with entered(CAREERS, office.viewer):
        assert not Profile.objects.filter(number=number_of_hidden(jo)).exists()
    before = column("privacy_look", "owner_id").count(jo.subject)
    office.browser().get(f"/employers/{made}/candidates")
    assert column("privacy_look", "owner_id").count(jo.subject) == before


def number_of_hidden(who: Person) -> int:
    """The number as it is stored, the gate aside."""
    numbers = dict(
        zip(column("careers_profile", "owner_id"), column("careers_profile", "number"), strict=True)
    )
    return int(numbers[who.subject])


def test_the_cv_is_in_no_answer_to_an_employer() -> None:
    office, made = employer()
    jo = presented(seeker(), Visibility.OPEN, CONTACT)
    number = document(jo)
    for path in (f"/you/career/documents/{number}", f"/employers/{made}/candidates"):
        assert b"four languages" not in office.browser().get(path).content
    assert office.browser().get(f"/you/career/documents/{number}").status_code == 404


def test_each_look_is_read_by_the_person() -> None:
    office, made = employer()
    jo = presented(seeker())
    office.browser().get(f"/employers/{made}/candidates/{number_of(jo)}")
    assert "employer" in column("privacy_look", "viewer_role")
    assert jo.browser().get("/you/looked").status_code == 200


def test_who_is_not_verified_finds_nobody_and_loses_it_at_once() -> None:
    office, made = employer(verified=False)
    jo = presented(seeker())
    pages = [f"/employers/{made}/candidates", f"/employers/{made}/candidates/{number_of(jo)}",
             f"/employers/{made}/post", f"/employers/{made}/applications/1"]  # fmt: skip
    assert [office.browser().get(one).status_code for one in pages] == [404] * 4
    verify(made)
    assert office.browser().get(pages[0]).status_code == 200
    verify(made, verified=False)
    assert [office.browser().get(one).status_code for one in pages] == [404] * 4
    with entered(CAREERS, office.viewer):
        assert not Profile.objects.exists()


def test_nobody_acts_for_an_employer_of_others() -> None:
    _office, made = employer()
    other, _own = employer("Hill Clinic")
    for path in ("", "/candidates", "/post", "/applications/1"):
        assert other.browser().get(f"/employers/{made}{path}").status_code == 404
        assert Client().get(f"/employers/{made}{path}").status_code == 302


def test_a_search_costs_the_same_whoever_is_found() -> None:
    office, made = employer()
    counts = []
    for many in (1, 3):
        for one in range(many):
            if f"jo{one}@example.org" not in column("accounts_user", "email"):
                presented(seeker(f"jo{one}@example.org"))
        with entered(CAREERS, office.viewer), CaptureQueriesContext(connection) as caught:
            assert queries.candidates(made, Search())[1] == many
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_who_leaves_is_in_no_search() -> None:
    office, made = employer()
    jo = presented(seeker(), Visibility.OPEN, CONTACT)
    document(jo)
    rights.erase(jo.subject, ground="test")
    assert "0 profiles" in words(office.browser().get(f"/employers/{made}/candidates"))
    assert [column(f"careers_{one}", "owner_id") for one in ("profile", "document")] == [[], []]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"state": "naked"}, 422), ({"email": "none"}, 422), ({"headline": "x" * 161}, 422),
        ({"name": "a\0b"}, 422), ({"shows": ["cv"]}, 422), ({"owner": "1"}, 400),
        ({"scope": "employers"}, 400), ({"headline": ""}, 302),
    ],
)  # fmt: skip
def test_what_the_form_does_not_ask_is_refused(sent: dict[str, Any], status: int) -> None:
    jo = seeker()
    assert jo.browser().post("/you/career/profile", sent).status_code == status
    if status == 302:
        assert column("careers_profile", "state") == ["hidden"]


def test_a_machine_without_a_person_asks_for_nothing() -> None:
    _office, made = employer()
    with entered(CAREERS, Viewer.job("test")), pytest.raises(Refused):
        queries.candidates(made, Search())
