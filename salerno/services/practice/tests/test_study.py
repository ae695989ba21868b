"""Practising in a browser: asked, answered once, told why; no key before the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.services.practice import models, queries
from salerno.services.practice.queries import content
from salerno.services.practice.tests.making import (
    SECRET,
    answer_in,
    ask,
    fresh,
    learner,
    respond,
    rows,
    study,
)
from salerno.services.practice.values import Bank
from tests import people
from tests.people import column, stored, words


@pytest.mark.clause("N-64", "works")
def test_a_learner_answers_with_confidence_and_sees_why(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    page = browser.get(f"{bank.address}/question")
    assert [one for one in ("20%", "40%", "60%", "80%", "95%") if one not in words(page)] == []
    sent = {"answer": answer_in(page.content.decode()), "option": "0", "sure": "80"}
    told = browser.post(f"{bank.address}/question", sent, follow=True)
    said = words(told)
    asked = ("Right option", SECRET, "Why this question?", "80% sure", "Next question")
    assert [one for one in asked if one not in said] == []
    assert column("practice_answer", "sure") == [80]


@pytest.mark.clause("N-64", "refused")
def test_no_key_and_no_reason_leaves_before_the_answer_nor_for_another(bank: Bank) -> None:
    ann, browser = learner("Ann")
    page = browser.get(f"{bank.address}/question").content.decode()
    assert (SECRET in page, "is_right" in page, "Best answer" in page) == (False, False, False)
    answered = respond(ann, bank)
    _ben, other = learner("Ben")
    found = other.get(f"{bank.address}/answers/{answered}")
    assert (found.status_code, SECRET in found.content.decode()) == (404, False)
    with entered(PRACTICE, _ben.viewer):
        assert list(models.Answer.objects.filter(owner_id=ann.subject)) == []


def test_sent_twice_the_first_answer_stands(bank: Bank) -> None:
    ann, browser = learner("Ann")
    put = ask(ann, bank)
    assert put is not None
    for option in ("1", "0"):
        sent = {"answer": put.answer_id, "option": option, "sure": "95"}
        answer = browser.post(f"{bank.address}/question", sent)
        assert answer.headers["Location"] == f"{bank.address}/answers/{put.answer_id}"
    assert (column("practice_answer", "chosen"), column("practice_card", "times")) == ([1], [1])


def test_going_back_and_loading_again_meets_the_same_question(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    pages = [browser.get(f"{bank.address}/question").content.decode() for _time in range(3)]
    assert len({answer_in(one) for one in pages}) == 1
    assert stored()["practice_answer"] == 1


def test_left_for_later_another_question_comes_and_nothing_counts(bank: Bank) -> None:
    ann, browser = learner("Ann")
    first = ask(ann, bank)
    assert first is not None
    sent = {"answer": first.answer_id, "do": "later"}
    page = browser.post(f"{bank.address}/question", sent, follow=True)
    assert first.ask not in words(page)
    assert (stored()["practice_answer"], stored()["practice_card"]) == (1, 0)


@pytest.mark.parametrize(
    "sent",
    [
        {"option": "0"},
        {"sure": "80"},
        {"option": "7", "sure": "80"},
        {"option": "0", "sure": "99"},
        {"option": "x\x00", "sure": "80"},
        {"option": "9" * 400, "sure": "80"},
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_stored(
    bank: Bank, sent: dict[str, str]
) -> None:
    ann, browser = learner("Ann")
    put = ask(ann, bank)
    assert put is not None
    answer = browser.post(f"{bank.address}/question", sent | {"answer": put.answer_id})
    assert answer.status_code in {400, 422}
    assert column("practice_answer", "chosen") == [None]


def test_another_persons_question_is_not_answered(bank: Bank) -> None:
    ann, _browser = learner("Ann")
    _ben, browser = learner("Ben")
    theirs = ask(ann, bank)
    assert theirs is not None
    sent = {"answer": theirs.answer_id, "option": "0", "sure": "80"}
    assert browser.post(f"{bank.address}/question", sent).status_code == 404
    assert column("practice_answer", "chosen") == [None]


def test_what_was_wrong_comes_back_after_three_others_until_it_is_learned(bank: Bank) -> None:
    ann, _browser = learner("Ann")
    study(ann, bank, [(False, 80), *[(True, 80)] * 3], clock.now())
    again = ask(ann, bank)
    first = rows(ann, bank)[0]
    assert again is not None
    assert (rows(ann, bank)[-1].item_id, again.why) == (first.item_id, "repeat")
    respond(ann, bank, right=True, sure=95)
    with entered(PRACTICE, ann.viewer):
        card = models.Card.objects.get(item_id=first.item_id, owner_id=ann.subject)
    assert (card.is_learned, card.back_at, card.times) == (True, 0, 2)


def test_time_is_the_servers_and_idle_is_capped(bank: Bank) -> None:
    ann, _browser = learner("Ann")
    at = clock.now()
    for wait in (timedelta(seconds=42), timedelta(hours=3)):
        with clock.clock_at(at):
            ask(ann, bank)
        with clock.clock_at(at + wait):
            respond_open(ann, bank)
        at += timedelta(days=1)
    assert column("practice_answer", "seconds") == [42, 300]
    assert sum(column("practice_sitting", "seconds")) == 342


def respond_open(person: people.Person, bank: Bank) -> None:
    """Answer what is open as it is, without loading its page again."""
    from_page = rows(person, bank)[-1].pk
    browser = person.browser()
    sent = {"answer": from_page, "option": "0", "sure": "80"}
    assert browser.post(f"{bank.address}/question", sent).status_code == 302


def test_a_module_is_studied_alone_and_an_unknown_one_is_not_there(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    page = words(browser.get(f"{bank.address}/question?module=lung"))
    assert "Lung" in page
    assert browser.get(f"{bank.address}/question?module=nobody").status_code == 404


def test_a_visitor_reads_about_a_bank_and_is_sent_to_sign_in(bank: Bank) -> None:
    visitor = people.person("v@example.org").browser()
    visitor.logout()
    assert "Sign in to begin" in words(visitor.get(bank.address))
    assert visitor.get(f"{bank.address}/question").status_code == 302


def test_pages_cost_the_same_with_one_answer_and_with_many(bank: Bank) -> None:
    ann, browser = learner("Ann")
    respond(ann, bank)
    paths = ["", "/report", "/shared", "/recharge", "/record", "/exams", "/plan"]
    before = [cost(browser, f"{bank.address}{one}") for one in paths]
    study(ann, bank, [(True, 95), (False, 20), (True, 60)] * 4, clock.now())
    after = [cost(browser, f"{bank.address}{one}") for one in paths]
    assert before == after


def test_how_many_met_a_question_is_known_to_every_worker(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered(PRACTICE, learner("Eva")[0].viewer):
        elsewhere = content.held(bank)
    for name in ("Ann", "Ben", "Cem"):
        respond(learner(name)[0], bank)
    shown = dict.fromkeys(elsewhere.pool.shown, 0)  # what another worker read before they came
    stale = replace(elsewhere, pool=replace(elsewhere.pool, shown=shown))
    monkeypatch.setitem(content._held, bank.id, stale)
    now = fresh(bank)
    with entered(PRACTICE, learner("Dia")[0].viewer):
        pool = content.held(now).pool
    assert (now.learners, pool.learners, sum(pool.shown.values())) == (3, 3, 3)


def test_a_question_left_for_later_counts_nobody_twice(bank: Bank) -> None:
    ann, browser = learner("Ann")
    for _time in range(3):
        number = answer_in(browser.get(f"{bank.address}/question").content.decode())
        assert met(ann, bank) == (1, 1)
        browser.post(f"{bank.address}/question", {"answer": number, "do": "later"})
        assert met(ann, bank) == (0, 0)


def met(person: people.Person, bank: Bank) -> tuple[int, int]:
    """The learners of a bank, and how often a question of it was met."""
    now = fresh(bank)
    with entered(PRACTICE, person.viewer):
        return now.learners, sum(content.held(now).pool.shown.values())


def cost(browser: Client, path: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200
    return len(caught)


@pytest.mark.clause("H-34", "works")
def test_the_learner_sees_the_estimate_and_why_an_item_was_chosen(bank: Bank) -> None:
    ann, browser = learner("Ann")
    answer = respond(ann, bank)
    said = words(browser.get(f"{bank.address}/answers/{answer}"))
    assert "Your ability there was estimated at 0" in said
    assert "expect" in words(browser.get(f"{bank.address}/report"))
    with entered(PRACTICE, ann.viewer):
        overview = queries.overview(fresh(bank))
    known = [one.estimate for each in overview.modules for one in each.stands if one.estimate]
    assert [one.mean > 0 for one in known] == [True]
