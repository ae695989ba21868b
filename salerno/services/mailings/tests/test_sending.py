"""Mailings: what may go out, to whom, and what is left of each copy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, EDITORIAL, MARKETING_MAIL
from salerno.privacy import choices, clock, disclose
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import Payload
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.purposes import RECORD
from salerno.services.accounts.clauses import EMAIL
from salerno.services.mailings import actions, queries
from salerno.services.mailings.tests import scene
from salerno.services.post import actions as post
from salerno.services.post.values import Channel, Sort, Topic
from tests import people
from tests.people import column, words

PUBLISHER = pytest.mark.parametrize("pack", ["publisher"], indirect=True)
SCHOOL = pytest.mark.parametrize("pack", ["school"], indirect=True)
FORM = {
    "sort": "offer", "topic": "offers", "channel": "email", "subject": "Two months on us",
    "body": "Good day.", "most_shows": "3", "ends_date": "",
}  # fmt: skip


def refuse(who: people.Person) -> None:
    """Say no to offers as a whole."""
    with entered(ACCOUNT, who.viewer):
        choices.choose(who.subject, choices.ask(MARKETING_MAIL), choices.State.REFUSED)


@pytest.mark.clause("N-46", "refused")
@pytest.mark.clause("H-72", "refused")
@pytest.mark.parametrize("new", [
    scene.content(body="Words.\n\n:::offer\nBuy.\n:::"), scene.service(body=":::offer\nBuy\n:::"),
    scene.content(topic=Topic.OFFERS), scene.service(topic=Topic.OFFERS), scene.offer(topic=""),
    scene.offer(topic=Topic.CONTENTS), scene.offer(topic="all"), scene.offer(topic="from_nobody"),
    scene.offer(body=":::offer\nBuy"), scene.offer(body="[x](javascript:void)"),
    scene.offer(subject="  "), scene.offer(body=" \n "), scene.offer(subject="a\x00b"),
    scene.service(channel=Channel.POPUP),
])  # fmt: skip
def test_what_a_message_may_not_be_is_never_stored(new: Any) -> None:
    with pytest.raises(Refused) as refused:
        scene.saved(Viewer.person(people.person().subject), new)
    assert refused.value.status == 422
    assert column("mailings_campaign", "id") == []


def test_content_does_not_go_round_who_did_not_ask_for_it() -> None:
    editor, ann = scene.editor(), people.person()
    number = scene.sent(editor.viewer, scene.content())
    assert scene.report(editor.viewer, number).reasons == {"unwanted": 2}
    assert scene.to(ann.email) == []


@pytest.mark.clause("N-49", "works")
def test_who_said_no_is_not_among_the_people_and_is_counted_before_sending() -> None:
    editor = scene.editor()
    ann, ben, cid = (people.person(f"{one}@example.org") for one in ("ann", "ben", "cid"))
    refuse(ann)
    scene.wish(ben, Topic.OFFERS, on=False)
    number = scene.saved(editor.viewer, scene.offer())
    said = words(editor.browser().get(f"/desk/mailings/{number}"))
    assert "Get it 2 Do not get it 2" in said
    assert "said no to messages of this kind 1" in said
    assert ann.email not in said
    assert column("mailings_delivery", "id") == []
    assert editor.browser().post(f"/desk/mailings/{number}/act", {"do": "send"}).status_code == 302
    while scene.jobs.send_due():
        pass
    scene.jobs.send_due()
    assert {one["To"] for one in scene.mails()} == {editor.email, cid.email}


@pytest.mark.clause("N-89", "refused")
def test_there_is_no_option_that_goes_round_what_people_chose() -> None:
    editor = scene.editor()
    browser = editor.browser()
    page = browser.get("/desk/mailings/new").content.decode()
    assert "ignore" not in page.lower()
    for extra in ("ignore_preferences", "force", "state", "to"):
        answer = browser.post("/desk/mailings/new", FORM | {extra: "on"})
        assert answer.status_code == 400
    assert column("mailings_campaign", "id") == []
    assert browser.post("/desk/mailings/new", FORM).status_code == 302


def test_paragraphs_come_with_the_line_ends_of_a_browser() -> None:
    editor = scene.editor()
    sent = FORM | {"body": "Good day.\r\n\r\n:::offer\r\nTwo months.\r\n:::"}
    assert editor.browser().post("/desk/mailings/new", sent).status_code == 302
    assert column("mailings_campaign", "body") == ["Good day.\n\n:::offer\nTwo months.\n:::"]


@pytest.mark.clause("N-90", "works")
@pytest.mark.parametrize("sort", [Sort.OFFER, Sort.CONTENT])
def test_what_need_not_be_sent_says_where_we_are_and_what_stops_it(sort: Sort) -> None:
    editor, ann = scene.editor(), people.person()
    scene.wish(ann, Topic.CONTENTS, on=True)
    scene.sent(editor.viewer, scene.offer() if sort == Sort.OFFER else scene.content())
    [mail] = scene.to(ann.email)
    link = mail["List-Unsubscribe"].strip("<>")
    html = mail.get_body(("html",))
    assert html is not None
    for body in (scene.plain(mail), html.get_content()):
        assert link in " ".join(body.split())
        assert in_force().operator.address in " ".join(body.split())
    assert Client().post(link.removeprefix(scene.BASE)).status_code == 200


@pytest.mark.clause("N-90", "refused")
@pytest.mark.parametrize("missing", ["stop_address", "operator.address"])
@pytest.mark.parametrize("kind", ["txt", "html"])
def test_a_template_without_the_stop_or_the_address_is_not_scheduled(
    tmp_path: Path, settings: Any, missing: str, kind: str
) -> None:
    parts = {"stop_address": "{{ stop_address }}", "operator.address": "{{ operator.address }}"}
    parts.pop(missing)
    place = tmp_path / "mailings" / "letters"
    place.mkdir(parents=True)
    (place / f"letter.{kind}").write_text("{{ words }} " + " ".join(parts.values()))
    editor = scene.editor()
    number = scene.saved(editor.viewer, scene.offer())
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    with entered(EDITORIAL, editor.viewer), pytest.raises(Refused, match="does not say"):
        actions.queue(by=editor.viewer, campaign_id=number, origin=scene.BASE)
    assert column("mailings_campaign", "state") == ["draft"]


@pytest.mark.clause("H-72", "works")
def test_what_has_to_be_sent_reaches_everybody_and_each_copy_is_recorded() -> None:
    editor, ann = scene.editor(), people.person()
    refuse(ann)
    for one in Topic:
        scene.wish(ann, one, on=False)
    number = scene.sent(editor.viewer, scene.service())
    [mail] = scene.to(ann.email)
    assert mail["List-Unsubscribe"] is None
    with entered(EDITORIAL, editor.viewer):
        found = queries.statuses(number)
    assert [one.fate_title for one in found] == ["the carrier has it"] * 2
    with entered(ACCOUNT, ann.viewer):
        assert "closed on Sunday" in words(ann.browser().get("/you/letters"))


def test_an_offer_comes_once_a_month() -> None:
    editor, ann = scene.editor(), people.person()
    scene.sent(editor.viewer, scene.offer())
    again = scene.sent(editor.viewer, scene.offer(topic=Topic.EVENTS))
    assert scene.report(editor.viewer, again).reasons == {"recent": 2}
    with clock.clock_ahead(timedelta(days=31)):
        assert scene.tally(scene.saved(editor.viewer, scene.offer())).recipients == 2
    assert len(scene.to(ann.email)) == 1


def test_a_job_that_is_stopped_goes_on_and_sends_nothing_twice() -> None:
    editor = scene.editor()
    for n in range(5):
        people.person(f"p{n}@example.org")
    number = scene.queued(editor.viewer, scene.offer())
    scene.jobs.send_due(2)
    assert scene.report(editor.viewer, number).fates == {"handed": 2, "queued": 4}
    scene.jobs.send_due(3)
    scene.jobs.send_due()
    scene.jobs.send_due()
    assert scene.report(editor.viewer, number).fates == {"handed": 6}
    assert len(scene.mails()) == len({one["To"] for one in scene.mails()}) == 6


def test_what_has_not_left_stays_when_an_editor_stops_it() -> None:
    editor = scene.editor()
    people.person()
    number = scene.queued(editor.viewer, scene.offer())
    scene.jobs.send_due(1)
    browser = editor.browser()
    assert browser.post(f"/desk/mailings/{number}/act", {"do": "stop"}).status_code == 302
    scene.jobs.send_due()
    assert scene.report(editor.viewer, number).fates == {"dropped": 1, "handed": 1}
    assert browser.post(f"/desk/mailings/{number}/act", {"do": "stop"}).status_code == 409
    assert browser.post(f"/desk/mailings/{number}/act", {"do": "send"}).status_code == 409
    assert browser.post(f"/desk/mailings/{number}/act", {"do": "what"}).status_code == 400


@SCHOOL
@pytest.mark.clause("H-73", "works")
def test_each_of_those_we_write_for_is_a_topic_of_its_own(pack: str) -> None:
    editor, ann, ben = scene.editor(), people.person(), people.person("ben@example.org")
    browser = editor.browser()
    sent = {"slug": "harbour-clinics", "name": "Harbour Clinics", "is_active": "on"}
    assert browser.post("/desk/mailings/partners", sent).status_code == 302
    page = words(ann.browser().get("/you/messages"))
    for one in ("Aldersey Medical School", "Aldersey University", "Harbour Clinics"):
        assert one in page
    scene.wish(ann, "from_harbour_clinics", on=False)
    number = scene.sent(editor.viewer, scene.offer(topic="from_harbour_clinics"))
    assert scene.report(editor.viewer, number).reasons == {"unwanted": 1}
    assert (scene.to(ann.email), len(scene.to(ben.email))) == ([], 1)
    [mail] = scene.to(ben.email)
    assert "nobody else has your address" in " ".join(scene.plain(mail).split())
    assert mail["From"].addresses[0].addr_spec == in_force().operator.email
    with clock.clock_ahead(timedelta(days=31)):
        other = scene.saved(editor.viewer, scene.offer(topic="from_aldersey_university"))
        assert scene.tally(other).recipients == 3


@SCHOOL
@pytest.mark.clause("H-73", "refused")
def test_the_list_is_handed_to_nobody(pack: str) -> None:
    ann = people.person()
    listed = Payload("test.list", {"to": EMAIL})
    with entered(MARKETING_MAIL, Viewer.job("test")), pytest.raises(Refused):
        disclose.disclose(listed, "university", {ann.subject: {"to": ann.email}}, ground="asked")
    refuse(ann)
    for topic in ("from_aldersey_university", "from_aldersey_medical_school", "offers"):
        assert scene.tally(scene.saved(ann.viewer, scene.offer(topic=topic))).recipients == 0


@PUBLISHER
def test_the_publisher_writes_for_nobody_but_itself(pack: str) -> None:
    editor = scene.editor()
    sent = {"slug": "halden", "name": "Halden", "is_active": "on"}
    assert editor.browser().post("/desk/mailings/partners", sent).status_code == 422
    with pytest.raises(Refused, match="this name"):
        scene.saved(editor.viewer, scene.offer(topic="from_halden"))


@pytest.mark.clause("H-41", "works")
def test_notice_of_a_new_version_reaches_account_holders_and_is_recorded() -> None:
    editor, ann = scene.editor(), people.person()
    refuse(ann)
    browser = editor.browser()
    place = browser.post("/desk/mailings/notice")["Location"]
    assert browser.post("/desk/mailings/notice")["Location"] == place
    assert "privacy policy changes" in words(browser.get(place))
    assert browser.post(f"{place}/act", {"do": "send"}).status_code == 302
    scene.jobs.send_due()
    scene.jobs.send_due()
    assert "/privacy/changes" in scene.plain(scene.to(ann.email)[0])
    assert column("mailings_delivery", "fate") == ["handed", "handed"]
    with entered(RECORD, Viewer.job("test")):
        assert [one.state for one in disclose.received(ann.subject)] == ["sent"]


def test_the_desk_is_for_editors_with_two_factors(pack: str) -> None:
    ann = people.person()
    for path in ("/desk/mailings", "/desk/mailings/new", "/desk/mailings/partners"):
        assert ann.browser().get(path).status_code == 403
        assert Client().get(path).status_code == 302
    editor = scene.editor()
    for path in ("999", "0", str(2**63)):
        assert editor.browser().get(f"/desk/mailings/{path}").status_code == 404


def test_lists_take_as_many_statements_for_three_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    editor = scene.editor()
    number = scene.sent(editor.viewer, scene.offer())
    with entered(EDITORIAL, editor.viewer):
        with django_assert_max_num_queries(8) as few:
            queries.statuses(number)
            queries.campaigns()
        for n in range(3):
            people.person(f"p{n}@example.org")
            scene.saved(editor.viewer, scene.offer())
    again = scene.sent(editor.viewer, scene.service())
    with entered(EDITORIAL, editor.viewer), django_assert_max_num_queries(len(few)):
        assert len(queries.statuses(again)) == 4
        assert len(queries.campaigns()) == 5


def test_letters_stand_alone_with_what_they_were_for() -> None:
    ann = people.person()
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused):
        post.wish(by=ann.viewer, topic="nothing", channel="email", is_wanted=False)
