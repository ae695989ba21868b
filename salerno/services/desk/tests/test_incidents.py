"""Incidents, the 72 hours, whom they touched; recipients and their switch; erasing by request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import DESK
from salerno.privacy import clock, outbox
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.desk import queries
from salerno.services.desk.rules.cases import Outcome
from salerno.services.desk.tests.scene import asked, do, mails_to, row, staff
from salerno.services.desk.values import BreachView, NewBreach
from tests import people
from tests.people import Person

KNOWN = datetime(2026, 11, 20, 17, tzinfo=UTC)


def filed(officer: Person, **changes: Any) -> int:
    """An incident that touched profiles."""
    facts: dict[str, Any] = {
        "title": "A copy was sent to the wrong office", "nature": "A list left the house.",
        "tables": ("accounts_profile",), "aware_at": KNOWN, "likely": "Unwanted letters.",
        "measures": "The list was erased there.",
    }  # fmt: skip
    return int(do(officer, "file_breach", new=NewBreach(**(facts | changes))))


def seen(officer: Person, number: int) -> BreachView:
    """An incident as its officer reads it."""
    with entered(DESK, officer.viewer):
        found = queries.breach(officer.viewer, number)
    assert found is not None
    return found


def test_whom_an_incident_touched_is_worked_out_from_the_map() -> None:
    ann, bob = people.person(), people.person("bob@example.org", "Bob Other")
    officer = staff()
    one = filed(officer)
    assert do(officer, "count_affected", number=one) == 3
    touched = people.column("desk_breachperson", "owner_id")
    assert sorted(touched) == sorted([ann.subject, bob.subject, officer.subject])
    people.person("late@example.org", "Late Comer")
    assert do(officer, "count_affected", number=one) == 4
    before = filed(officer, tables=("privacy_collectionevent",), until_at=KNOWN - timedelta(9000))
    assert do(officer, "count_affected", number=before) == 0


def test_seventy_two_hours_run_from_when_it_was_known(pack: str) -> None:
    officer = staff()
    with clock.clock_at(KNOWN + timedelta(hours=1)):
        one = filed(officer)
        assert (seen(officer, one).due_at, seen(officer, one).is_late) == (
            KNOWN + timedelta(hours=72), False,
        )  # fmt: skip
    with clock.clock_at(KNOWN + timedelta(hours=73)):
        assert seen(officer, one).is_late
        do(officer, "authority_was_told", number=one, words="By their form; late by an hour.")
        assert not seen(officer, one).is_late
    assert "A list left the house." in seen(officer, one).draft
    sheet = officer.browser().get(f"/desk/incidents/{one}/notice")
    assert sheet.content.startswith(b"%PDF-")
    assert officer.browser().get("/desk/incidents/99999/notice").status_code == 404


def test_an_incident_past_its_hours_turns_the_health_page_red() -> None:
    officer = staff()
    with clock.clock_at(KNOWN + timedelta(hours=1)):
        one = filed(officer)
        assert Client().get("/health").json()["checks"]["incidents"] == "green"
    with clock.clock_at(KNOWN + timedelta(hours=73)):
        said = Client().get("/health")
        assert said.status_code == 503
        assert said.json()["checks"]["incidents"].startswith("1 incidents")
        do(officer, "authority_was_told", number=one, words="By their form, and why so late.")
        assert Client().get("/health").json()["checks"]["incidents"] == "green"


def test_a_file_closes_when_it_says_all_that_the_law_asks() -> None:
    officer, ann = staff(), people.person()
    one = filed(officer, is_high_risk=True)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("count_affected", {}), ("authority_was_told", {"words": "By their form."}),
        ("tell_affected", {}),
    ]  # fmt: skip
    for verb, given in steps:
        with pytest.raises(Refused):
            do(officer, "close_breach", number=one)
        do(officer, verb, number=one, **given)
    assert "Unwanted letters." in mails_to(ann.email)[0]
    assert do(officer, "tell_affected", number=one) == 0  # nobody is told twice
    do(officer, "close_breach", number=one)
    assert seen(officer, one).closed_at is not None


def test_an_incident_that_says_too_little_is_not_filed() -> None:
    officer = staff()
    for changes in (
        {"title": " "}, {"tables": ()}, {"tables": ("auth_group",)}, {"nature": ""},
        {"aware_at": clock.now() + timedelta(hours=1)},
        {"from_at": KNOWN, "until_at": KNOWN - timedelta(1)},
    ):  # fmt: skip
        with pytest.raises(Refused):
            filed(officer, **changes)
    browser = officer.browser()
    assert browser.post("/desk/incidents/new", {"title": "x"}).status_code == 422
    one = filed(officer)
    for sent in ({"do": "explode"}, {"do": "authority", "words": ""}, {"do": "persons"}):
        assert browser.post(f"/desk/incidents/{one}", sent).status_code in (400, 409, 422)


def test_a_recipient_is_stopped_at_once_with_a_reason() -> None:
    officer = staff()
    browser = officer.browser()
    address = "/desk/recipients/mail_carrier"
    assert browser.post(address, {"do": "stop", "reason": " "}).status_code == 422
    assert browser.post(address, {"do": "stop", "reason": "They lost a disk"}).status_code == 302
    assert outbox.stopped() == {"mail_carrier": "They lost a disk"}
    assert "They lost a disk" in people.words(browser.get("/desk/recipients"))
    assert browser.post(address, {"do": "start"}).status_code == 302
    assert outbox.stopped() == {}
    assert browser.post("/desk/recipients/nobody", {"do": "start"}).status_code == 404
    editor = staff(Role.EDITOR, "ed@example.net")
    assert editor.browser().post(address, {"do": "stop", "reason": "x"}).status_code == 403


@pytest.mark.clause("N-123", "works")
@pytest.mark.clause("N-124", "works")
def test_a_deletion_asked_of_the_desk_shows_its_plan_answers_and_leaves_no_residue() -> None:
    officer, ann = staff(), people.person()
    one = asked(ann, kind="erasure", words="Everything, please.").reference
    do(officer, "look_at_person", reference=one, reason="the plan")
    plan = people.words(officer.browser().get(f"/desk/requests/{one}/person"))
    assert "to prove what was agreed, under a pseudonym" in plan
    with pytest.raises(Refused):  # the answer goes first
        do(officer, "erase_person", reference=one)
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="Erased today.")
    assert do(officer, "erase_person", reference=one) > 0
    assert "Erased today." in mails_to(ann.email)[0]
    assert ann.email not in people.column("accounts_user", "email")
    for table, name in (("desk_case", "email"), ("desk_case", "words"), ("desk_caseletter", "text"),
                        ("desk_casestep", "words")):  # fmt: skip
        held = " ".join(str(value) for value in people.column(table, name))
        assert ("Everything" in held, ann.email in held) == (False, False)
    assert row(one).state == "answered"
    do(officer, "close", reference=one)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_statements_however_long(
    count: int, django_assert_max_num_queries: Any
) -> None:
    officer = staff()
    for _one in range(count):
        filed(officer)
    with entered(DESK, officer.viewer), django_assert_max_num_queries(14):
        assert len(queries.breaches(officer.viewer)) == count
