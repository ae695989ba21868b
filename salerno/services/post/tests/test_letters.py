"""Letters: each names its purpose and ground, leaves by the one way out, and can be stopped."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL
from salerno.privacy import disclose
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import close
from salerno.services.post import actions, queries
from salerno.services.post import outbox as carrier
from salerno.services.post.values import Channel, NewLetter, Topic
from salerno.services.post.values.links import address_digest, write_stop
from tests import people
from tests.people import column, letters, stored, words

JOB = Viewer.job("test")


def a_letter(owner: int) -> NewLetter:
    """Something to send."""
    return NewLetter(owner, "greeting", "ann@example.org", "House", "Good day", "A few words.")


def test_a_message_without_a_purpose_is_not_sent() -> None:
    ann = people.person()
    for headers in ({}, {"X-Purpose": "whatever", "X-Owner": str(ann.subject)},
                    {"X-Purpose": "correspondence"}):  # fmt: skip
        message = mail.EmailMessage("Hello", "Words", None, [ann.email], headers=headers)
        with entered(CORRESPONDENCE, JOB), pytest.raises(GateError):
            message.send()
    assert stored()["post_letter"] == 0


def test_a_letter_is_written_down_accounted_for_and_delivered() -> None:
    ann = people.person()
    with entered(CORRESPONDENCE, JOB):
        actions.send(by=JOB, letter=a_letter(ann.subject))
    with entered(ACCOUNT, ann.viewer):
        [found] = queries.letters()
    assert (found.purpose, found.basis, found.text) == (
        "correspondence",
        "contract",
        "A few words.",
    )
    [gone] = letters()
    assert (gone.to, gone.subject) == (ann.email, "Good day")
    with entered(RECORD, JOB):
        [told] = disclose.received(ann.subject)
    assert (told.purpose, told.clause_ids, told.state) == (
        "correspondence", ("post.letters",), "sent",
    )  # fmt: skip


def test_nothing_goes_to_somebody_who_is_closed_for_it() -> None:
    ann = people.person()
    with entered(RECORD, JOB):
        close(ann.subject, MARKETING_MAIL, "withdrawn")
    with entered(MARKETING_MAIL, JOB), pytest.raises(Refused):
        actions.send(by=JOB, letter=a_letter(ann.subject))
    assert (stored()["post_letter"], letters()) == (0, [])


def test_each_person_reads_their_own_letters_only() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    with entered(CORRESPONDENCE, JOB):
        actions.send(by=JOB, letter=a_letter(ann.subject))
    assert "A few words." in words(ann.browser().get("/you/letters"))
    assert "A few words." not in words(ben.browser().get("/you/letters"))
    assert Client().get("/you/letters").status_code == 302


def test_a_channel_that_is_not_used_cannot_be_asked_for(pack: str) -> None:
    ann = people.person()
    unused = {"publisher": Channel.SMS, "school": Channel.POST}[pack]
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused):
        actions.wish(by=ann.viewer, topic=Topic.OFFERS, channel=unused, is_wanted=True)
    assert stored()["post_preference"] == 0


def test_what_was_stopped_is_kept_by_a_digest_and_twice_is_once() -> None:
    ann = people.person()
    link = write_stop(ann.subject, Topic.OFFERS, ann.email)
    for _press in range(2):
        assert Client().post(f"/letters/stop/{link}").status_code == 200
    assert column("post_suppression", "address_digest") == [address_digest("ANN@example.org ")]
    assert ann.email not in str(column("post_suppression", "address_digest"))
    assert column("post_preference", "how") == ["letter"]


def test_the_outbox_is_a_page_of_the_demonstration_only(settings: Any) -> None:
    ann = people.person()
    with entered(CORRESPONDENCE, JOB):
        actions.send(by=JOB, letter=a_letter(ann.subject))
    assert "A few words." in words(Client().get("/outbox"))
    gone = carrier.folder() / "gone.eml"
    gone.symlink_to("nowhere")  # as when an erasure takes a letter away while the page is made
    assert "A few words." in words(Client().get("/outbox"))
    settings.PRODUCTION = True
    assert Client().get("/outbox").status_code == 404
