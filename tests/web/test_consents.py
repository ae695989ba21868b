"""Taking a yes back: at once, by the person alone, with what it stops said before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.transaction import atomic
from django.test import Client

from salerno.policy.purposes import CORRESPONDENCE, PERSONALISE, RESEARCH
from salerno.privacy import (
    choices,
    clock,
    intervals,
    ledger,
    withdrawal,
)
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import WriteRefused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.models import Choice, Disclosure, RightsStep
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import Demographics
from tests import people
from tests.ground import pack
from tests.people import Person, words
from tests.privacy import restricting as hands
from tests.web.limiting import agree, ann, asked, forms_of, is_open, link, topic_of

__all__ = ["ann", "asked", "pack"]

pytestmark = pytest.mark.usefixtures("asked")


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
