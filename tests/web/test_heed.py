"""The browser's signal and a device's answers: heeded at once, kept once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ADVERTS, ANALYTICS
from salerno.privacy import choices, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import ChoiceForm, in_force
from salerno.privacy.purposes import RECORD
from salerno.privacy.receipts import receipt
from tests import people
from tests.ground import pack
from tests.people import PASSWORD, Person, words

__all__ = ["pack"]

SIGNAL: dict[str, Any] = {"headers": {"Sec-GPC": "1"}}
WRITES = ("INSERT", "UPDATE", "DELETE")


def standing(who: Person) -> dict[str, choices.Standing]:
    with entered(RECORD, Viewer.job("test")):
        return {one.topic: one for one in choices.standing(who.subject)}


def is_open(who: Person, purpose: Any) -> bool:
    with entered(RECORD, Viewer.job("test")):
        return subjects.is_open(who.subject, purpose)


def writes(client: Client, path: str, **sent: Any) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path, **sent).status_code == 200
    return [one["sql"] for one in seen if one["sql"].lstrip().upper().startswith(WRITES)]


def signed_in(who: Person, client: Client, **sent: Any) -> Client:
    answer = client.post("/sign-in", {"login": who.email, "password": PASSWORD}, **sent)
    assert answer.status_code == 302, words(answer)
    return client


def test_the_signal_closes_the_known_person_at_once_and_is_recorded_once() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    client = ann.browser()
    assert is_open(ann, ADVERTS)
    assert writes(client, "/about") == []
    first = writes(client, "/about", **SIGNAL)
    assert first
    assert not is_open(ann, ADVERTS)
    assert is_open(ben, ADVERTS)
    said = standing(ann)[choices.GPC]
    assert (said.form, said.state, said.channel, said.purposes) == (
        "browser_signal", "refused", "header", ("adverts",),
    )  # fmt: skip
    assert writes(client, "/about", **SIGNAL) == writes(client, "/", **SIGNAL) == []
    writes(ann.browser(), "/about", **SIGNAL)
    assert standing(ann)[choices.GPC].receipt == said.receipt


def test_the_page_of_choices_says_that_the_browser_said_so_with_its_receipt() -> None:
    ann = people.person()
    client = ann.browser()
    assert "Your browser says so" not in words(client.get("/you/choices"))
    page = client.get("/you/choices", **SIGNAL)
    number = standing(ann)[choices.GPC].receipt
    assert "Your browser says so" in words(page)
    assert "by your browser" in words(page)
    assert page.content.decode().count(f"/you/receipts/{number}") == 2
    assert client.get(f"/you/receipts/{number}").status_code == 200
    assert "another of yours did" in words(client.get("/you/choices"))
    assert "another of yours did" not in words(client.get("/you/choices", **SIGNAL))


def test_the_person_overrules_the_browser_knowingly_and_it_stays_so() -> None:
    ann = people.person()
    client = ann.browser()
    client.get("/you/choices", **SIGNAL)
    assert client.post("/you/choices", {"adverts": "on"}, **SIGNAL).status_code == 302
    assert is_open(ann, ADVERTS)
    with entered(RECORD, Viewer.job("test")):
        made = receipt(ann.subject, standing(ann)["adverts"].receipt)
    said = made["consent_record"]["pii_processing"]["privacy_notice"]["text"]
    assert said.startswith(in_force().purposes["adverts"].ask)
    assert "Your browser says no to this" in said
    again = ann.browser()
    assert "your own word counts" in words(again.get("/you/choices", **SIGNAL))
    assert is_open(ann, ADVERTS)
    client.post("/you/choices", {"adverts": "off"}, **SIGNAL)
    assert not is_open(ann, ADVERTS)


def test_a_yes_from_before_the_signal_does_not_hold_against_it() -> None:
    ann = people.person()
    client = ann.browser()
    client.post("/you/choices", {"adverts": "on"})
    assert standing(ann)["adverts"].form == ChoiceForm.OPT_OUT
    client.get("/about", **SIGNAL)
    assert not is_open(ann, ADVERTS)


def test_only_the_header_of_the_standard_is_a_signal() -> None:
    ann = people.person()
    client = ann.browser()
    for value in ("0", "", "true", "11", "1, 1", "\x00"):
        client.get("/about", headers={"Sec-GPC": value})
    client.get("/about", headers={"DNT": "1"})
    assert is_open(ann, ADVERTS)
    assert choices.GPC not in standing(ann)


def test_signing_in_heeds_the_signal_of_that_very_request() -> None:
    ann = people.person()
    client = signed_in(ann, Client(), **SIGNAL)
    assert not is_open(ann, ADVERTS)
    assert writes(client, "/about", **SIGNAL) == []


def test_a_visitor_who_sends_the_signal_leaves_nothing_behind() -> None:
    before = people.stored()
    assert Client().get("/", **SIGNAL).status_code == 200
    assert people.stored() == before


@pytest.mark.parametrize(("answer", "state"), [("yes", "given"), ("no", "refused")])
def test_what_the_device_answered_before_counts_from_the_sign_in_on(
    answer: str, state: str
) -> None:
    ann, client = people.person(), Client()
    client.post("/cookies/choose", {"count": answer})
    assert "analytics" not in standing(ann)
    signed_in(ann, client)
    assert standing(ann)["analytics"].state == state
    assert is_open(ann, ANALYTICS) == (answer == "yes")
    assert client.cookies["asked"].value == "kept"


def test_a_devices_yes_does_not_undo_a_no_of_the_person() -> None:
    ann, client = people.person(), Client()
    ann.browser().post("/you/choices", {"analytics": "off"})
    client.post("/cookies/choose", {"count": "yes"})
    signed_in(ann, client)
    assert not is_open(ann, ANALYTICS)


def test_an_answer_is_brought_along_once_and_a_later_word_of_the_person_stays() -> None:
    ann, client = people.person(), Client()
    client.post("/cookies/choose", {"count": "no"})
    signed_in(ann, client)
    client.post("/you/choices", {"analytics": "on"})
    client.post("/sign-out")
    signed_in(ann, client)
    assert is_open(ann, ANALYTICS)


def test_who_is_signed_in_answers_for_the_account() -> None:
    ann = people.person()
    client = ann.browser()
    client.post("/cookies/choose", {"count": "yes"})
    assert is_open(ann, ANALYTICS)
    client.post("/cookies/choose", {"count": "no"})
    assert not is_open(ann, ANALYTICS)
    assert client.cookies["asked"].value == "kept"


def test_a_counted_device_that_sends_the_signal_is_closed_as_the_stranger_it_is() -> None:
    client = Client()
    client.post("/cookies/choose", {"count": "yes"}, **SIGNAL)
    assert sorted(people.column("privacy_choice", "topic")) == ["analytics", "browser_signal"]


def test_the_theme_of_the_account_comes_along_to_a_device_that_was_told_none() -> None:
    ann = people.person()
    client = ann.browser()
    client.post("/appearance", {"theme": "dark"})
    assert people.column("accounts_preference", "value") == ["dark"]
    fresh = signed_in(ann, Client())
    assert fresh.cookies["theme"].value == "dark"
    told = Client()
    told.post("/appearance", {"theme": "light"})
    assert signed_in(ann, told).cookies["theme"].value == "light"
    client.post("/appearance", {"theme": "neon"})
    assert people.column("accounts_preference", "value") == []


def test_the_theme_of_a_visitor_stays_on_the_device() -> None:
    before = people.stored()
    client = Client()
    client.post("/appearance", {"theme": "dark"})
    assert client.cookies["theme"].value == "dark"
    assert people.stored() == before
