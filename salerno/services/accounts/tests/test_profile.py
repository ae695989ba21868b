"""The profile: what is shown to whom, what a page may ask, and what nobody else may use."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import (
    ACCOUNT,
    ADVERTS,
    CASE,
    MARKETING_MAIL,
    MARKETING_SMS,
    PROFILE,
    RECOVERY,
    SUPPORT,
)
from salerno.privacy import rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.models import CollectionEvent
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.subjects import tie
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import actions, clauses, queries
from salerno.services.accounts.links import write_link
from salerno.services.accounts.models import Demographics, Particulars, PostalAddress, Profile
from tests import people
from tests.people import Person, column, stored, words

LINES = {
    "name": "Ann Reader",
    "profession": "physician",
    "specialty": "surgery",
    "training_stage": "fellow",
    "institution": "Sandhill",
}


def showing(who: Person, **audiences: Reach) -> Person:
    """Fill every line; each is the person's own unless an audience is given."""
    chosen = dict.fromkeys(LINES, Reach.ME) | audiences
    with entered(ACCOUNT, who.viewer):
        actions.change_profile(by=who.viewer, lines=LINES, audiences=chosen)
    return who


def widest() -> Reach:
    """The widest audience of a line under the pack in force: members here, the program there."""
    return min(Reach.MEMBERS, store.pack().policy.clause("accounts.specialty").reach_max)


def bring_near(owner: Person, *others: Person) -> None:
    """Let ``others`` stand in the widest audience of ``owner``."""
    if widest() < Reach.MEMBERS:
        for one in others:
            with entered(ACCOUNT, one.viewer):
                tie(owner.subject, one.subject, widest())


def seen_by(viewer: Viewer, whose: Person) -> dict[str, str]:
    """What a viewer finds on somebody's profile."""
    with entered(PROFILE, viewer):
        found = queries.profile_of(whose.subject)
    return {one.name: one.value for one in found.lines} if found else {}


@pytest.mark.clause("N-13", "works")
def test_coded_lines_each_with_its_own_audience() -> None:
    ann, ben, cy = (people.person(f"{one}@example.org") for one in ("ann", "ben", "cy"))
    showing(ann, specialty=widest(), institution=Reach.CONNECTIONS, name=widest())
    bring_near(ann, ben, cy)
    with entered(ACCOUNT, cy.viewer):
        tie(ann.subject, cy.subject, Reach.CONNECTIONS)
    coded = ("profession", "specialty", "training_stage")
    columns: Any = [Profile._meta.get_field(one) for one in coded]
    assert [bool(one.choices) for one in columns] == [True] * 3
    member = {"name": "Ann Reader", "specialty": "Surgery"}
    assert seen_by(ben.viewer, ann) == member
    assert seen_by(cy.viewer, ann) == member | {"institution": "Sandhill"}
    assert seen_by(ann.viewer, ann) == member | {
        "institution": "Sandhill", "profession": "Physician", "training_stage": "Fellow",
    }  # fmt: skip


@pytest.mark.clause("N-13", "refused")
def test_outside_the_audience_neither_value_nor_that_it_is_set() -> None:
    ann, ben, cy = (people.person(f"{one}@example.org") for one in ("ann", "ben", "cy"))
    showing(ann, name=widest())
    with entered(ACCOUNT, cy.viewer):
        actions.change_profile(
            by=cy.viewer, lines={"name": "Ann Reader"}, audiences={"name": widest()}
        )
    bring_near(ann, ben)
    bring_near(cy, ben)
    with entered(PROFILE, ben.viewer):
        full, empty = queries.profile_of(ann.subject), queries.profile_of(cy.subject)
        assert full is not None
        assert empty is not None
        assert full.lines == empty.lines
        known = Profile.objects.filter(specialty="surgery") | Profile.objects.exclude(specialty="")
        assert list(known.values_list("pk", flat=True)) == []
    browser = ben.browser()
    pages = [browser.get(f"/people/{one.subject}") for one in (ann, cy)]
    assert [one.status_code for one in pages] == [200, 200]
    assert words(pages[0]) == words(pages[1])
    assert seen_by(Viewer.visitor(), ann) == {}
    assert Client().get(f"/people/{ann.subject}").status_code == 404


@pytest.mark.parametrize("distance", ["visitor", "member", "program", "cohort", "connection"])
def test_the_preview_shows_what_somebody_there_would_see(distance: str) -> None:
    ann = showing(people.person(), specialty=widest(), institution=Reach.CONNECTIONS, name=widest())
    browser = ann.browser()
    before = stored()
    page = words(browser.get(f"/you/profile/as/{distance}"))
    near = distance in {Reach.MEMBERS: ("member",), Reach.PROGRAM: ()}[widest()]
    near = near or distance in ("program", "cohort", "connection")
    shown = ["Ann Reader", "Surgery"] if near else []
    shown += ["Sandhill"] if distance == "connection" else []
    all_lines = ["Ann Reader", "Physician", "Surgery", "Fellow", "Sandhill"]
    assert {one for one in all_lines if one in page} == set(shown)
    assert stored() == before


def test_a_line_is_never_shown_more_widely_than_the_pack_lets_it() -> None:
    ann = people.person()
    most = store.pack().policy.clause("accounts.specialty").reach_max
    for reach in Reach:
        chosen = {"specialty": reach}
        with entered(ACCOUNT, ann.viewer):
            if reach <= most:
                actions.change_profile(by=ann.viewer, lines={}, audiences=chosen)
            else:
                with pytest.raises(Refused):
                    actions.change_profile(by=ann.viewer, lines={}, audiences=chosen)
    assert column("accounts_profile", "specialty_audience") == [int(most)]


@pytest.mark.clause("N-07", "works")
def test_a_page_that_needs_lines_asks_for_exactly_those_and_then_opens() -> None:
    ann = people.person()
    browser = ann.browser()
    browser.post("/you/profile", {"name": "Ann", "profession": "nurse"})
    page = browser.get("/you/card").content.decode()
    asked = {one for one in LINES if f'name="{one}"' in page}
    assert asked == {"institution"}
    answer = browser.post(
        "/you/profile/needed", {"institution": "Sandhill", "institution_audience": "0",
                                "next": "/you/card"},
    )  # fmt: skip
    assert answer["Location"] == "/you/card"
    assert browser.get("/you/card").status_code == 200
    with entered(ACCOUNT, ann.viewer):
        assert queries.own_profile()["profession"] == "nurse"


@pytest.mark.clause("N-07", "refused")
@pytest.mark.clause("N-31", "refused")
def test_it_stays_closed_and_names_what_is_missing_and_others_never_ask() -> None:
    browser = people.person().browser()
    answer = browser.get("/you/card")
    assert answer.status_code == 403
    assert "closed until you fill in: Your profession, Your institution" in words(answer)
    open_pages = [browser.get(one) for one in ("/you/profile", "/you/devices", "/", "/you")]
    assert [one.status_code for one in open_pages] == [200] * 4
    assert ["closed until" in words(one) for one in open_pages] == [False] * 4


@pytest.mark.clause("N-12", "works")
def test_each_way_of_contact_stands_by_itself_and_postal_is_asked_when_print_needs_it() -> None:
    ann = people.person()
    places = {
        one.clause: table.label
        for table in registry().personal()
        for one in table.columns.values()
        if one.clause in (clauses.EMAIL, clauses.RECOVERY_PHONE, clauses.POSTAL_ADDRESS)
    }
    assert set(places) == {clauses.EMAIL, clauses.RECOVERY_PHONE, clauses.POSTAL_ADDRESS}
    uses = {one.id: {p.id for p in one.purposes} - {"account", "support"} for one in places}
    assert uses["accounts.recovery_phone"] == {"recovery"}
    assert uses["accounts.postal_address"] == {"billing"}
    browser = ann.browser()
    need = write_link("postal", {"subject": ann.subject, "what": "Your print issue"})
    assert browser.get("/you/address/anything").status_code == 403
    sent = {"lines": "1 Road", "postal_code": "1", "city": "Town", "country": "DE"}
    browser.post(f"/you/address/{need}", sent)
    assert column("accounts_postaladdress", "city") == ["Town"]
    other = people.person("ben@example.org").browser()
    assert other.get(f"/you/address/{need}").status_code == 403


@pytest.mark.clause("N-12", "refused")
@pytest.mark.parametrize("purpose", [MARKETING_SMS, MARKETING_MAIL], ids=str)
def test_a_number_for_recovery_is_in_no_list_of_marketing(purpose: Any) -> None:
    ann = people.person()
    ann.browser().post("/you/recovery", {"recovery_phone": "+1 555 0100"})
    assert column("accounts_particulars", "recovery_phone") == ["+15550100"]
    numbers = Particulars.objects.exclude(recovery_phone="").values_list("recovery_phone")
    with entered(RECOVERY, Viewer.job("recovery")):
        assert list(numbers.all()) == [("+15550100",)]
    with entered(purpose, Viewer.job("calls")), expecting_refusals(), pytest.raises(GateError):
        list(numbers.all())


@pytest.mark.clause("N-15", "works")
def test_demographics_are_optional_sensitive_and_can_stay_unsaid() -> None:
    ann = people.person()
    browser = ann.browser()
    page = browser.get("/you/numbers").content.decode()
    assert page.count("I prefer not to say") == 3
    assert (clauses.DEMOGRAPHICS.optional, clauses.DEMOGRAPHICS.sensitive) == (True, True)
    browser.post("/you/numbers", {"gender": "woman"})
    [row] = zip(
        *(column("accounts_demographics", one) for one in ("gender", "birth_decade", "background")),
        strict=True,
    )
    assert row == ("woman", "unsaid", "unsaid")
    assert {one.id for one in clauses.DEMOGRAPHICS.purposes} == {"account", "research"}


@pytest.mark.clause("N-15", "refused")
def test_registering_asks_none_of_it_and_no_segment_is_made_of_it() -> None:
    assert Client().post("/register", people.registration()).status_code == 302
    assert stored()["accounts_demographics"] == 0
    assert clauses.DEMOGRAPHICS not in clauses.REGISTRATION.clauses
    ann = people.person()
    ann.browser().post("/you/numbers", {"gender": "woman"})
    with entered(ADVERTS, Viewer.job("adverts")), expecting_refusals(), pytest.raises(GateError):
        list(Demographics.objects.filter(gender="woman").values_list("pk"))


def told(ann: Person, rules: str, channel: str = "telephone") -> None:
    """An officer takes down, within a case, what Ann said outside the site."""
    officer = people.person("officer@example.org")
    with entered(ACCOUNT, officer.viewer):
        tie(ann.subject, officer.subject, CASE, scope="case-1")
    by = Viewer.officer(officer.subject, "case-1")
    with entered(SUPPORT, by):
        actions.take_down_offline(
            by=by, subject=ann.subject, channel=channel, rules=rules,
            lines={"institution": "Sandhill"},
        )  # fmt: skip


@pytest.mark.clause("H-05", "works")
def test_what_was_told_by_telephone_says_so_with_the_rules_that_hold(pack: str) -> None:
    ann = people.person()
    told(ann, "outside")
    with entered(RECORD, Viewer.job("test")):
        [event] = CollectionEvent.objects.filter(point=clauses.OFFLINE_POINT.id)
    assert (event.owner_id, event.channel, event.source) == (
        ann.subject, "telephone", "offline: outside",
    )  # fmt: skip
    assert event.clause_ids == ["accounts.institution"]
    assert store.pack().text("offline").lead
    assert store.pack().policy.settings["offline_rules"] == {
        "publisher": "same", "school": "outside",
    }[pack]  # fmt: skip
    with entered(RIGHTS, ann.viewer):
        archive = zipfile.ZipFile(BytesIO(rights.copy(ann.subject)))
    whole = b"".join(archive.read(one) for one in archive.namelist()).decode()
    assert "offline: outside" in whole


@pytest.mark.clause("H-05", "refused")
@pytest.mark.parametrize("rules", ["", "whichever"])
def test_it_is_not_merged_before_its_rules_are_chosen(rules: str) -> None:
    ann = people.person()
    with pytest.raises(Refused):
        told(ann, rules)
    assert column("accounts_profile", "institution") == ["", ""]


def active() -> dict[str, bool]:
    """Which accounts can be signed in to."""
    both = column("accounts_user", "email"), column("accounts_user", "is_active")
    return {email: bool(flag) for email, flag in zip(*both, strict=True)}


def test_two_accounts_of_one_person_become_one_when_both_are_proved() -> None:
    ann, again = people.person(), people.person("ann@work.example")
    showing(again)
    browser = ann.browser()
    for wrong in ({"password": "not the password"}, {"email": ann.email}):
        sent = {"email": again.email, "password": people.PASSWORD} | wrong
        assert browser.post("/you/merge", sent).status_code == 422
    assert active() == {ann.email: True, again.email: True}
    browser.post("/you/merge", {"email": again.email, "password": people.PASSWORD})
    with entered(ACCOUNT, ann.viewer):
        mine = queries.own_profile()
    assert {name: mine[name] for name in LINES} == LINES
    assert active() == {ann.email: True, again.email: False}


def test_nobody_changes_the_profile_of_another() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    before = datetime(2020, 1, 1, tzinfo=UTC)
    with entered(ACCOUNT, ben.viewer):
        actions.change_profile(by=ann.viewer, lines={"institution": "Elsewhere"}, audiences={})
    assert column("accounts_profile", "institution") == ["", ""]
    assert stored()["accounts_postaladdress"] == 0
    with entered(ACCOUNT, ben.viewer):
        assert PostalAddress.objects.filter(changed_at__gt=before).count() == 0
