"""Being told of what is new: one letter that asks, a proof, and one alert for each item."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy import choices, clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Kind, NewItem
from salerno.services.mailings import jobs, queries
from salerno.services.mailings.tests import scene
from tests import people
from tests.people import column, words

EVE = "eve@example.net"
ASK = {"topic": "alerts", "about": "Heart failure", "email": EVE}
JOB = Viewer.job("test")


def publish(address: str, *subjects: str) -> int:
    """An item that is published now."""
    new = NewItem(Kind.ARTICLE, address, f"On {address}", "A summary.", subjects=subjects)
    with entered(EDITORIAL, Viewer.person(people.person(f"ed{address[-1]}@example.org").subject)):
        return catalog.put(by=JOB, new=new)


def subscribed(browser: Client | None = None, **changes: str) -> str:
    """Ask and confirm, by the letter; the path of the link."""
    client = browser or Client()
    assert client.post("/subscribe", ASK | changes).status_code == 200
    path = scene.path_in(scene.to((ASK | changes)["email"])[-1], "subscribe/confirm/")
    assert client.get(path).status_code == 200
    assert None in column("mailings_subscription", "confirmed_at")
    assert client.post(path).status_code == 200
    return path


@pytest.mark.clause("N-08", "works")
def test_an_address_that_confirms_gets_one_alert_for_each_new_item_of_its_subject() -> None:
    publish("/a/0", "heart failure")  # before anybody asked
    subscribed()
    with clock.clock_ahead(timedelta(minutes=1)):
        publish("/a/1", "Heart Failure", "sleep")
        publish("/a/2", "sleep")
        for _run in range(3):
            jobs.tell()
        scene.mails()
    alerts = [one for one in scene.to(EVE) if "/a/" in scene.plain(one)]
    assert len(alerts) == 1
    assert "/a/1" in scene.plain(alerts[0])
    owner = column("mailings_subscription", "owner_id")[0]
    with entered(ACCOUNT, Viewer.person(owner)):  # the proof of the yes
        assert choices.is_given(owner, "subscription.alerts")


@pytest.mark.clause("N-08", "refused")
def test_who_did_not_confirm_or_stopped_gets_nothing() -> None:
    assert Client().post("/subscribe", ASK).status_code == 200
    subscribed(email="fay@example.net")
    with clock.clock_ahead(timedelta(minutes=1)):
        publish("/a/1", "heart failure")
        jobs.tell()
        [alert] = [one for one in scene.to("fay@example.net") if one["List-Unsubscribe"]]
        assert Client().post(scene.path_in(alert, "letters/stop/")).status_code == 200
        publish("/a/2", "heart failure")
        jobs.tell()
        scene.mails()
    assert len(scene.to("fay@example.net")) == 2
    [only] = scene.to(EVE)
    assert only["Subject"] == "Is this you?"
    assert only["List-Unsubscribe"] is None


def test_an_address_that_nobody_confirms_is_forgotten_after_a_week() -> None:
    Client().post("/subscribe", ASK)
    path = scene.path_in(scene.to(EVE)[0], "subscribe/confirm/")
    jobs.forget()
    assert len(column("mailings_subscription", "email")) == 1
    with clock.clock_ahead(timedelta(days=8)):
        jobs.forget()
    assert column("mailings_subscription", "email") == []
    assert Client().post(path).status_code == 404


def test_asking_twice_is_once_and_tells_a_stranger_nothing() -> None:
    path = subscribed()
    first = Client().post("/subscribe", ASK | {"email": "new@example.net"}).content
    again = Client().post("/subscribe", ASK).content
    assert len(first) == len(again)
    assert len(scene.to(EVE)) == 1
    assert Client().post(path).status_code == 200  # a second press says so, and changes nothing
    assert len(column("mailings_subscription", "email")) == 2


@pytest.mark.parametrize("wrong", [
    {"email": "no address"}, {"email": ""}, {"about": ""}, {"about": "!!"}, {"topic": "offers"},
    {"topic": ""}, {"email": "a\x00@example.org"}, {"about": "x" * 61},
])  # fmt: skip
def test_what_cannot_be_asked_is_said_beside_its_field(wrong: dict[str, str]) -> None:
    assert Client().post("/subscribe", ASK | wrong).status_code == 422
    assert column("mailings_subscription", "email") == []


def test_a_field_that_is_not_asked_is_refused() -> None:
    assert Client().post("/subscribe", ASK | {"name": "Eve"}).status_code == 400


def test_a_member_is_told_at_their_own_address_and_ends_it_by_themselves() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    browser = ann.browser()
    assert browser.post("/subscribe", {"topic": "alerts", "about": "sleep"}).status_code == 302
    assert scene.mails() == []
    with clock.clock_ahead(timedelta(minutes=1)):
        publish("/a/1", "sleep")
        jobs.tell()
        assert len(scene.to(ann.email)) == 1
    assert "sleep" in words(browser.get("/you/messages"))
    [number] = column("mailings_subscription", "id")
    assert ben.browser().post(f"/you/messages/{number}/end").status_code == 404
    assert browser.post(f"/you/messages/{number}/end").status_code == 302
    assert column("mailings_subscription", "id") == []


def test_the_newsletter_reaches_who_has_no_account_and_erasure_takes_them_out() -> None:
    editor = scene.editor()
    subscribed(topic="contents", about="")
    scene.sent(editor.viewer, scene.content())
    assert {one["Subject"] for one in scene.to(EVE)} == {"Is this you?", "This week"}
    [owner] = column("mailings_subscription", "owner_id")
    rights.erase(owner, ground="asked")
    assert column("mailings_subscription", "email") == []
    scene.sent(editor.viewer, scene.content())
    assert len(scene.to(EVE)) == 2  # what went before; nothing since


def test_a_key_that_is_not_ours_is_nobody() -> None:
    for key in ("x", "0" * 32, "a:b"):
        assert Client().get(f"/subscribe/confirm/{key}").status_code == 404
    with entered(scene.CORRESPONDENCE, queries.JOB):
        assert queries.subscription_by_key("") is None
