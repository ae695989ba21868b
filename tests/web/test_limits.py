"""Restricting, objecting, taking a yes back: the pages, without scripts, under both packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from salerno.policy.purposes import CORRESPONDENCE, PERSONALISE, PROFILE, RESEARCH, SURVEYS
from salerno.privacy import (
    choices,
    clock,
    intervals,
    law,
    ledger,
    restriction,
    rights,
    subjects,
    withdrawal,
)
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.doors import door
from salerno.privacy.errors import WriteRefused
from salerno.privacy.law import Basis, ChoiceForm
from salerno.privacy.models import Choice, Disclosure, RightsStep
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import Demographics
from salerno.web import yourevoke
from salerno.web.youcorrect import CHANGES
from tests import people
from tests.ground import pack
from tests.people import Person, words
from tests.privacy import restricting as hands

__all__ = ["pack"]


@door(PERSONALISE)
def arranged(request: HttpRequest) -> HttpResponse:
    """A page that needs a yes."""
    return HttpResponse("Arranged for you")


@door(PROFILE)
def plain(request: HttpRequest) -> HttpResponse:
    """A page that needs none."""
    return HttpResponse("The same for everybody")


urlpatterns = [
    path("arranged", arranged),
    path("plain", plain),
    path("", include("salerno.web.urls")),
]


@pytest.fixture(autouse=True)
def asked(pack: str, settings: Any) -> Iterator[None]:
    """A pack that asks before it studies and before it arranges; an office outside."""
    settings.ROOT_URLCONF = __name__
    held = law.in_force()
    ruled = dict(held.purposes)
    for one in (RESEARCH, PERSONALISE):
        ruled[one.id] = replace(
            ruled[one.id], bases={"": Basis.CONSENT}, choice=ChoiceForm.OPT_IN,
            text=f"We {one.id} for you.", ask=f"May we {one.id}?",
        )  # fmt: skip
    ruled[SURVEYS.id] = replace(ruled[SURVEYS.id], bases={"": Basis.LEGITIMATE_INTEREST})
    recipients = {**held.recipients, "office": hands.OFFICE}
    with law.under(replace(held, purposes=ruled, recipients=recipients, digest=f"ask-{pack}")):
        yield


@pytest.fixture
def ann() -> Person:
    return people.person()


def agree(who: Person, purpose: Purpose) -> str:
    with hands.mine(who):
        return choices.choose(who.subject, choices.ask(purpose), choices.State.GIVEN)


def link(who: Person, topic: str) -> str:
    return f"/you/consents/{yourevoke.write(who.subject, topic)}"


def is_open(who: Person, purpose: Purpose) -> bool:
    with hands.mine(who):
        return subjects.is_open(who.subject, purpose)


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


@pytest.mark.clause("N-111", "works")
def test_a_yes_is_taken_back_by_one_press_and_counts_in_the_same_request(ann: Person) -> None:
    agree(ann, RESEARCH)
    client = ann.browser()
    page = client.get("/you/consents")
    assert str(RESEARCH.title) in words(page)
    assert is_open(ann, RESEARCH)
    action = next(one for one in forms_of(page) if topic_of(one, ann) == "research")
    answer = client.post(action)
    assert answer.status_code == 302
    assert not is_open(ann, RESEARCH)
    left = forms_of(client.get("/you/consents"))
    assert "research" not in [topic_of(one, ann) for one in left]
    assert client.post(action).status_code == 302  # pressed twice
    with hands.mine(ann):
        assert (
            len([one for one in intervals.intervals(ann.subject) if one.topic == "research"]) == 1
        )


def topic_of(action: str, who: Person) -> str:
    token = action.partition("/you/consents/")[2]
    return yourevoke.read(token, who.subject) if token else ""


def forms_of(page: Any) -> list[str]:
    text = page.content.decode()
    return [one.split('"')[0] for one in text.split('action="')[1:]]


@pytest.mark.clause("N-111", "refused")
def test_a_link_that_was_signed_for_somebody_else_takes_nothing_back(ann: Person) -> None:
    ben = people.person("ben@example.org", "Ben Other")
    for one in (ann, ben):
        agree(one, RESEARCH)
    client = ben.browser()
    for address in (link(ann, "research"), link(ann, "research")[:-2] + "xx", "/you/consents/x"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 403
    assert (is_open(ann, RESEARCH), is_open(ben, RESEARCH)) == (True, True)
    assert Client().post(link(ann, "research")).status_code == 302  # to sign in
    assert is_open(ann, RESEARCH)


@pytest.mark.clause("N-112", "works")
def test_after_a_yes_ends_its_use_meets_nobody_receivers_hear_and_what_rests_on_it_goes(
    ann: Person,
) -> None:
    ben = people.person("ben@example.org", "Ben Other")
    for one in (ann, ben):
        agree(one, RESEARCH)
        hands.put(Demographics, owner_id=one.subject, gender="x")
    assert studied() == {ann.subject, ben.subject}
    ann.browser().post(link(ann, "research"))
    assert studied() == {ben.subject}
    with hands.mine(ann):
        (going,) = withdrawal.going(ann.subject)
    assert (going.clause, going.due_date) == (
        "accounts.demographics", clock.today() + timedelta(days=30),
    )  # fmt: skip
    assert withdrawal.end_due() == 0
    with clock.clock_at(hands.later(31)):
        assert withdrawal.end_due() == 1
        assert withdrawal.end_due() == 0
    assert hands.stored(Demographics, owner_id=ann.subject, gender="x") == 0
    assert hands.stored(Demographics, owner_id=ben.subject, gender="x") == 1


def studied() -> set[int]:
    with entered(RESEARCH, Viewer.job("study")):
        return set(Demographics._base_manager.values_list("owner_id", flat=True))


def test_a_new_yes_before_the_day_keeps_what_would_go(ann: Person) -> None:
    agree(ann, RESEARCH)
    hands.put(Demographics, owner_id=ann.subject, gender="x")
    ann.browser().post(link(ann, "research"))
    agree(ann, RESEARCH)
    with clock.clock_at(hands.later(31)):
        assert withdrawal.end_due() == 0
    assert hands.stored(Demographics, owner_id=ann.subject, gender="x") == 1


def test_who_received_on_that_yes_is_told_to_stop(ann: Person) -> None:
    with hands.mine(ann):
        topic = choices.Question(
            "office", ChoiceForm.OPT_IN, choices.Words("choice", "The office?"), (CORRESPONDENCE,)
        )
        choices.choose(ann.subject, topic, choices.State.GIVEN)
    hands.badge(ann)
    assert len(hands.badges()) == 1
    ann.browser().post(link(ann, "office"))
    assert hands.told() == ["stop"]


@pytest.mark.clause("N-112", "refused")
def test_a_job_that_began_before_drops_who_took_the_yes_back(
    ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = people.person("ben@example.org", "Ben Other")
    for one in (ann, ben):
        hands.badge(one, name=one.email)
    monkeypatch.setattr("salerno.privacy.outbox.stop", lambda *_a, **_k: 0)  # a stop that is lost
    with hands.mine(ann):
        topic = choices.Question(
            "office", ChoiceForm.OPT_IN, choices.Words("choice", "The office?"), (CORRESPONDENCE,)
        )
        choices.choose(ann.subject, topic, choices.State.REFUSED)
    assert [one["name"] for one in hands.badges()] == [ben.email]
    with entered(RECORD, Viewer.job("test")):
        rows = Disclosure.objects.exclude(purpose="rights")
        states = dict(rows.values_list("owner_id", "state"))
    assert states == {ann.subject: "stopped", ben.subject: "sent"}


@pytest.mark.clause("N-113", "works")
def test_what_was_done_on_a_yes_stands_and_its_interval_is_closed(ann: Person) -> None:
    start = clock.now()
    with clock.clock_at(start):
        given = agree(ann, RESEARCH)
    with clock.clock_at(start + timedelta(days=10)):
        ann.browser().post(link(ann, "research"))
    with clock.clock_at(start + timedelta(days=20)):
        again = agree(ann, RESEARCH)
    with hands.mine(ann):
        found = [one for one in intervals.intervals(ann.subject) if one.topic == "research"]
        valid = [
            intervals.agreed_at(ann.subject, "research", start + timedelta(days=days))
            for days in (-1, 0, 9, 10, 19, 20, 99)
        ]
    assert [(one.receipt, one.since, one.until) for one in found] == [
        (again, start + timedelta(days=20), None), (given, start, start + timedelta(days=10)),
    ]  # fmt: skip
    assert valid == ["", given, given, "", "", again, again]
    page = words(ann.browser().get("/you/consents"))
    assert "Valid from" in page
    assert ann.browser().get(f"/you/receipts/{given}").status_code == 200
    assert ledger.verify().is_whole


@pytest.mark.clause("N-113", "refused")
def test_a_receipt_is_neither_deleted_nor_dated_back(ann: Person) -> None:
    agree(ann, RESEARCH)
    hands.contest(ann, "accounts.name")
    with entered(RECORD, Viewer.job("test")), acting(Act("test", KEEPING)):
        for model in (Choice, RightsStep):
            rows = model.objects.filter(owner_id=ann.subject)
            with expecting_refusals(WriteRefused), pytest.raises(WriteRefused), atomic():
                rows.delete()
            for values in ({"at": clock.now() - timedelta(days=400)}, {"owner_id": 1}):
                with expecting_refusals(WriteRefused), pytest.raises(WriteRefused), atomic():
                    rows.update(**values)
            row = rows.first()
            assert row is not None
            row.at = clock.now() - timedelta(days=400)
            with expecting_refusals(WriteRefused), pytest.raises(WriteRefused), atomic():
                row.save()
    assert ledger.verify().is_whole


@pytest.mark.clause("N-114", "works")
def test_what_stops_is_listed_before_the_press_and_then_says_why_and_the_way_back(
    ann: Person,
) -> None:
    agree(ann, PERSONALISE)
    client = ann.browser()
    assert client.get("/arranged").status_code == 200
    for page in (client.get("/you/consents"), client.get(link(ann, "personalise"))):
        assert "If you take it back, this stops: We personalise for you." in words(page)
    client.post(link(ann, "personalise"))
    answer = client.get("/arranged")
    assert answer.status_code == 403
    assert f"You took back your yes to this: {PERSONALISE.title}." in words(answer)
    assert 'href="/you/choices#choice-personalise"' in answer.content.decode()
    client.post("/you/choices", {"personalise": "on"})
    assert client.get("/arranged").status_code == 200


@pytest.mark.clause("N-114", "refused")
def test_what_needs_no_yes_goes_on(ann: Person) -> None:
    agree(ann, PERSONALISE)
    client = ann.browser()
    before = {one: client.get(one).status_code for one in ("/plain", "/you", "/you/profile", "/")}
    client.post(link(ann, "personalise"))
    assert {one: client.get(one).status_code for one in before} == before
    assert client.post("/you/profile", {"name": "Ann Writer"}).status_code == 302
    assert Client().get("/arranged").status_code == 200  # nobody's yes is asked of a visitor


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
