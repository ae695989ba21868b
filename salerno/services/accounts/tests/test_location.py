"""The place beside a name: no finer than the pack lets it be, and the card that carries it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COMMUNITY, COURSES, DIRECTORY, PROFILE
from salerno.privacy import places
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.subjects import start_service
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import actions, queries
from salerno.services.accounts.models import Profile
from salerno.services.accounts.values import Card
from tests import people
from tests.people import Person, column, words

PLACE = {"city": "Worcester", "state": "Massachusetts", "country": "US"}
COARSE = {"state": "Massachusetts", "country": "US"}


def place_here() -> dict[str, str]:
    """The finest place that the pack in force lets somebody show."""
    fine = store.pack().policy.settings["location_precision_max"] == "city"
    return PLACE if fine else COARSE


def living(who: Person, reach: Reach = Reach.PROGRAM, name: Reach = Reach.PROGRAM) -> Person:
    """Somebody with a place, shown to their program unless said otherwise."""
    audiences = {"location": reach, "name": name, "biography": Reach.PROGRAM}
    lines = place_here() | {"biography": "Of 12 Elm Street, 01601"}
    with entered(ACCOUNT, who.viewer):
        actions.change_profile(by=who.viewer, lines=lines, audiences=audiences)
    return who


def together(*who: Person, scope: str = "course:1") -> None:
    """Give people a place in one scope, and let the services meet them."""
    for one in who:
        with entered(ACCOUNT, one.viewer):
            places.place(one.subject, scope, reach=Reach.PROGRAM)
            for service in ("community", "courses"):
                start_service(one.subject, service)


def card_seen(viewer: Viewer, whose: Person, purpose: Any = PROFILE) -> Card:
    """The card of somebody as a viewer has it."""
    with entered(purpose, viewer):
        return queries.cards([whose.subject])[whose.subject]


@pytest.mark.clause("H-61", "works")
def test_a_card_holds_name_and_a_place_no_finer_than_city_state_country(pack: str) -> None:
    ann, ben = living(people.person()), people.person("ben@example.org")
    together(ann, ben)
    address = f"/people/{ann.subject}"
    shown = place_here() | {"country": "United States"}
    expected = Card(
        ann.subject, "Ann Reader", shown.get("city", ""), shown["state"], shown["country"], address,
        column("accounts_profile", "name_audience")[0],
    )  # fmt: skip
    served = {"publisher": (PROFILE, COMMUNITY), "school": (PROFILE, COMMUNITY, COURSES, DIRECTORY)}
    for purpose in served[pack]:
        assert card_seen(ben.viewer, ann, purpose) == expected
    assert expected.place == ", ".join(shown.values())


@pytest.mark.clause("H-61", "refused")
def test_a_street_or_a_postal_code_has_no_field_in_a_card_and_no_way_into_one() -> None:
    assert [one.name for one in fields(Card)] == [
        "subject", "name", "city", "state", "country", "profile_address", "name_reach",
    ]  # fmt: skip
    extra: Any = {"postal_code": "01601"}
    with pytest.raises(TypeError):
        Card(1, "A", "", "", "", "", **extra)
    ann = living(people.person())
    for line in ("city", "state"):
        for wrong in ("12 Elm Street", "01601", "Worcester ٣"):
            with entered(ACCOUNT, ann.viewer), pytest.raises(Refused):
                actions.change_profile(by=ann.viewer, lines={line: wrong}, audiences={})
    held = [column("accounts_profile", one)[0] for one in PLACE]
    assert held == [place_here().get(one, "") for one in PLACE]


def test_a_place_finer_than_the_pack_lets_it_be_is_refused_and_not_asked(pack: str) -> None:
    ann = people.person()
    browser = ann.browser()
    page = browser.get("/you/profile").content.decode()
    sent = {"name": "Ann", "city": "Worcester", "country": "US"}
    answer = browser.post("/you/profile", sent)
    assert ('name="city"' in page, answer.status_code) == {
        "publisher": (False, 400), "school": (True, 302),
    }[pack]  # fmt: skip
    with entered(ACCOUNT, ann.viewer):
        if pack == "school":
            actions.change_profile(by=ann.viewer, lines={"city": "Boston"}, audiences={})
        else:
            with pytest.raises(Refused):
                actions.change_profile(by=ann.viewer, lines={"city": "Boston"}, audiences={})
    assert column("accounts_profile", "city") == [{"publisher": "", "school": "Boston"}[pack]]


@pytest.mark.parametrize("wrong", ["Atlantis", "US-CA", "us", "\x00", "USA"])
def test_a_country_that_is_none_and_a_place_that_is_too_long_are_refused(wrong: str) -> None:
    browser = people.person().browser()
    answer = browser.post("/you/profile", {"name": "Ann", "country": wrong})
    assert answer.status_code == 422
    answer = browser.post("/you/profile", {"name": "Ann", "state": "x" * 81})
    assert answer.status_code == 422
    answer = browser.post("/you/profile", {"name": "Ann", "state": "Elm Street 12"})
    assert answer.status_code == 422
    assert column("accounts_profile", "country") == [""]


@pytest.mark.clause("H-62", "works")
def test_each_line_is_shared_with_the_program_by_itself_and_the_preview_shows_it() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    together(ann, ben)
    browser = ann.browser()
    sent = {"name": "Ann Reader", "profession": "physician", "specialty": "surgery", **COARSE}
    browser.post("/you/profile", sent | {"name_audience": "3"})
    lines = ("profession", "specialty", "training_stage", "institution", "location", "biography")
    assert [column("accounts_profile", f"{one}_audience") for one in lines] == [
        [0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0],
    ]  # fmt: skip
    assert words(browser.get("/you/profile/as/program")).count("Physician") == 0
    browser.post("/you/profile", sent | {"name_audience": "3", "profession_audience": "3"})
    preview = words(browser.get("/you/profile/as/program"))
    page = words(ben.browser().get(f"/people/{ann.subject}"))
    for said in (preview, page):
        found = [one in said for one in ("Ann Reader", "Physician", "Surgery", "Massachusetts")]
        assert found == [True, True, False, False]


@pytest.mark.clause("H-62", "refused")
def test_what_is_not_shared_is_absent_from_page_card_and_every_query_of_a_participant() -> None:
    ann, ben = living(people.person(), Reach.ME), people.person("ben@example.org")
    together(ann, ben)
    page = ben.browser().get(f"/people/{ann.subject}").content.decode()
    assert [one in page for one in ("Ann Reader", "Massachusetts", "United States")] == [
        True, False, False,
    ]  # fmt: skip
    for purpose in (PROFILE, COMMUNITY):
        assert card_seen(ben.viewer, ann, purpose).place == ""
        with entered(purpose, ben.viewer):
            assert not Profile.objects.filter(state="Massachusetts").exists()
            [shown] = Profile.objects.filter(pk=ann.subject).values_list("country", flat=True)
            assert not shown
    with entered(COMMUNITY, ben.viewer), expecting_refusals(), pytest.raises(GateError):
        list(Profile.objects.filter(pk=ann.subject).values_list("changed_at", "owner__layer"))


def test_the_name_alone_is_shared_at_first_and_in_the_school_only(pack: str) -> None:
    ann = people.person()
    names = [one for one in (each.name for each in Profile._meta.fields) if "audience" in one]
    first = {one: column("accounts_profile", one)[0] for one in names}
    expected = dict.fromkeys(names, 0)
    expected["name_audience"] = {"publisher": 0, "school": int(Reach.PROGRAM)}[pack]
    assert first == expected
    assert ann.subject


def test_a_stranger_and_somebody_of_another_course_get_an_empty_card() -> None:
    ann, cy, dora = (living(people.person(f"{one}@example.org")) for one in ("ann", "cy", "dora"))
    together(ann)
    together(cy, scope="course:2")
    nothing = Card(ann.subject, "", "", "", "", "")
    for viewer in (Viewer.visitor(), cy.viewer, dora.viewer):
        assert card_seen(viewer, ann) == nothing
    with entered(PROFILE, cy.viewer):
        assert queries.cards([]) == {}
        assert queries.cards([10**9])[10**9].name == ""


def test_cards_cost_one_statement_however_many_people() -> None:
    ben = people.person("ben@example.org")
    many = [living(people.person(f"p{one}@example.org")) for one in range(3)]
    together(ben, *many)
    counts = []
    for some in (many[:1], many):
        with entered(PROFILE, ben.viewer):
            queries.cards([one.subject for one in some])  # the gate's inputs are known from here
            with CaptureQueriesContext(connection) as asked:
                found = queries.cards([one.subject for one in some])
        assert [one.name for one in found.values()] == ["Ann Reader"] * len(some)
        counts.append(len(asked))
    assert counts == [1, 1]


def test_a_merged_account_takes_a_place_whole_or_not_at_all() -> None:
    ann, again = people.person(), living(people.person("ann@work.example"))
    with entered(ACCOUNT, ann.viewer):
        actions.merge(by=ann.viewer, other=again.subject)
        mine = queries.own_profile()
    assert {one: mine[one] for one in place_here()} == place_here()
    with entered(ACCOUNT, ann.viewer):
        moved = {"city": "", "state": "Bremen", "country": "DE"}
        actions.change_profile(by=ann.viewer, lines=moved, audiences={})
        actions.merge(by=ann.viewer, other=again.subject)
        mine = queries.own_profile()
    assert [mine[one] for one in PLACE] == ["", "Bremen", "DE"]
