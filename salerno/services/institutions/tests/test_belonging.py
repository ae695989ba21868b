"""Belonging to an institution under both packs: asked, confirmed, left; and who looks after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy import bodies, store
from salerno.policy.purposes import ACCOUNT, COMMUNITY, INSTITUTION_REPORTS
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.institutions import actions, queries
from salerno.services.institutions.models import Affiliation
from salerno.services.institutions.tests.partners import (
    DESK,
    agreed,
    appointed,
    claimed,
    confirmed,
    partner,
    seen,
)
from salerno.services.institutions.values import NewOrganisation
from tests import people
from tests.people import Person, column, letters, link_in, stored, words

HERE = "/institutions/sandhill"


def keeper(name: str = "kim", slug: str = "sandhill", **how: Any) -> Person:
    """Somebody who looks after an institution."""
    return appointed(people.person(f"{name}@example.org", name.title()), slug, **how)


def bodies_of(who: Person) -> tuple[int, ...]:
    """Where somebody belongs, as an article's page asks."""
    with entered(COMMUNITY, who.viewer):
        return queries.own_bodies()


def asked(by: Person, email: str, cohort: str = "", slug: str = "sandhill") -> Any:
    """An administrator asks somebody on their page."""
    sent = {"email": email, "known_as": "Quill, Ann", "cohort": cohort}
    return by.browser().post(f"/institutions/{slug}", sent)


def test_an_administrator_asks_the_person_confirms_and_leaves() -> None:
    partner()
    kim, ann = keeper(), people.person()
    assert asked(kim, ann.email, "Autumn 2026").status_code == 302
    assert bodies_of(ann) == ()
    asked(kim, ann.email)
    [letter] = [one for one in letters() if one.to == ann.email and "Sandhill" in one.subject]
    assert link_in(letter) == "/you/affiliations"
    browser = ann.browser()
    page = words(browser.get("/you/affiliations"))
    for said in ("Quill, Ann", "Autumn 2026", "an administrator of the institution", "waits"):
        assert said in page
    [number] = column("institutions_affiliation", "id")
    sent = {"do": "confirm", "affiliation": str(number)}
    assert browser.post("/you/affiliations", sent).status_code == 302
    assert len(bodies_of(ann)) == 1
    assert "Autumn 2026 0 1" in words(kim.browser().get(HERE))
    browser.post("/you/affiliations", sent | {"do": "leave"})
    assert bodies_of(ann) == ()
    assert "Nobody was asked yet." in words(kim.browser().get(HERE))
    for days, count in ((1, 1), (40, 2)):
        with clock.clock_ahead(timedelta(days=days)):
            asked(kim, ann.email)
            told = [one for one in letters() if "Sandhill" in one.subject]
            assert len(told) == count
            with entered(ACCOUNT, ann.viewer):
                actions.leave(by=ann.viewer, affiliation=number)


def test_an_answer_does_not_say_whether_an_address_is_known() -> None:
    partner()
    kim, ann = keeper(), people.person()
    known, unknown = (asked(kim, one) for one in (ann.email, "nobody@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert stored()["institutions_affiliation"] == 1
    assert {one.to for one in letters() if "Sandhill" in one.subject} == {ann.email}
    ends = [
        kim.browser().post(f"{HERE}/end", {"email": one}) for one in (ann.email, "no@example.org")
    ]
    assert {(one.status_code, one["Location"]) for one in ends} == {(302, HERE)}
    assert column("institutions_affiliation", "ended_at") != [None]


def test_nobody_else_finds_the_account_of_an_institution() -> None:
    partner()
    partner("seaview")
    kim, other, ann = keeper(), keeper("lou", "seaview"), people.person()
    number = claimed(ann, "sandhill")
    for who in (other, ann):
        browser = who.browser()
        posts = [browser.post(f"{HERE}{one}", {"email": "x@example.org"}) for one in ("", "/end")]
        answers = [browser.get(HERE), *posts, browser.post(f"{HERE}/bills")]
        assert [one.status_code for one in answers] == [404] * 4
    assert Client().get(HERE).headers["Location"].startswith("/sign-in")
    sent = {"do": "confirm", "affiliation": str(number)}
    assert kim.browser().post("/you/affiliations", sent).status_code == 404
    assert bodies_of(ann) == ()
    other.browser().post("/institutions/seaview/end", {"email": ann.email})
    assert column("institutions_affiliation", "ended_at") == [None]
    for wrong in ("", "x", "a@b\0.example", "é" * 400):
        assert asked(kim, wrong).status_code in {400, 422}
        assert kim.browser().post(f"{HERE}/end", {"email": wrong}).status_code in {400, 422}


def test_who_looks_after_one_cohort_meets_that_cohort_alone(pack: str) -> None:
    partner()
    kim, lou = keeper(), keeper("lou", cohort="Spring")
    ann, ben = people.person(), people.person("ben@example.org", "Ben")
    for who, cohort in ((ann, "Spring"), (ben, "Autumn")):
        confirmed(who, "sandhill", who.email, cohort)
        if pack == "school":
            agreed(who)
    expected = [ann.email, ben.email] if pack == "school" else []
    assert (seen(kim, "sandhill"), seen(lou, "sandhill")) == (expected, expected[:1])
    with entered(INSTITUTION_REPORTS, lou.viewer):
        assert Affiliation.objects.count() == len(expected[:1])
    page = words(lou.browser().get(HERE))
    assert ("Spring 0 1" in page, "Autumn 0 1" in page) == (True, False)
    lou.browser().post(f"{HERE}/end", {"email": ben.email})
    assert len(bodies_of(ben)) == 1
    asked(lou, people.person("cy@example.org", "Cy").email, "Autumn")
    assert sorted(column("institutions_affiliation", "cohort")) == ["Autumn", "Spring", "Spring"]
    with entered(AUTHENTICATE, DESK):
        assert [one.administrators for one in queries.tallies()] == [2]
    appointed(lou, "sandhill", "Autumn")
    assert seen(lou, "sandhill") == expected[1:]


def test_the_bills_go_to_one_of_them_who_buys_for_it() -> None:
    partner()
    kim, lou, pat = keeper(bills=True), keeper("lou"), keeper("pat", cohort="Spring")
    names = {
        who.subject: [one.name for one in bodies.buying_for(who.subject)] for who in (kim, lou)
    }
    assert names == {kim.subject: ["Sandhill"], lou.subject: []}
    assert "The bills go to you" in words(kim.browser().get(HERE))
    assert pat.browser().post(f"{HERE}/bills").status_code == 404
    assert lou.browser().post(f"{HERE}/bills").status_code == 302
    assert bodies.buying_for(kim.subject) == ()
    assert [one.name for one in bodies.buying_for(lou.subject)] == ["Sandhill"]
    with entered(AUTHENTICATE, DESK):
        actions.dismiss_administrator(by=DESK, slug="sandhill", email=lou.email)
    assert bodies.buying_for(lou.subject) == ()
    assert lou.browser().get(HERE).status_code == 404


def test_where_nobody_belongs_there_is_none_of_it(pack: str) -> None:
    partner()
    kim, ann = keeper(bills=True), people.person()
    confirmed(ann, "sandhill")
    found = store.working(pack)
    changed = {**found.policy.settings, "belonging": False, "partner_reports": "off"}
    policy = replace(found.policy, settings=changed, digest="none")
    with store.under(replace(found, policy=policy)):
        new = NewOrganisation("seaview", "Seaview", "hospital", "US", "Agreement 7", True)
        with entered(AUTHENTICATE, DESK), pytest.raises(Refused):
            actions.add_organisation(by=DESK, new=new)
        assert kim.browser().get(HERE).status_code == 404
        assert asked(kim, ann.email).status_code == 404
        assert ann.browser().get("/you/affiliations").status_code == 404
        assert (bodies_of(ann), bodies.buying_for(kim.subject)) == ((), ())
    assert len(bodies_of(ann)) == 1
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused):
        actions.confirm(by=ann.viewer, affiliation=10**9)


@pytest.mark.parametrize("many", [1, 3])
def test_the_account_asks_a_fixed_number_of_times(
    many: int, django_assert_num_queries: Any
) -> None:
    partner()
    kim = keeper()
    for one in range(many):
        confirmed(people.person(f"p{one}@example.org", f"P {one}"), "sandhill", cohort=f"C {one}")
    with entered(ACCOUNT, kim.viewer):
        [post] = queries.posts(kim.subject)
        with django_assert_num_queries(1):
            assert len(queries.cohorts(post)) == many
