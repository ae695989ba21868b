"""Requests: they come in every way, show who asks, are answered in time, and close."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import clock
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.desk import queries
from salerno.services.desk.models import Case, CaseLetter, Paper
from salerno.services.desk.rules.cases import Outcome, Proof
from salerno.services.desk.tests.scene import (
    asked,
    at_desk,
    confirm,
    do,
    mails_to,
    row,
    staff,
)
from salerno.services.desk.values import NewCase
from tests import people

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def take_in(officer: people.Person, channel: str, **changes: object) -> Case:
    """A request that somebody of the staff writes down."""
    facts = {"kind": "access", "words": "By hand", "channel": channel, **changes}
    made = do(officer, "take_in", new=NewCase(**facts))  # type: ignore[arg-type]
    return row(made.reference)


@pytest.mark.clause("N-91", "works")
def test_every_way_in_has_the_same_clock_and_the_same_proof() -> None:
    officer = staff()
    with clock.clock_at(NOON):
        cases = [row(asked().reference)]
        cases += [take_in(officer, one, email="ann@example.org") for one in ("phone", "post")]
    assert len({(one.due_date, one.regime, one.needs, one.proof) for one in cases}) == 1
    with at_desk(officer) as by:
        listed = queries.queue(by)
    assert {one.reference for one in listed} == {one.reference for one in cases}
    assert not any(one.is_verified for one in listed)


@pytest.mark.clause("N-91", "refused")
def test_an_agent_changes_nothing_without_a_request_that_is_shown_to_be_the_persons() -> None:
    officer, ann = staff(), people.person()
    unproven = asked(kind="correction", email=ann.email).reference
    for verb, given in (
        ("look_at_person", {"reason": "to help"}),
        ("correct_person", {"lines": {"name": "Ann Other"}}),
    ):
        with pytest.raises(Refused):
            do(officer, verb, reference=unproven, **given)
    proven = asked(ann, kind="correction").reference
    with pytest.raises(Refused):  # proven, and not opened: there is no logged look yet
        do(officer, "correct_person", reference=proven, lines={"name": "Ann Other"})
    do(officer, "look_at_person", reference=proven, reason="the name is wrong")
    do(officer, "correct_person", reference=proven, lines={"name": "Ann Other"})
    assert people.column("accounts_profile", "name").count("Ann Other") == 1


@pytest.mark.clause("N-103", "works")
def test_the_contact_page_opens_a_case_with_a_number_and_a_day(pack: str) -> None:
    page = Client().get("/contact")
    assert 'action="/contact/write"' in page.content.decode()
    sent = {"kind": "question", "words": "Where is my print?", "email": "sam@example.org",
            "name": "", "country": "", "asker": "self", "behalf": ""}  # fmt: skip
    assert Client().post("/contact/write", sent).headers["Location"] == "/contact/written"
    with entered(DESK, Viewer.job("test")):
        found = Case.objects.get()
    assert (found.kind, found.email, found.needs) == ("question", "sam@example.org", Proof.NONE)
    assert found.reference in mails_to("sam@example.org")[0]
    day = f"{found.due_date:%d}".lstrip("0") + f" {found.due_date:%B %Y}"
    assert day in mails_to("sam@example.org")[0]


@pytest.mark.clause("H-48", "refused")
def test_no_case_closes_without_an_answer_on_record() -> None:
    officer, ann = staff(), people.person()
    one = asked(ann, kind="question").reference
    with pytest.raises(Refused):
        do(officer, "close", reference=one)
    do(officer, "note", reference=one, words="She is right.")
    with pytest.raises(Refused):
        do(officer, "close", reference=one)
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="It is on its way.")
    do(officer, "close", reference=one)
    assert row(one).state == "closed"


def test_the_database_itself_closes_no_case_without_an_answer() -> None:
    one = asked().reference
    with (
        at_desk(Viewer.job("test")),
        acting(Act("test", None)),
        transaction.atomic(),
        pytest.raises(IntegrityError),
    ):
        Case.objects.filter(reference=one).update(state="closed")


@pytest.mark.clause("H-56", "works")
def test_an_inquiry_becomes_a_case_an_answer_and_a_look_at_this_person_alone() -> None:
    officer, ann, bob = staff(), people.person(), people.person("bob@example.org", "Bob Other")
    one = asked(ann, kind="question", words="Is my name right?").reference
    assert row(one).proof == Proof.SESSION
    do(officer, "look_at_person", reference=one, reason="she asks about her name")
    page = officer.browser().get(f"/desk/requests/{one}/person")
    assert (page.status_code, "Ann Reader" in people.words(page)) == (200, True)
    assert bob.email not in page.content.decode()
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="It is.")
    assert "It is." in mails_to(ann.email)[0]
    looks = people.words(ann.browser().get("/you/looked"))
    assert one in looks


@pytest.mark.clause("H-56", "refused")
def test_nobody_is_opened_without_an_open_case() -> None:
    officer, other = staff(), staff(email="otto@example.net")
    ann = people.person()
    one = asked(ann, kind="question").reference
    address = f"/desk/requests/{one}/person"
    assert officer.browser().get(address).status_code == 403  # not opened
    do(officer, "look_at_person", reference=one, reason="her question")
    assert officer.browser().get(address).status_code == 200
    assert other.browser().get(address).status_code == 403  # opened for one officer
    with clock.clock_ahead(timedelta(hours=9)):
        assert officer.browser().get(address).status_code == 403
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="Yes.")
    do(officer, "close", reference=one)
    assert officer.browser().get(address).status_code == 409
    assert "case" not in people.column("privacy_tie", "kind")


@pytest.mark.clause("N-128", "works")
def test_proof_grows_with_what_is_asked_and_papers_go_when_the_case_closes() -> None:
    officer = staff()
    one = asked(kind="access", email="nobody@example.org")
    assert row(one.reference).needs == Proof.DOCUMENT
    assert row(asked(kind="question").reference).needs == Proof.NONE
    assert row(asked(kind="objection").reference).needs == Proof.LETTER
    assert row(asked(people.person()).reference).verified_at is not None
    confirm("nobody@example.org")
    paper = b"%PDF-1.7 a card with a name"
    do(officer, "hand_in_paper", key=one.key, content=paper, extension="pdf")
    with at_desk(officer) as by:
        held = Paper.objects.get()
        path = queries.paper_of(by, one.reference, held.pk)
    assert path is not None
    assert path.read_bytes() == paper
    do(officer, "sight", reference=one.reference, words="A card with the name she gave")
    do(officer, "answer", reference=one.reference, outcome=Outcome.DONE, words="We hold nothing.")
    do(officer, "close", reference=one.reference)
    assert (path.exists(), people.column("desk_paper", "id")) == (False, [])


@pytest.mark.clause("N-128", "refused")
def test_who_fails_the_proof_learns_nothing_not_even_whether_an_account_exists() -> None:
    officer, ann = staff(), people.person()
    said = {}
    for email in (ann.email, "nobody@example.org"):
        one = asked(kind="access", email=email)
        first = mails_to(email)[0]
        page = Client().get(f"/requests/{one.key}")
        desk = officer.browser().get(f"/desk/requests/{one.reference}")
        with pytest.raises(Refused):
            do(officer, "answer", reference=one.reference, outcome=Outcome.DONE, words="Here")
        for verb in ("give_copy", "erase_person"):
            with pytest.raises(Refused):
                do(officer, verb, reference=one.reference)
        do(officer, "doubt", reference=one.reference, words="no proof came")
        texts = (first, mails_to(email)[0], people.words(page), people.words(desk))
        said[email] = [_neutral(text, one.key, one.reference, email) for text in texts]
    assert said[ann.email] == said["nobody@example.org"]


def _neutral(text: str, key: str, reference: str, email: str) -> str:
    text = text.replace(key, "KEY").replace(reference, "NUMBER").replace(email, "ADDRESS")
    head, mark, _token = text.partition("/confirm/")
    rest = _token.partition("\n")[2] if mark else ""
    return f"{head}{mark}{rest}"


def test_a_confirmed_address_joins_the_account_and_leaves_nobody_behind() -> None:
    ann = people.person()
    one = asked(email=ann.email)
    before = row(one.reference).owner_id
    assert confirm(ann.email).status_code == 302
    found = row(one.reference)
    assert (found.owner_id, found.has_account, found.key) == (ann.subject, True, one.key)
    assert found.verified_at is not None
    assert before not in people.column("desk_case", "owner_id")
    page = people.words(ann.browser().get("/you/requests"))
    assert one.reference in page


def test_a_link_is_pressed_and_not_followed_and_holds_seven_days() -> None:
    one = asked(kind="objection")
    link = next(x.text for x in people.letters() if "/confirm/" in x.text)
    path = link.partition("http://testserver")[2].split()[0]
    assert Client().get(path).status_code == 200
    assert row(one.reference).proof == Proof.NONE
    assert Client().post(path[:-2]).status_code == 404
    with clock.clock_ahead(timedelta(days=8)):
        pass
    assert Client().post(path).status_code == 302
    assert row(one.reference).proof == Proof.LETTER


@pytest.mark.clause("N-127", "works")
def test_a_request_names_scope_form_and_receiver_and_what_goes_there_is_accounted_for() -> None:
    officer, ann = staff(), people.person()
    browser = ann.browser()
    sent = {"kind": "portability", "words": "Please move it", "scope": "my profile",
            "format": "json", "destination": "other", "recipient": "Another Hall, Bergen",
            "password": people.PASSWORD}  # fmt: skip
    assert browser.post("/you/requests", sent).status_code == 302
    with entered(ACCOUNT, ann.viewer):
        one = queries.own_cases()[0]
    found = row(one.reference)
    assert (found.scope, found.format, found.recipient) == (
        "my profile", "json", "Another Hall, Bergen",
    )  # fmt: skip
    made = do(officer, "send_elsewhere", reference=one.reference)
    assert made["given"]
    assert "Another Hall, Bergen" in people.words(browser.get("/you/received"))


@pytest.mark.clause("N-127", "refused")
def test_nothing_goes_to_somebody_else_without_the_password() -> None:
    ann = people.person()
    sent = {"kind": "portability", "words": "Move it", "scope": "", "format": "json",
            "destination": "other", "recipient": "Somebody", "password": "not hers"}  # fmt: skip
    assert ann.browser().post("/you/requests", sent).status_code == 422
    with pytest.raises(Refused):
        asked(ann, kind="portability", destination="other", recipient="Somebody")
    assert people.column("desk_case", "id") == []


@pytest.mark.clause("N-106", "works")
def test_the_officer_for_data_protection_has_a_queue_and_reads_register_and_ledgers() -> None:
    dpo, ann = staff(Role.DPO, "ulrike@example.net"), people.person()
    one = asked(ann, kind="complaint", words="You sold my name.").reference
    browser = dpo.browser()
    assert one in people.words(browser.get("/desk/officer"))
    assert "You sold my name." in people.words(browser.get(f"/desk/requests/{one}"))
    proof = people.words(browser.get("/desk/officer/proof"))
    assert "The ledger verifies" in proof
    page = browser.get("/desk/officer/proof").content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    stop = browser.post("/desk/recipients/mail_carrier", {"do": "stop", "reason": "x"})
    assert stop.status_code == 403
    assert people.column("privacy_stoppedrecipient", "recipient") == []


@pytest.mark.clause("N-106", "refused")
def test_staff_without_the_role_read_no_case_of_that_queue() -> None:
    officer, ann = staff(), people.person()
    one = asked(ann, kind="complaint", words="You sold my name.").reference
    browser = officer.browser()
    assert one not in people.words(browser.get("/desk/requests"))
    assert browser.get("/desk/officer").status_code == 403
    assert browser.get(f"/desk/requests/{one}").status_code == 404
    for verb, given in (("note", {"words": "x"}), ("look_at_person", {"reason": "x"})):
        with pytest.raises(Refused):
            do(officer, verb, reference=one, **given)
    editor = staff(Role.EDITOR, "ed@example.net")
    assert editor.browser().get(f"/desk/requests/{one}").status_code == 404


def test_late_turns_the_list_and_the_health_page_red() -> None:
    ann = people.person()
    asked(ann)
    assert Client().get("/health").json()["checks"]["requests"] == "green"
    with clock.clock_ahead(timedelta(days=60)):
        answer = Client().get("/health")
        assert answer.status_code == 503
        assert answer.json()["checks"]["requests"].startswith("1 requests")
        with at_desk(staff()) as by:
            assert [one.light for one in queries.queue(by)] == ["late"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_queue_takes_the_same_statements_however_long(count: int) -> None:
    officer = staff()
    for number in range(count):
        asked(kind="question", email=f"p{number}@example.org")
    with at_desk(officer) as by:
        queries.queue(by)
        with CaptureQueriesContext(connection) as seen:
            assert len(queries.queue(by)) == count
    asks = [one["sql"] for one in seen.captured_queries if "desk_case" in one["sql"]]
    assert len(asks) == 1


def test_bad_input_is_refused_in_words() -> None:
    officer, ann = staff(), people.person()
    browser, one = officer.browser(), asked(ann).reference
    for address, sent in (
        (f"/desk/requests/{one}", {"do": "explode"}),
        (f"/desk/requests/{one}", {"do": "answer", "outcome": "yes"}),
        (f"/desk/requests/{one}", {"do": "posted", "letter": "x"}),
        (f"/desk/requests/{one}", {"do": "note", "words": "a\x00b"}),
        ("/contact/write", {"kind": "nothing", "words": "x", "email": "no", "asker": "me"}),
        ("/contact/write", {"words": "x" * 9000, "email": "a@example.org"}),
        ("/contact/write", {"words": "x", "email": "a@example.org", "extra": "1"}),
        ("/you/requests", {"kind": "access"}),
    ):
        assert browser.post(address, sent).status_code in (400, 422), (address, sent)
    for address in ("/requests/none", "/desk/requests/R-0000-0000", "/requests/a/confirm/b:c"):
        assert browser.get(address).status_code == 404
    with entered(DESK, Viewer.job("test")):
        assert CaseLetter.objects.filter(kind="answer").count() == 0
