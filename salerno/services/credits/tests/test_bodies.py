"""Letting a board have credits, what goes, what is left out, what is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy import choices, clock, disclose, law
from salerno.privacy.context import entered
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.credits import actions, jobs, models, queries, rules
from salerno.services.credits.actions.report import party, payload
from salerno.services.credits.tests.scene import (
    DESK,
    activity,
    agreed,
    body,
    claimed,
    identified,
    learner,
    passed,
    sent,
    states,
    taken_back,
)
from tests import people
from tests.people import Person, column, words
from tests.web.test_security import staff


def ready(name: str = "ann") -> Person:
    """Somebody with a claimed credit whom a board would find."""
    who = identified(learner(name))
    one = activity()
    passed(who, one)
    claimed(who, one)
    return who


@pytest.mark.clause("N-44", "works")
def test_a_run_writes_the_file_and_one_entry_for_each_learner() -> None:
    council = body(format="tab")
    ann, ben = ready(), ready("ben")
    for who in (ann, ben):
        agreed(who, council)
    made = sent(council)
    rows = [one.split("\t") for one in made.file.splitlines()]
    heading = dict(zip(rows[0], rows[1], strict=True))
    assert (made.sent, len(rows)) == (2, 3)
    assert heading == {
        "Action": "Add", "Reference ID": heading["Reference ID"], "Activity ID": "ACT-fever",
        "First Name": "Ann", "Last Name": "Learner", "Birth Month": "02", "Birth Day": "29",
        "Board ID": "D-4477120", "Completion Date": f"{clock.today():%m/%d/%Y}",
        "Credit Type": "AMA PRA Category 1 Credit", "Credit Amount": "1.00",
    }  # fmt: skip
    for who in (ann, ben):
        with entered(ACCOUNT, who.viewer):
            [entry] = disclose.received(who.subject)
        assert (entry.recipient, entry.contract) == ("Board of council", "Agreement council")
    assert sent(council).sent == 0


@pytest.mark.clause("N-44", "refused")
def test_whoever_did_not_ask_is_left_out_and_the_reason_is_listed() -> None:
    council = body()
    ann, ben = ready(), ready("ben")
    agreed(ann, council)
    made = sent(council)
    assert made.sent == 1
    [left] = made.left
    assert "has not asked" in left.why
    assert made.file.count("ProviderReferenceId") == 1
    with entered(ACCOUNT, ben.viewer):
        assert disclose.received(ben.subject) == ()


@pytest.mark.clause("N-54", "works")
def test_a_body_is_named_with_a_receipt_taken_back_and_each_report_is_read() -> None:
    council = body()
    ann = ready()
    browser = ann.browser()
    page = words(browser.get("/credits/boards"))
    assert "Board of council (1 Street, US)" in page
    assert "the month and day of your birth" in page
    browser.post("/credits/boards/council", {"do": "give"})
    with entered(ACCOUNT, ann.viewer):
        receipt = choices.consents_to((ann.subject,), CREDITS, topic=rules.topic(council.id))
    assert browser.get(f"/you/receipts/{receipt[ann.subject]}").status_code == 200
    made = sent(council)
    number = json.loads(made.file)["ACCMELearnerReports"]["ActivityReports"]["LearnerReport"][0][
        "ProviderReferenceId"
    ]
    content = (
        f"Reference ID\tStatus\tMessage\r\n{number}\tRejected\tNo such diplomate\r\nnonsense\n"
    )
    with entered(CREDITS, DESK, ground="test"):
        read = actions.read_answers(by=DESK, body_id=council.id, content=content.encode())
    assert (read.taken, read.refused, [one[0] for one in read.wrong]) == (0, 1, [3])
    log = words(browser.get("/credits/reports"))
    assert "No such diplomate" in log
    assert "the board refused it" in log
    assert "Board of council" in words(browser.get("/you/received"))
    browser.post("/credits/boards/council", {"do": "revoke"})
    assert states(ann) == ["withdrawn"]
    removal = json.loads(sent(council).file)["ACCMELearnerReports"]["ActivityReports"]
    assert removal["LearnerReport"] == [{"ReportAction": "Delete", "ProviderReferenceId": number}]
    assert sent(council).deleted == 0


@pytest.mark.clause("N-54", "refused")
def test_an_administrator_cannot_report_to_a_body_that_was_not_chosen() -> None:
    council, other = body(), body("other", needs=())
    ann = ready()
    agreed(ann, council)
    admin = people.person("admin2@example.org", "Admin")
    [credit] = column("credits_credit", "id")
    with entered(CREDITS, admin.viewer, ground="test"):
        with pytest.raises(Refused, match="has not asked"):
            actions.report_one(by=admin.viewer, body_id=other.id, credit_id=credit)
        with pytest.raises(Refused, match="consent"):
            disclose.disclose(
                payload(other), recipient(), {ann.subject: record(other)}, ground="by hand",
                party=party(other),
            )  # fmt: skip
        actions.report_one(by=admin.viewer, body_id=council.id, credit_id=credit)
    with entered(ACCOUNT, ann.viewer):
        assert [one.recipient for one in disclose.received(ann.subject)] == ["Board of council"]


def recipient() -> str:
    """The class of the pack."""
    found = queries.recipient()
    assert found is not None
    return found.id


def record(at: Any) -> dict[str, str]:
    """A row of the payload of a body."""
    return dict.fromkeys([*payload(at).fields, *payload(at).plain], "x")


@pytest.mark.clause("N-56", "works")
def test_a_body_is_active_only_under_a_contract_that_binds_it() -> None:
    kept = body(is_active=False)
    assert not kept.is_active
    with entered(CREDITS, DESK, ground="test"):
        actions.activate(by=DESK, body_id=kept.id)
        found = queries.body(kept.id)
    assert found is not None
    assert found.is_active
    assert (found.contract_date, found.contract_digest, found.is_confidential) == (
        date(2026, 1, 1), "ab" * 32, True,
    )  # fmt: skip


LACKING: list[dict[str, Any]] = [
    {"contract": ""}, {"contract_date": None}, {"contract_digest": ""},
    {"is_confidential": False}, {"contract_ends": None}, {"contract_ends": date(2020, 1, 1)},
]  # fmt: skip


@pytest.mark.clause("N-56", "refused")
@pytest.mark.parametrize("lacking", LACKING, ids=lambda one: next(iter(one)))
def test_without_that_contract_nothing_is_activated(lacking: dict[str, Any]) -> None:
    kept = body(is_active=False, **lacking)
    with entered(CREDITS, DESK, ground="test"), pytest.raises(Refused, match="not active"):
        actions.activate(by=DESK, body_id=kept.id)
    ann = identified(learner())
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused, match="not active"):
        actions.authorise(by=ann.viewer, body=kept)


@pytest.mark.clause("N-56", "refused")
def test_the_end_of_a_contract_stops_what_waits_and_turns_health_red(client: Any) -> None:
    council = body(contract_ends=clock.today() + timedelta(days=3))
    ann = ready()
    agreed(ann, council)
    with clock.clock_at(clock.now() + timedelta(days=4)):
        with pytest.raises(Refused, match="ended on"):
            sent(council)
        assert "Board of council has ended" in client.get("/health").json()["checks"]["credits"]
    with entered(ACCOUNT, ann.viewer):
        assert disclose.received(ann.subject) == ()


@pytest.mark.clause("N-57", "works")
@pytest.mark.parametrize("needs", [(), ("board_id",), ("licence", "birthday")])
def test_what_a_board_receives_is_its_grant_and_what_it_asked_for(needs: tuple[str, ...]) -> None:
    council = body(needs=needs)
    ann = ready()
    agreed(ann, council)
    text = sent(council).file
    said = payload(council)
    granted = law.in_force().recipients[recipient()].clauses
    assert {one.id for one in said.clauses} <= set(granted)
    values = {"board_id": "4477120", "licence": "90210", "birthday": "BirthMonth"}
    for need, value in values.items():
        assert (value in text) == (need in needs)
    assert "ann@example.org" not in text
    assert "MD" not in text


@pytest.mark.clause("N-57", "refused")
@pytest.mark.parametrize("name", ["email", "board_id"])
def test_a_board_gets_no_column_that_it_was_not_granted(name: str) -> None:
    council = body(needs=())
    ann = ready()
    agreed(ann, council)
    rows = {ann.subject: {**record(council), name: "x"}}
    with entered(CREDITS, DESK, ground="test"), pytest.raises(Refused, match="Not declared"):
        disclose.disclose(
            payload(council), recipient(), rows, ground="by hand", party=party(council)
        )


def test_a_folder_receives_each_report_and_its_removal(tmp_path: Path) -> None:
    council = body(has_drop=True)
    ann = ready()
    agreed(ann, council)
    assert jobs.report() == 1
    deliver_outbox()
    [laid] = (tmp_path / "feeds").glob("board-council/*.json")
    assert json.loads(laid.read_text())["family_name"] == "Learner"
    assert jobs.report() == 0
    taken_back(ann, council)
    jobs.report()
    [laid] = (tmp_path / "feeds").glob("board-council/*.json")
    said = json.loads(laid.read_text())
    assert (said["record"], "family_name" in said) == ("remove", False)


def test_a_yes_taken_back_among_the_choices_ends_the_reports_as_well() -> None:
    council = body()
    ann = ready()
    agreed(ann, council)
    sent(council)
    with entered(ACCOUNT, ann.viewer):
        choices.withdraw(ann.subject, rules.topic(council.id))
    assert states(ann) == ["withdrawn"]
    assert sent(council).deleted == 1


def test_asked_again_it_goes_again_under_another_number() -> None:
    council = body()
    ann = ready()
    agreed(ann, council)
    first = sent(council)
    taken_back(ann, council)
    agreed(ann, council)
    second = sent(council)
    assert (first.sent, second.sent, second.deleted) == (1, 1, 1)


def test_the_three_formats_say_the_same() -> None:
    said = []
    for form in ("json", "xml", "tab"):
        council = body(form, format=form, needs=("board_id",))
        ann = identified(learner(form), form)
        one = activity(f"on-{form}")
        passed(ann, one)
        claimed(ann, one)
        agreed(ann, council)
        said.append(READERS[form](sent(council).file))
    assert said[0] == said[1] == said[2] == ["Ann", "Learner", "D-4477120", "1.00"]


def _of_json(text: str) -> list[str]:
    [one] = json.loads(text)["ACCMELearnerReports"]["ActivityReports"]["LearnerReport"]
    name, member = one["Member"]["Name"], one["Member"]
    return [name["GivenName"], name["FamilyName"], member["BoardId"],
            one["Completion"]["CreditAmount"]]  # fmt: skip


def _of_xml(text: str) -> list[str]:
    root = ET.fromstring(text)
    return [root.findtext(f".//{one}") or ""
            for one in ("GivenName", "FamilyName", "BoardId", "CreditAmount")]  # fmt: skip


def _of_tab(text: str) -> list[str]:
    rows = [one.split("\t") for one in text.splitlines()]
    row = dict(zip(rows[0], rows[1], strict=True))
    return [row[one] for one in ("First Name", "Last Name", "Board ID", "Credit Amount")]


READERS: dict[str, Callable[[str], list[str]]] = {"json": _of_json, "xml": _of_xml, "tab": _of_tab}


def test_what_a_body_needs_and_lacks_is_said_and_nothing_is_sent() -> None:
    council = body()
    ann = learner()
    one = activity()
    passed(ann, one)
    claimed(ann, one)
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused, match="your number with the board"):
        actions.authorise(by=ann.viewer, body=council)
    assert states(ann) == []


def test_late_reports_turn_health_red(client: Any) -> None:
    council = body()
    agreed(ready(), council)
    assert client.get("/health").json()["checks"]["credits"] == "green"
    with clock.clock_at(clock.now() + timedelta(days=31)):
        assert "1 credits have passed" in client.get("/health").json()["checks"]["credits"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\0b", b"x" * 2_000_001])
def test_an_answer_file_that_is_no_text_is_refused(content: bytes) -> None:
    council = body()
    with entered(CREDITS, DESK, ground="test"), pytest.raises(Refused, match="file"):
        actions.read_answers(by=DESK, body_id=council.id, content=content)


def test_no_sponsor_and_no_advertiser_is_granted_anything_of_a_learner_here() -> None:
    policy = law.in_force()
    bought = {one.id for one in policy.recipients.values() if one.kind == "employer_sponsor"}
    named = {
        who for key, one in policy.clauses.items() if key.startswith("credits.")
        for who in one.recipients
    }  # fmt: skip
    assert not bought & named
    ann = ready()
    for one in sorted(bought) or ["sponsor"]:
        with entered(CREDITS, DESK, ground="test"), pytest.raises(Refused):
            disclose.disclose(
                payload(body(f"b-{one}", needs=())), one,
                {ann.subject: {"given_name": "Ann"}}, ground="asked for",
            )  # fmt: skip


def test_a_file_with_nothing_in_it_is_a_page_that_says_so() -> None:
    council = body(format="tab")
    client = staff(Role.ADMIN, factor=True).browser()
    answer = client.post(f"/desk/credits/bodies/{council.id}/file")
    said = answer.content.decode()
    assert (answer.status_code, "Nothing was sent" in said) == (200, True)
    assert "Nothing waits, and nothing is left out." in said


def test_of_many_boards_the_pages_show_one_page_and_the_form_those_with_a_number() -> None:
    council = body()
    ann = ready()
    agreed(ann, council)
    browser = ann.browser()
    assert browser.get("/credits/boards/you").content.count(b'name="number_') == 1
    fields = {one.attname: getattr(models.Body.objects.get(), one.attname)
              for one in models.Body._meta.concrete_fields if not one.primary_key}  # fmt: skip
    rows = [
        models.Body(**fields | {"slug": f"b-{at}", "name": f"A board {at}"}) for at in range(60)
    ]
    with entered(CREDITS, DESK, ground="test"):
        models.Body.objects.bulk_create(rows)
    page = browser.get("/credits/boards").content
    assert page.count(b'id="body-') == 50
    assert b'id="body-council"' in page  # what one said yes to comes first
    assert browser.get("/credits/boards?page=2").content.count(b'id="body-') == 11
    shown = browser.get("/credits/boards/you").content
    assert (shown.count(b'name="number_'), b'name="number_council"' in shown) == (1, True)
    address = "/credits/boards/you?find=A+board+59"
    assert browser.get(address).content.count(b'name="number_') == 2
    said = {"given_name": "Ann", "family_name": "Reader"}
    said |= {"number_council": "A1", "number_b-59": "B2"}
    assert browser.post(address, said).status_code == 302
    again = browser.get("/credits/boards/you").content
    assert (again.count(b'name="number_'), b'value="B2"' in again) == (2, True)
