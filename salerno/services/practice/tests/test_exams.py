"""Practice exams: timed, gone on with after a disconnect, and silent until the end."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy import clock
from salerno.services.practice.tests.making import SECRET, fresh, learner
from salerno.services.practice.values import Bank
from tests.people import column, stored, words


def test_an_exam_is_gone_on_with_and_nothing_is_said_before_the_end(bank: Bank) -> None:
    ann, browser = learner("Ann")
    for _time in range(2):
        answer = browser.post(f"{bank.address}/exams")
        assert answer.headers["Location"] == f"{bank.address}/exams/1/1"
    browser.post(f"{bank.address}/exams/1/1", {"option": "0", "do": "on"})
    again = ann.browser().get(f"{bank.address}/exams/1/1").content.decode()
    assert ('value="0" checked' in again, SECRET in again) == (True, False)
    overview = words(ann.browser().get(f"{bank.address}/exams/1"))
    assert ("1 of 5" in overview, "right" in overview.lower().replace("is not right", "")) == (
        True, False,
    )  # fmt: skip
    assert (stored()["practice_exam"], stored()["practice_answer"]) == (1, 5)


def test_handed_in_twice_it_is_scored_once_and_then_told(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    browser.post(f"{bank.address}/exams")
    for place, option in ((1, "0"), (2, "1"), (3, "0")):
        browser.post(f"{bank.address}/exams/1/{place}", {"option": option, "do": "on"})
    for _time in range(2):
        browser.post(f"{bank.address}/exams/1", {"do": "submit"})
    said = words(browser.get(f"{bank.address}/exams/1"))
    assert ("2 of 5" in said, "40%; 70% would pass" in said, SECRET in said) == (True, True, True)
    late = browser.post(f"{bank.address}/exams/1/1", {"option": "1", "do": "on"})
    assert (late.status_code, column("practice_exam", "right")) == (409, [2])


def test_when_the_time_is_over_what_was_kept_counts(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    browser.post(f"{bank.address}/exams")
    browser.post(f"{bank.address}/exams/1/1", {"option": "0", "do": "on"})
    with clock.clock_ahead(timedelta(hours=1)):
        late = browser.post(f"{bank.address}/exams/1/2", {"option": "0", "do": "on"})
        said = words(browser.get(f"{bank.address}/exams/1"))
    assert (late.status_code, "1 of 5" in said) == (409, True)


def test_another_persons_exam_is_not_there(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    browser.post(f"{bank.address}/exams")
    _ben, other = learner("Ben")
    tried = [
        other.get(f"{bank.address}/exams/1"),
        other.get(f"{bank.address}/exams/1/1"),
        other.post(f"{bank.address}/exams/1", {"do": "submit"}),
        browser.get(f"{bank.address}/exams/1/99"),
    ]
    assert [one.status_code for one in tried] == [404] * 4
    assert fresh(bank).learners == 0
