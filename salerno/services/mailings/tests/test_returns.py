"""What comes back: reports about our letters, believed only with a key of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salerno.services.mailings.formats.returns import Verdict, read
from salerno.services.mailings.tests import scene
from salerno.services.post.values import Topic
from tests import people
from tests.people import column

TOKEN = {"Authorization": "Bearer carrier"}
DSN = """\
From: MAILER-DAEMON@carrier.example
To: {to}
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; carrier.example

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Subject: hello
{enclosed}
--b--
"""
ARF = """\
From: <abuse@carrier.example>
To: abuse@site.example
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A complaint.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Carrier/1
Version: 1

--b
Content-Type: message/rfc822

From: us
X-Return-To: {to}

Words.
--b--
"""


def dsn(to: str, action: str = "failed", status: str = "5.1.1", enclosed: str = "") -> str:
    """A report of delivery."""
    return DSN.format(to=to, action=action, status=status, enclosed=enclosed)


def report(message: str, headers: dict[str, str] | None = None) -> Any:
    """Hand it in, as the carrier does."""
    return Client().post("/api/returns", {"message": message}, headers=headers or TOKEN)


@pytest.fixture(autouse=True)
def carrier(settings: Any) -> None:
    settings.SALERNO_CARRIER_TOKEN = "carrier"


@pytest.mark.parametrize("kind", ["to", "enclosed", "complaint"])
def test_what_comes_back_for_good_ends_what_need_not_be_sent(kind: str) -> None:
    editor, ann = scene.editor(), people.person()
    number = scene.sent(editor.viewer, scene.offer())
    [mail] = scene.to(ann.email)
    [copy] = [one for one in scene.payloads() if one["to"] == ann.email]
    back = str(copy["envelope"])
    assert back == mail["X-Return-To"]
    assert ann.email not in back
    raw = {
        "to": dsn(back), "enclosed": dsn("post@site.example", enclosed=f"X-Return-To: {back}"),
        "complaint": ARF.format(to=back),
    }[kind]  # fmt: skip
    for _twice in range(2):
        assert report(raw).json() == {"said": "complaint" if kind == "complaint" else "hard"}
    fate = "complained" if kind == "complaint" else "bounced"
    assert scene.report(editor.viewer, number).fates == {"handed": 1, fate: 1}
    assert scene.tally(scene.saved(editor.viewer, scene.offer(topic=Topic.EVENTS))).excluded == {
        "stopped": 1, "recent": 1
    }  # fmt: skip
    scene.sent(editor.viewer, scene.service())
    assert len(scene.to(ann.email)) == 2


def test_what_may_arrive_later_ends_nothing() -> None:
    editor, ann = scene.editor(), people.person()
    scene.sent(editor.viewer, scene.offer())
    back = str(scene.to(ann.email)[0]["X-Return-To"])
    assert report(dsn(back, "delayed", "4.2.2")).json() == {"said": "soft"}
    assert column("post_suppression", "why") == []


def test_what_comes_back_in_a_row_ends_what_need_not_be_sent_and_one_that_arrives_does_not() -> (
    None
):
    editor, ann = scene.editor(), people.person()
    for turn in range(5):
        number = scene.sent(editor.viewer, scene.service(subject=f"Notice {turn}"))
        [copy] = [
            one for one in scene.payloads()
            if one["to"] == ann.email and f"Notice {turn}" in str(one)
        ]  # fmt: skip
        if turn == 1:
            continue  # this one arrives
        for _twice in range(2):
            said = report(dsn(str(copy["envelope"]), "failed", "4.2.2"))
            assert said.json() == {"said": "soft"}
        assert scene.report(editor.viewer, number).fates == {"handed": 1, "delayed": 1}
        assert column("post_suppression", "why") == (["bounced"] if turn == 4 else [])
    page = people.words(editor.browser().get(f"/desk/mailings/{number}"))
    assert "came back this time 1" in page
    assert "after 3 mailings in a row within 90 days" in page


def test_what_came_back_for_good_is_not_made_less_by_a_later_report() -> None:
    editor, ann = scene.editor(), people.person()
    number = scene.sent(editor.viewer, scene.offer())
    back = str(scene.to(ann.email)[0]["X-Return-To"])
    report(dsn(back))
    assert report(dsn(back, "delayed", "4.2.2")).json() == {"said": "soft"}
    assert scene.report(editor.viewer, number).fates == {"handed": 1, "bounced": 1}


@pytest.mark.parametrize("raw", [
    "", "words", "\x00\x01", dsn("return+" + "0" * 20 + "@site.example"), dsn("ann@example.org"),
    "To: return+" + "f" * 20 + "@x\n\nHi, I am on holiday.", DSN[:200], "x" * 100_000,
])  # fmt: skip
def test_what_is_no_report_of_ours_changes_nothing(raw: str) -> None:
    editor = scene.editor()
    scene.sent(editor.viewer, scene.offer())
    assert report(raw).json() == {"said": "nothing"}
    assert column("post_suppression", "why") == []


def test_an_answer_out_of_office_is_no_bounce() -> None:
    found = read(b"To: return+" + b"a" * 20 + b"@x\nAuto-Submitted: auto-replied\n\nAway.")
    assert found.verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "carrier"}]
)
def test_only_a_carrier_with_its_token_reports(headers: dict[str, str]) -> None:
    sent = {"message": "x", "from": "+16175550123", "text": "stop"}
    for path in ("/api/returns", "/api/texts"):
        assert Client().post(path, sent, headers=headers or {"X-None": "1"}).status_code == 403
        assert Client().get(path).status_code == 405
    assert column("post_suppression", "why") == []


def test_without_a_token_in_the_settings_nobody_reports(settings: Any) -> None:
    settings.SALERNO_CARRIER_TOKEN = ""
    assert report("x", {"Authorization": "Bearer "}).status_code == 403
