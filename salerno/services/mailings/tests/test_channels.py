"""Telephones, notes on the page and lists of calls: each with the yes and the hours it needs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, MARKETING_SMS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.mailings.tests import scene
from salerno.services.post import actions as post
from salerno.services.post.values import Channel, Ended, NewText, Topic
from salerno.services.post.values.links import address_digest
from salerno.services.post.values.telephones import may_ring, number, zones_of
from tests import people
from tests.people import column, words

PUBLISHER = pytest.mark.parametrize("pack", ["publisher"], indirect=True)
SCHOOL = pytest.mark.parametrize("pack", ["school"], indirect=True)
BOSTON = "+16175550123"
NOON, NIGHT = datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC)
JOB = Viewer.job("test")
TOKEN = {"Authorization": "Bearer carrier"}


def agree(who: people.Person, written: str = "+1 617 555 0123") -> Any:
    """Say yes to a number on the page, and want offers there."""
    answer = who.browser().post("/you/messages/number", {"number": written, "yes": "on"})
    for channel in (Channel.SMS, Channel.PHONE):
        scene.wish(who, Topic.OFFERS, on=True, channel=channel)
    return answer


def text(who: people.Person, **changes: Any) -> NewText:
    """A text that says who sends it and how it ends."""
    said = {"to": BOSTON, "text": "Trotula: two months on us. Reply STOP to end."} | changes
    return NewText(who.subject, "offer", **said)


def send(new: NewText, at: datetime = NOON) -> None:
    """Send it at a moment."""
    with clock.clock_at(at), entered(MARKETING_SMS, JOB):
        post.send_text(by=JOB, text=new)


@SCHOOL
@pytest.mark.clause("H-74", "works")
def test_topics_by_channels_stand_on_one_page_and_a_text_leaves_after_a_yes(
    pack: str, settings: Any
) -> None:
    settings.SALERNO_CARRIER_TOKEN = "carrier"
    editor, ann = scene.editor(), people.person()
    said = words(ann.browser().get("/you/messages"))
    for one in ("E-mail", "Text message", "Telephone", "On the page", "Offers of our own"):
        assert one in said
    assert agree(ann).status_code == 302
    with clock.clock_at(NOON):
        number = scene.sent(editor.viewer, scene.offer(channel=Channel.SMS, body="Two months."))
        scene.mails()
    assert scene.report(editor.viewer, number).fates == {"handed": 1, "dropped": 1}
    [gone] = [one for one in scene.payloads() if one["to"] == BOSTON]
    assert gone["text"] == "Trotula: Two months. Reply STOP to end, HELP for help."
    call = Client()
    answer = call.post("/api/texts", {"from": BOSTON, "text": "help"}, headers=TOKEN)
    assert "STOP" in answer.json()["reply"]
    for reply in ("Trotula: you get no more texts or calls with offers from us.", ""):
        answer = call.post("/api/texts", {"from": BOSTON, "text": " Stop! "}, headers=TOKEN)
        assert answer.json() == {"reply": reply}  # confirmed once
    with pytest.raises(Refused):
        send(text(ann))


@SCHOOL
@pytest.mark.clause("H-74", "refused")
def test_no_text_without_a_yes_at_night_or_after_stop(pack: str) -> None:
    ann = people.person()
    with pytest.raises(Refused):
        send(text(ann))
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused, match="number first"):
        post.wish(by=ann.viewer, topic="offers", channel="sms", is_wanted=True)
    assert agree(ann).status_code == 302
    with pytest.raises(Refused, match="night"):
        send(text(ann), NIGHT)
    with pytest.raises(Refused, match="STOP ends it"):
        send(text(ann, text="Trotula: buy."))
    send(text(ann))
    with clock.clock_at(NOON):
        assert len(scene.payloads()) == 1
    scene.wish(ann, Topic.OFFERS, on=False, channel=Channel.SMS)
    with pytest.raises(Refused, match="does not want"):
        send(text(ann))
    scene.wish(ann, Topic.OFFERS, on=True, channel=Channel.SMS)
    assert ann.browser().post("/you/messages/number", {"do": "take_back"}).status_code == 302
    with pytest.raises(Refused):
        send(text(ann))
    assert column("post_contact", "number") == [""]


@SCHOOL
def test_the_yes_is_its_own_and_a_number_is_one(pack: str) -> None:
    ann = people.person()
    page = ann.browser().get("/you/messages").content.decode()
    box = re.search(r'<input[^>]*name="yes"[^>]*>', page)
    assert box is not None
    assert "checked" not in box.group(0)
    for wrong in ({"number": BOSTON}, {"number": "call me", "yes": "on"}, {"yes": "on"}):
        assert ann.browser().post("/you/messages/number", wrong).status_code == 422
    stray = {"number": BOSTON, "yes": "on", "name": "x"}
    assert ann.browser().post("/you/messages/number", stray).status_code == 400
    assert column("post_contact", "number") == []


@PUBLISHER
def test_an_operator_without_telephones_takes_no_number(pack: str) -> None:
    ann = people.person()
    sent = {"number": BOSTON, "yes": "on"}
    assert ann.browser().post("/you/messages/number", sent).status_code == 422
    assert "Your telephone" not in words(ann.browser().get("/you/messages"))
    with pytest.raises(Refused, match="channel"):
        scene.saved(ann.viewer, scene.offer(channel=Channel.SMS, body="x"))


@SCHOOL
def test_a_text_that_may_not_ring_waits_for_the_morning(pack: str) -> None:
    editor, ann = scene.editor(), people.person()
    agree(ann)
    with clock.clock_at(NIGHT):
        number = scene.queued(editor.viewer, scene.offer(channel=Channel.SMS, body="Two months."))
        scene.jobs.send_due()
        scene.jobs.send_due()
        assert scene.report(editor.viewer, number).fates == {"queued": 1, "dropped": 1}
    with clock.clock_at(NOON):
        scene.jobs.send_due()
        scene.jobs.send_due()
        assert scene.report(editor.viewer, number).fates == {"handed": 1, "dropped": 1}


@pytest.mark.parametrize(("at", "rings"), [
    ("2026-12-01T12:59", False), ("2026-12-01T13:00", True), ("2026-12-02T01:59", True),
    ("2026-12-02T02:00", False),
])  # fmt: skip
def test_the_hours_are_those_of_the_number(at: str, rings: bool) -> None:
    assert may_ring(BOSTON, datetime.fromisoformat(at).replace(tzinfo=UTC)) is rings


def test_of_several_zones_the_strictest_counts() -> None:
    wide = "+18005550123"  # in any zone of North America
    assert len(zones_of(wide)) > 5
    assert not may_ring(wide, datetime(2026, 12, 1, 14, tzinfo=UTC))  # nine in Boston alone
    hours = [h for h in range(24) if may_ring("+999", datetime(2026, 12, 1, h, tzinfo=UTC))]
    assert hours == []  # of no place at all: never, rather than at night
    assert [number(one) for one in ("", "x", "123", "+1" * 30, "\x00")] == [""] * 5


@SCHOOL
def test_a_list_of_calls_leaves_out_who_said_no_and_is_told_to_who_is_in_it(pack: str) -> None:
    editor = scene.editor()
    ann, ben, cid = (people.person(f"{one}@example.org") for one in ("ann", "ben", "cid"))
    for who, written in ((ann, BOSTON), (ben, "+16175550124"), (cid, "+16175550125")):
        agree(who, written)
    scene.wish(cid, Topic.OFFERS, on=False, channel=Channel.PHONE)
    with entered(scene.CORRESPONDENCE, JOB):
        post.suppress(by=JOB, addresses=("+16175550124",), why=Ended.LISTED)
    number = scene.queued(editor.viewer, scene.offer(channel=Channel.PHONE, body="Ask."))
    browser = editor.browser()
    answer = browser.post(f"/desk/mailings/{number}/calls")
    assert answer["Cache-Control"] == "no-store"
    lines = answer.content.decode().splitlines()
    assert [BOSTON in one for one in lines] == [False, True]
    assert "America/New_York" in lines[1]
    assert browser.post(f"/desk/mailings/{number}/calls").status_code == 409
    assert "took a list of calls" in words(ann.browser().get("/you/looked"))
    assert "took a list of calls" not in words(cid.browser().get("/you/looked"))


@SCHOOL
def test_a_note_is_shown_once_a_day_so_often_and_not_again_once_closed(pack: str) -> None:
    editor, ann = scene.editor(), people.person()
    ben = people.person("ben@example.org")
    said = scene.offer(channel=Channel.POPUP, subject="A new course", most_shows=2)
    number = scene.queued(editor.viewer, said)
    browser = ann.browser()
    assert "A new course" in words(browser.get("/you"))
    assert "A new course" not in words(browser.get("/you"))
    with clock.clock_ahead(timedelta(days=1)):
        assert "A new course" in words(ann.browser().get("/you"))
    with clock.clock_ahead(timedelta(days=2)):
        assert "A new course" not in words(ann.browser().get("/you"))  # twice was the most
    other = ben.browser()
    assert "A new course" in words(other.get("/you"))
    answer = other.post(f"/you/notes/{number}/close", {"back": "https://evil.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    with clock.clock_ahead(timedelta(days=1)):
        assert "A new course" not in words(ben.browser().get("/you"))
    assert "A new course" not in words(Client().get("/"))
    assert other.post("/you/notes/999/close").status_code == 404


@PUBLISHER
def test_offers_by_post_go_to_who_gave_an_address_for_that(pack: str) -> None:
    editor, ann = scene.editor(), people.person()
    assert (
        ann.browser().post("/you/messages/postal", {"postal": "1 Quay, Bergen"}).status_code == 302
    )
    number = scene.queued(editor.viewer, scene.offer(channel=Channel.POST))
    lines = editor.browser().post(f"/desk/mailings/{number}/calls").content.decode()
    assert "1 Quay, Bergen" in lines
    assert scene.report(editor.viewer, number).reasons == {"nowhere": 1}


def test_a_stop_of_a_number_nobody_gave_is_kept_as_a_digest() -> None:
    with entered(scene.CORRESPONDENCE, JOB):
        assert post.stop_number(by=JOB, number=BOSTON)
        assert not post.stop_number(by=JOB, number=BOSTON)
    assert column("post_suppression", "address_digest") == [address_digest(BOSTON)]
