"""Passing, evaluating, claiming, and the certificate."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, ANALYTICS, COMMUNITY, CREDITS
from salerno.privacy import clock, facts, rights
from salerno.privacy.context import entered
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.testing import expecting_refusals
from salerno.services.credits import actions, jobs, models, queries
from salerno.services.credits.tests.scene import (
    DESK,
    activity,
    body,
    claimed,
    identified,
    learner,
    passed,
)
from tests import people
from tests.people import column, words


@pytest.mark.clause("N-55", "works")
def test_passing_and_evaluation_give_a_credit_a_certificate_and_a_line() -> None:
    ann, fever = learner(), activity()
    browser = ann.browser()
    page = words(browser.get(fever.address))
    assert "Nobody supported it." in page
    assert "up to 1.00 credits" in page
    wrong = browser.post(f"{fever.address}/exam", {f"q{n}": "0" for n in range(4)})
    assert "Not passed yet" in words(wrong)
    right = browser.post(f"{fever.address}/exam", {f"q{n}": "1" for n in range(4)})
    assert "100% right" in words(right)
    browser.post(f"{fever.address}/evaluation", {"e_goals": "5", "e_more": "Nothing."})
    answer = browser.post(
        f"{fever.address}/claim", {"kind": "pra", "amount": "0.75", "name": "Ann Learner, MD"}
    )
    where = answer.headers["Location"]
    said = words(Client().get(where))
    for one in ("Ann Learner, MD", "0.75 credits, AMA PRA Category 1 Credit", "Of fever", "ACT-"):
        assert one in said
    assert "ann@example.org" not in said
    sheet = browser.get(f"{where}/sheet")
    assert sheet.content.startswith(b"%PDF")
    assert (
        people.person("ben@example.org", "Ben").browser().get(f"{where}/sheet").status_code == 404
    )
    record = words(browser.get("/credits"))
    [row] = column("credits_credit", "claimed_at")
    assert "0.75 credits" in record
    assert str(clock.today().year + 6) in record
    assert row is not None


@pytest.mark.clause("N-55", "refused")
@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [("pra", "1.25", "more than"), ("pra", "0.6", "quarters"), ("pra", "0", "Claim something"),
     ("pra", "-0.25", "Claim something"), ("pra", "NaN", "Claim something"),
     ("other", "0.25", "no such credit")],
)  # fmt: skip
def test_more_than_the_most_or_no_quarter_is_refused(kind: str, amount: str, said: str) -> None:
    ann, fever = learner(), activity()
    passed(ann, fever)
    with pytest.raises(Refused, match=said):
        claimed(ann, fever, kind, amount)
    assert column("credits_credit", "id") == []


@pytest.mark.clause("N-55", "refused")
def test_twice_before_passing_and_after_the_end_is_refused() -> None:
    ann, fever = learner(), activity()
    with pytest.raises(Refused, match="Pass the activity"):
        claimed(ann, fever)
    passed(ann, fever)
    claimed(ann, fever)
    with pytest.raises(Refused, match="already"):
        claimed(ann, fever, amount="0.25")
    with clock.clock_at(fever.ends_at + timedelta(seconds=1)), entered(ACCOUNT, ann.viewer):
        later = queries.activity("fever")
        assert later is not None
        with pytest.raises(Refused, match="has ended"):
            actions.claim(
                by=ann.viewer, activity=later, kind="moc", amount=Decimal("0.25"), name="Ann"
            )
    assert len(column("credits_credit", "id")) == 1


def test_tries_run_out_and_whoever_passed_does_not_answer_again() -> None:
    ann, ben, fever = learner(), learner("ben"), activity()
    with entered(ACCOUNT, ann.viewer):
        for _n in range(2):
            actions.answer(by=ann.viewer, activity=fever, given=[0, 0, 0, None])
        with pytest.raises(Refused, match="No try is left"):
            actions.answer(by=ann.viewer, activity=fever, given=[1, 1, 1, 1])
    passed(ben, fever)
    with entered(ACCOUNT, ben.viewer), pytest.raises(Refused, match="passed this"):
        actions.answer(by=ben.viewer, activity=fever, given=[1, 1, 1, 1])


def test_without_a_record_nothing_is_stored() -> None:
    cara, fever = people.person("cara@example.org", "Cara"), activity()
    with entered(ACCOUNT, cara.viewer), pytest.raises(Refused, match="Begin your record"):
        actions.answer(by=cara.viewer, activity=fever, given=[1, 1, 1, 1])
    assert column("credits_try", "id") == []


@pytest.mark.clause("H-78", "works")
def test_a_completion_told_by_another_room_yields_a_verifiable_certificate() -> None:
    ann, course = learner(), activity("course", way="told")
    stranger = people.person("dan@example.org", "Dan")
    with entered(ACCOUNT, ann.viewer):
        facts.record("course.passed", ann.subject, course.item_id)
        facts.record("course.passed", stranger.subject, course.item_id)
    assert jobs.catch_up() == 1
    assert jobs.catch_up() == 0
    with entered(ACCOUNT, ann.viewer):
        actions.evaluate(by=ann.viewer, activity=course, answers={"goals": 4})
    number = claimed(ann, course)
    assert "Ann Learner, MD" in words(Client().get(f"/credits/certificates/{number}"))
    assert column("credits_completion", "owner_id") == [ann.subject]


@pytest.mark.clause("H-78", "refused")
def test_a_completion_is_not_set_by_hand_without_a_reason_nor_seen_by_others() -> None:
    ann, ben, fever = learner(), learner("ben"), activity()
    officer = people.person("desk@example.org", "Desk")
    with entered(CREDITS, officer.viewer, ground="test"):
        with pytest.raises(Refused, match="Say why"):
            actions.set_completed(
                by=officer.viewer, subject=ann.subject, activity=fever, reason="  ok "
            )
        actions.set_completed(
            by=officer.viewer, subject=ann.subject, activity=fever,
            reason="She sat the paper exam of 3 November.",
        )  # fmt: skip
    assert "paper exam of 3 November" in words(ann.browser().get("/you/looked"))
    with entered(ACCOUNT, ben.viewer):
        assert not models.Completion.objects.exists()
        assert queries.progress(fever).completed_at is None


@pytest.mark.clause("N-16", "works")
def test_a_board_identity_is_held_once_sealed_and_shown_masked_to_its_owner() -> None:
    body("council")
    ann = identified(learner(), "council")
    stored = [*column("credits_boardnumber", "number"), *column("credits_identity", "birthday"),
              *column("credits_identity", "licence")]  # fmt: skip
    assert len(stored) == 3
    assert not any(one in str(stored) for one in ("4477120", "02-29", "90210"))
    with entered(ACCOUNT, ann.viewer):
        assert queries.identity().birthday == "02-29"
    said = words(ann.browser().get("/credits/boards"))
    assert "4477120" not in said
    assert "02-29" not in said


HELD: tuple[tuple[Any, str], ...] = ((models.BoardNumber, "number"), (models.Identity, "birthday"))


@pytest.mark.clause("N-16", "refused")
@pytest.mark.parametrize("purpose", [COMMUNITY, ANALYTICS])
def test_no_other_use_reads_a_board_identity(purpose: Purpose) -> None:
    body("council")
    ann = identified(learner(), "council")
    with entered(purpose, ann.viewer), expecting_refusals():
        for model, name in HELD:
            with pytest.raises(GateError):
                list(model.objects.values_list(name))


def test_after_erasure_a_number_verifies_nothing_and_the_record_stays_without_a_name() -> None:
    ann, fever = identified(learner()), activity()
    passed(ann, fever)
    number = claimed(ann, fever)
    rights.erase(ann.subject, ground="a test")
    answer = Client().get(f"/credits/certificates/{number}")
    assert answer.status_code == 404
    assert "Ann" not in words(answer)
    assert column("credits_certificate", "name") == []
    assert column("credits_boardnumber", "number") == []
    assert column("credits_credit", "amount") != []


def test_a_desk_cannot_guess_nor_list_certificates() -> None:
    assert Client().get("/credits/certificates/x%00y").status_code in (400, 404)
    assert Client().get("/credits/certificates/AAAAA-BBBBB-CCCCC-DDDDD").status_code == 404
    with entered(CREDITS, DESK, ground="test"):
        assert queries.certificate("") is None
