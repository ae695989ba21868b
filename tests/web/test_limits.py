"""Restricting and objecting: the pages, without scripts, under both packs."""

from __future__ import annotations

import pytest
from django.test import Client

from salerno.policy.purposes import PROFILE, RESEARCH, SURVEYS
from salerno.privacy import (
    restriction,
    rights,
    subjects,
)
from salerno.web.youcorrect import CHANGES
from tests import people
from tests.ground import pack
from tests.people import Person, words
from tests.privacy import restricting as hands
from tests.web.limiting import agree, ann, asked, forms_of, is_open

__all__ = ["ann", "asked", "pack"]

pytestmark = pytest.mark.usefixtures("asked")


@pytest.mark.clause("N-88", "works")
def test_what_one_changes_alone_has_its_control_and_reaches_who_holds_it(ann: Person) -> None:
    client = ann.browser()
    page = client.get("/you/correct").content.decode()
    held = {one.clause.id for some in rights.holdings(ann.subject) for one in some.holdings}
    own = {name: address for name, address in CHANGES.items() if name in held}
    assert {"accounts.name", "accounts.email", "accounts.region"} <= set(own)
    assert [one for one in own.values() if f'href="{one}"' not in page] == []
    hands.badge(ann)
    assert len(hands.badges()) == 1
    assert client.post("/you/profile", {"name": "Ann Writer"}).status_code == 302
    told = [one for one in hands.arrived() if one.get("notice") == "corrected"]
    assert [(one["fields"], one["values"]) for one in told] == [(["name"], {"name": "Ann Writer"})]


PAGES = (
    "/you/limits", "/you/limits/restrict", "/you/limits/object", "/you/correct/ask",
    "/you/consents",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_each_page_answers_its_owner_and_sends_a_visitor_to_sign_in(
    ann: Person, address: str
) -> None:
    people.person("ben@example.org", "Ben Other")
    agree(ann, RESEARCH)
    answer = ann.browser().get(address)
    assert answer.status_code == 200
    assert "Ben Other" not in answer.content.decode()
    assert Client().get(address).status_code == 302


def test_a_person_restricts_in_two_steps_and_sees_what_stands(ann: Person) -> None:
    client = ann.browser()
    assert "You have restricted nothing" in words(client.get("/you/limits"))
    sent = {"clause": "accounts.name", "ground": "accuracy", "words": "I married.",
            "review_date": ""}  # fmt: skip
    assert client.post("/you/limits/restrict", sent).status_code == 302
    page = client.get("/you/limits")
    for one in ("From now on nothing uses it", "You say that it is wrong", "We look at it by"):
        assert one in words(page)
    assert "Contested by you since" in words(client.get("/you"))
    receipt = page.content.decode().split("/you/limits/receipts/")[1].split('"')[0]
    assert client.get(f"/you/limits/receipts/{receipt}").json()["words"] == "I married."
    again = client.post("/you/limits/restrict", sent)
    assert (again.status_code, "This stands already" in words(again)) == (409, True)
    (action,) = [one for one in forms_of(page) if "take-back" in one]
    ben = people.person("ben@example.org", "Ben Other")
    assert ben.browser().post(action).status_code == 404
    assert client.post(action).status_code == 302
    assert client.post(action).status_code == 404
    assert "What has ended" in words(client.get("/you/limits"))


def test_a_person_objects_and_asks_for_a_correction(ann: Person) -> None:
    client = ann.browser()
    answer = client.post("/you/limits/object", {"purpose": "surveys", "words": ""}, follow=True)
    assert "It has stopped. We weigh your objection" in words(answer)
    assert not is_open(ann, SURVEYS)
    answer = client.post(
        "/you/correct/ask",
        {"clause": "accounts.age_answer", "words": "I was born in May.", "contested": "on"},
        follow=True,
    )
    assert "I was born in May." in words(answer)
    assert "We answer by" in words(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"clause": "accounts.name"},
        {"clause": "accounts.password", "ground": "accuracy", "words": "x"},
        {"clause": "no.such", "ground": "accuracy", "words": "x"},
        {"clause": "accounts.name", "ground": "marketing", "words": "x"},
        {"clause": "accounts.name", "ground": "accuracy", "words": ""},
        {"clause": "accounts.name", "ground": "accuracy", "words": "x" * 3000},
        {"clause": "accounts.name", "ground": "accuracy", "words": "\x00"},
        {"clause": "accounts.name", "ground": "claims", "words": "x", "review_date": "1999-01-01"},
        {"clause": "accounts.name", "ground": "claims", "words": "x", "review_date": "never"},
        {"clause": "accounts.name", "ground": "accuracy", "words": "x", "subject": "1"},
    ],
)
def test_bad_input_is_answered_in_words_and_restricts_nothing(
    ann: Person, sent: dict[str, str]
) -> None:
    assert ann.browser().post("/you/limits/restrict", sent).status_code in {400, 422}
    with hands.mine(ann):
        assert restriction.limits(ann.subject) == ()


def test_a_use_that_was_restricted_is_refused_with_a_sentence_and_no_error(ann: Person) -> None:
    hands.object_to(ann, SURVEYS)
    with hands.mine(ann):
        subjects.close(ann.subject, PROFILE, "limit 9")
    answer = ann.browser().post("/plain")
    assert answer.status_code == 403
    assert 'href="/you/limits"' in answer.content.decode()
    assert ann.browser().get("/plain").status_code == 200


def test_the_letter_goes_before_it_ends_and_says_when(ann: Person) -> None:
    number = hands.object_to(ann, SURVEYS).number
    olga = hands.officer()
    with hands.at_desk(olga):
        restriction.decide_objection(by=olga, number=number, upheld=False, reason="We must ask.")
        restriction.tell(by=olga, number=number, words="We ask once a year, and you may skip it.")
    mail = next(one for one in people.letters() if one.to == ann.email)
    assert "We ask once a year, and you may skip it." in mail.text
    assert mail.subject == "What you restricted will be used again"
    assert "It may end on" in words(ann.browser().get("/you/limits"))


def test_where_no_letter_may_go_it_is_told_another_way(ann: Person) -> None:
    number = hands.contest(ann, "accounts.email").number
    olga = hands.officer()
    hands.decide(olga, number)
    with hands.at_desk(olga), pytest.raises(Exception, match="No letter can reach"):
        restriction.tell(by=olga, number=number)
    hands.tell(olga, number)
