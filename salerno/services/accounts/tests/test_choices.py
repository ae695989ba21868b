"""Choices: one page with all of them, and no way round its owner."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.formats import date_format

from salerno.policy.purposes import MARKETING_MAIL
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import is_open
from tests import people
from tests.people import stop_link, stored, words


def stand(who: people.Person) -> dict[str, tuple[str, str]]:
    """Every choice of a person but what registration asked, as its state and its way."""
    with entered(RECORD, Viewer.job("test")):
        found = choices.standing(who.subject)
    asked_before = ("notice.", "transfer")
    return {
        one.topic: (one.state, one.channel)
        for one in found
        if not one.topic.startswith(asked_before)
    }


@pytest.mark.clause("N-17", "works")
def test_one_page_shows_every_choice_with_state_time_and_way() -> None:
    ann = people.person()
    browser = ann.browser()
    page = browser.get("/you/choices").content.decode()
    switches = re.findall(r'name="([\w.]+)" value="(on|off)"', page)
    kinds = {name.partition(".")[0] for name, _value in switches}
    assert {"letters", "marketing_mail", "adverts", "research", "personalise"} <= kinds
    assert {f"letters.{one}.email" for one in ("contents", "offers", "events", "surveys")} <= {
        name for name, _v in switches
    }
    assert "Who sees your profile" in page
    for name, value in (("letters.offers.email", "on"), ("marketing_mail", "off")):
        assert browser.post("/you/choices", {name: value}).status_code == 302
    assert stand(ann) == {
        "letters.offers.email": ("given", "page"), "marketing_mail": ("refused", "page"),
    }  # fmt: skip
    with entered(RECORD, Viewer.job("test")):
        assert not is_open(ann.subject, MARKETING_MAIL)
    said = words(browser.get("/you/choices"))
    now = date_format(clock.now(), "DATE_FORMAT")
    assert said.count(f"Switched on, {now}") == 1
    assert said.count(f"Switched off, {now}") == 1
    assert said.count("on a page. Receipt") == 2


@pytest.mark.clause("N-17", "refused")
def test_without_the_owners_session_or_a_signed_link_nothing_changes() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    before = stored()
    answer = Client().post("/you/choices", {"letters.offers.email": "on"})
    assert (answer.status_code, answer["Location"][:8]) == (302, "/sign-in")
    assert stored() == before
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ann.browser().cookies
    before = stored()
    assert strict.post("/you/choices", {"letters.offers.email": "on"}).status_code == 403
    link = stop_link(ann)
    forged = stop_link(ben)[:-4] + "aaaa"
    assert Client().post(f"/letters/stop/{forged}").status_code == 403
    assert Client().get(f"/letters/stop/{link}").status_code == 200
    assert stored() == before
    assert Client().post(f"/letters/stop/{link}").status_code == 200
    assert (stand(ann), stand(ben)) == ({"letters.offers.email": ("refused", "letter")}, {})


def test_one_choice_at_a_time_and_only_those_there_are() -> None:
    browser = people.person().browser()
    before = stored()
    for sent in ({}, {"a": "on"}, {"marketing_mail": "on", "surveys": "on"},
                 {"marketing_mail": "perhaps"}, {"account": "off"}):  # fmt: skip
        assert browser.post("/you/choices", sent).status_code == 400
    assert stored() == before
