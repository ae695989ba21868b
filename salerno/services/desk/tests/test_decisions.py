"""What people restrict becomes a case: decided by staff, told before it ends, and lifted then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy import ferpa, store
from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import audit, choices, clock, corrections, law, restriction, retention
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Rows
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.received import Received
from salerno.privacy.registry import registry
from salerno.privacy.subjects import become_student
from salerno.services.accounts.values import Role
from salerno.services.desk import jobs, queries
from salerno.services.desk.models import Case
from salerno.services.desk.rules.cases import Outcome
from salerno.services.desk.tests.scene import asked, at_desk, do, mails_to, row, staff
from salerno.services.desk.values import NewCase, NewLimit
from tests import people
from tests.people import Person

NAME = "accounts.name"


def limits(who: Person) -> tuple[restriction.Limit, ...]:
    """What stands for somebody."""
    with entered(RIGHTS, who.viewer):
        return restriction.limits(who.subject)


def contest(who: Person) -> None:
    """Contest the name on the own page."""
    with entered(RIGHTS, who.viewer):
        restriction.contest(
            by=who.viewer, subject=who.subject, clause=NAME, words="It is misspelt."
        )


def the_only_case(officer: Person) -> str:
    """The one case of the queue."""
    with at_desk(officer) as by:
        [found] = queries.queue(by)
    return found.reference


def test_what_is_contested_on_the_own_page_becomes_one_case_with_its_clock() -> None:
    ann, officer = people.person(), staff()
    contest(ann)
    assert [jobs.open_arrivals(), jobs.open_arrivals()] == [1, 0]
    one = the_only_case(officer)
    found = row(one)
    assert (found.kind, found.owner_id, found.words) == (
        "restriction", ann.subject, "It is misspelt.",
    )  # fmt: skip
    assert found.verified_at is not None
    assert found.due_date <= limits(ann)[0].review_date  # type: ignore[operator]
    assert one in people.words(ann.browser().get("/you/requests"))


@pytest.mark.parametrize("region", ["DE", "US-CA", ""])
def test_the_case_that_a_job_opens_is_as_the_one_that_the_person_opens(region: str) -> None:
    ann = people.person(region=region)
    contest(ann)
    jobs.open_arrivals()
    sent = {"kind": "access", "words": "All.", "format": "zip", "destination": "self"}
    assert ann.browser().post("/you/requests", sent).status_code == 302
    with at_desk(Viewer.job("test")):
        by_job, by_hand = Case.objects.filter(owner_id=ann.subject).order_by("pk")
    assert by_job.country == by_hand.country == region[:2]
    assert by_job.regime == by_hand.regime
    assert by_job.due_date <= by_hand.due_date  # the record's own day may come before


def test_it_is_decided_told_and_lifted_on_the_pages_of_the_desk_and_not_before() -> None:
    ann, officer = people.person(), staff()
    contest(ann)
    jobs.open_arrivals()
    one = the_only_case(officer)
    browser, address = officer.browser(), f"/desk/requests/{one}/decision"
    assert "It is misspelt" in people.words(browser.get(f"/desk/requests/{one}"))
    for early in ({"do": "tell", "channel": "letter"}, {"do": "lift"}):
        assert browser.post(address, early).status_code in (400, 409), early
    said = {"do": "decide", "outcome": "accurate", "reason": "It is as in your diploma."}
    assert browser.post(address, said | {"reason": ""}).status_code == 422
    assert browser.post(address, said).status_code == 302
    assert limits(ann)[0].stands  # a decision opens nothing
    assert browser.post(address, {"do": "tell", "channel": "letter", "told": "It is right."})
    letter = mails_to(ann.email)[0]
    assert "It is right." in letter
    assert browser.post(address, {"do": "lift"}).status_code == 409
    with clock.clock_ahead(timedelta(days=15)):
        later = officer.browser()
        assert later.post(address, {"do": "lift"}).status_code == 302
        assert not limits(ann)[0].stands
    page = people.words(ann.browser().get("/you/limits"))
    assert "It is as in your diploma." in page


def test_by_telephone_one_field_is_contested_and_a_use_objected_to_in_a_verified_case() -> None:
    ann, officer = people.person(), staff()
    new = NewCase("restriction", "My name is wrong", "phone", email=ann.email)
    unproven = do(officer, "take_in", new=new).reference
    with pytest.raises(Refused):
        do(officer, "begin", reference=unproven, new=NewLimit("x", "accuracy", NAME))
    one = asked(ann, kind="restriction", words="My name is wrong").reference
    address = f"/desk/requests/{one}/decision"
    sent = {"do": "begin", "words": "My name is wrong", "ground": "accuracy", "clause": NAME}
    assert officer.browser().post(address, sent).status_code == 302
    assert officer.browser().post(address, sent).status_code == 400  # it has its record
    [limit] = limits(ann)
    assert (limit.clauses, limit.case, row(one).number) == ((NAME,), one, limit.number)
    other = asked(ann, kind="objection", words="No offers").reference
    with at_desk(officer) as by:
        uses = queries.uses_to_object(by, other)
        use = next(x for x, _title in uses if registry().purposes[x].rows is Rows.OPEN)
    do(officer, "begin", reference=other, new=NewLimit("No", purpose=use))
    assert {x.purposes for x in limits(ann)} == {(), (use,)}
    assert jobs.open_arrivals() == 0  # both have their case


def test_a_correction_is_granted_or_refused_with_a_note_that_stands_beside_it() -> None:
    ann, officer = people.person(), staff()
    with entered(RIGHTS, ann.viewer):
        new = corrections.NewRequest(NAME, "It has two Ns.", contested=True)
        corrections.request(by=ann.viewer, subject=ann.subject, new=new)
    assert jobs.open_arrivals() == 1  # the check that goes with it has no case of its own
    one = the_only_case(officer)
    sent = {"do": "decide", "outcome": "refused", "reason": "The diploma says one.", "note": ""}
    address = f"/desk/requests/{one}/decision"
    assert officer.browser().post(address, sent | {"outcome": "maybe"}).status_code == 422
    assert officer.browser().post(address, sent).status_code == 302
    do(officer, "answer", reference=one, outcome=Outcome.REFUSED, words="",
       reason="The diploma says one.", denial="law")  # fmt: skip
    do(ann, "put_statement", key=row(one).key, words="The diploma is wrong.")
    with entered(RIGHTS, ann.viewer):
        assert corrections.notes_of([ann.subject]) == {(ann.subject, NAME): "The diploma is wrong."}


def test_a_refusal_is_looked_at_again_by_somebody_else_once() -> None:
    ann, officer, other = people.person(), staff(), staff(email="otto@example.net")
    made = asked(ann, kind="erasure", words="Erase my letters")
    browser, page = ann.browser(), f"/requests/{made.key}"
    assert browser.post(page, {"do": "appeal", "why": "Now"}).status_code == 409
    do(officer, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="",
       reason="The law keeps them.", denial="law")  # fmt: skip
    do(officer, "close", reference=made.reference)
    assert browser.post(page, {"do": "appeal", "why": " "}).status_code == 422
    assert browser.post(page, {"do": "appeal", "why": "Not these letters."}).status_code == 302
    found = row(made.reference)
    assert (found.state, found.is_appeal, found.due_date > clock.today()) == ("open", True, True)
    with pytest.raises(Refused, match="Somebody else"):
        do(officer, "answer", reference=made.reference, outcome=Outcome.DONE, words="Yes")
    do(other, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="",
       reason="These as well.")  # fmt: skip
    assert browser.post(page, {"do": "appeal", "why": "Again"}).status_code == 409


def test_an_agents_request_waits_for_the_persons_own_word() -> None:
    ann, officer, eve = people.person(), staff(), people.person("eve@example.org", "Eve Other")
    made = asked(kind="access", email="agent@example.net", asker="agent", behalf="Ann Reader")
    with pytest.raises(Refused):  # no paper was looked at
        do(officer, "name_asked_for", reference=made.reference, address=ann.email)
    do(officer, "sight", reference=made.reference, words="A signed authority")
    page = f"/desk/requests/{made.reference}"
    assert officer.browser().post(page, {"do": "name", "address": ann.email}).status_code == 302
    for verb, given in (("give_copy", {}), ("look_at_person", {"reason": "x"})):
        with pytest.raises(Refused):
            do(officer, verb, reference=made.reference, **given)
    assert "asked something of us for you" in mails_to(ann.email)[0]
    status = f"/requests/{made.key}"
    assert "asks for you" not in people.words(Client().get(status))  # the agent has the address
    for stranger in (Client(), eve.browser()):
        assert stranger.post(status, {"do": "agree"}).status_code == 404
        assert row(made.reference).verified_at is None
    assert "asks for you" in people.words(ann.browser().get(status))
    assert ann.browser().post(status, {"do": "agree"}).status_code == 302
    assert do(officer, "give_copy", reference=made.reference)[:2] == b"PK"


def test_who_is_asked_for_by_nobody_says_so_and_the_agent_gets_a_refusal() -> None:
    ann, officer = people.person(), staff()
    made = asked(kind="erasure", email="agent@example.net", asker="agent", behalf="Ann Reader")
    do(officer, "sight", reference=made.reference, words="A signed authority")
    do(officer, "name_asked_for", reference=made.reference, address=ann.email)
    assert ann.browser().post(f"/requests/{made.key}", {"do": "disown"}).status_code == 302
    found = row(made.reference)
    assert (found.state, found.outcome, found.denial) == ("answered", "refused", "unproven")
    assert "was not confirmed" in mails_to("agent@example.net")[0]
    with pytest.raises(Refused):
        do(officer, "erase_person", reference=made.reference)


def test_a_guardian_asks_for_a_minor_and_not_for_somebody_of_age() -> None:
    ann, officer = people.person(), staff()
    made = asked(kind="access", email="mum@example.net", asker="guardian", behalf="Ann Reader")
    do(officer, "sight", reference=made.reference, words="A certificate of birth")
    with pytest.raises(Refused, match="of age"):
        do(officer, "name_asked_for", reference=made.reference, address=ann.email)


def test_who_refuses_directory_information_by_post_is_kept_out_at_once(pack: str) -> None:
    ann, officer = people.person(), staff()
    one = asked(ann, kind="directory", words="Keep me out").reference
    address = f"/desk/requests/{one}/decision"
    answer = officer.browser().post(address, {"do": "keep_out"})
    asks = law.in_force().purpose("directory_information").choice is not None
    assert answer.status_code == (302 if asks else 409)
    with entered(ACCOUNT, ann.viewer):
        state = {x.topic: x.state for x in choices.standing(ann.subject)}
    assert (state.get("directory_information") == "refused") == asks
    wrong = asked(ann, kind="question").reference
    with pytest.raises(Refused):
        do(officer, "keep_out", reference=wrong)


def student() -> Person:
    """Somebody whom FERPA protects."""
    ann = people.person()
    with entered(ACCOUNT, ann.viewer):
        become_student(ann.subject)
    return ann


def test_a_refused_amendment_leads_to_a_hearing_by_somebody_apart_and_a_statement() -> None:
    ann, officer, other = student(), staff(), staff(email="otto@example.net")
    made = asked(ann, kind="correction", words="My score is wrong")
    assert row(made.reference).regime in ("ferpa", "gdpr", "ccpa")
    page = f"/requests/{made.key}"
    assert ann.browser().post(page, {"do": "hearing"}).status_code == 409
    do(officer, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="",
       reason="It is what you earned.")  # fmt: skip
    assert "right to a hearing" in " ".join(mails_to(ann.email)[0].split())
    assert ann.browser().post(page, {"do": "hearing"}).status_code == 302
    day = clock.now() + timedelta(days=14)
    with pytest.raises(Refused, match="Somebody else"):  # who decided it does not hear it
        do(officer, "set_hearing", reference=made.reference, hearing_at=day, place="Room 4")
    with pytest.raises(Refused):
        do(other, "set_hearing", reference=made.reference, place="Room 4",
           hearing_at=clock.now() + timedelta(days=2))  # fmt: skip
    do(other, "set_hearing", reference=made.reference, hearing_at=day, place="Room 4")
    assert "Room 4" in mails_to(ann.email)[0]
    decided: dict[str, Any] = {"is_amended": False, "decision": "She brought her notes. They do "
                               "not show another score."}  # fmt: skip
    with pytest.raises(Refused, match="held first"):
        do(other, "decide_hearing", reference=made.reference, **decided)
    with clock.clock_ahead(timedelta(days=15)):
        with pytest.raises(Refused):
            do(other, "decide_hearing", reference=made.reference, is_amended=False, decision=" ")
        do(other, "decide_hearing", reference=made.reference, **decided)
        assert "not show another score" in " ".join(mails_to(ann.email)[0].split())
        do(ann, "put_statement", key=made.key, words="I think that it is wrong.")
    assert row(made.reference).statement == "I think that it is wrong."


def test_nobody_but_a_student_has_a_hearing_and_pages_take_no_nonsense() -> None:
    ann, officer = people.person(), staff()
    made = asked(ann, kind="correction", words="My name")
    do(officer, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="",
       reason="It is right.")  # fmt: skip
    assert ann.browser().post(f"/requests/{made.key}", {"do": "hearing"}).status_code == 409
    address = f"/desk/requests/{made.reference}/decision"
    browser = officer.browser()
    for sent in ({"do": "explode"}, {"do": "hear", "decision": "x"}, {"do": "keep_out"},
                 {"do": "begin", "words": "a\x00b", "clause": "nothing"}, {}):  # fmt: skip
        assert browser.post(address, sent).status_code in (400, 409, 422), sent
    assert browser.get("/desk/requests/R-0000-0000/decision").status_code == 404
    editor = staff(Role.EDITOR, "ed@example.net")
    assert editor.browser().get(address).status_code == 404


def test_while_a_request_to_inspect_is_open_nothing_of_its_person_is_swept() -> None:
    ann, ben, officer = people.person(), people.person("ben@example.org", "Ben Other"), staff()
    looks = "privacy_look"
    with at_desk(officer) as by:
        for who in (ann, ben):
            audit.record_look(who.subject, by.known, role="officer", reason="x", clauses=[])
    with clock.clock_ahead(timedelta(days=700)):
        one = asked(ann).reference
        asked(ben, kind="question")
    with clock.clock_ahead(timedelta(days=800)):
        retention.sweep(confirmed=True)
        assert people.column(looks, "owner_id") == [ann.subject]
        do(officer, "answer", reference=one, outcome=Outcome.DONE, words="Here it is.")
        retention.sweep(confirmed=True)
        assert people.column(looks, "owner_id") == []
        assert one in people.column("desk_case", "reference")  # its own rows until it closes


def test_the_log_keeps_two_years_of_what_was_asked_and_answered_and_nobodys_name() -> None:
    ann, officer, dpo = people.person(), staff(), staff(Role.DPO, "ulrike@example.net")
    one = asked(ann, kind="erasure", words="Erase my letters").reference
    do(officer, "answer", reference=one, outcome=Outcome.REFUSED, words="", reason="The law.",
       denial="others")  # fmt: skip
    for who in (officer, dpo):
        page = people.words(who.browser().get("/desk/log"))
        assert (one in page, ann.email in page, "Ann Reader" in page) == (True, False, False)
        assert "rights of somebody else" in page
    said = officer.browser().get("/desk/log?as=csv").content.decode()
    assert one in said
    assert one not in officer.browser().get("/desk/log?law=ccpa&as=csv").content.decode()
    assert officer.browser().get("/desk/log?law=nothing").status_code == 200
    assert staff(Role.EDITOR, "ed@example.net").browser().get("/desk/log").status_code == 403
    for name in ("publisher", "school"):
        term = store.working(name).policy.clause("desk.case").term
        assert term.days >= 730
    with clock.clock_ahead(timedelta(days=731)), at_desk(Viewer.job("test")) as by:
        assert queries.log(by) == []


def entry(**changes: Any) -> Received:
    """A disclosure of a score."""
    facts: dict[str, Any] = {
        "at": clock.now(), "recipient": "An auditor", "fields": ("score",),
        "clause_ids": ("courses.scores",), "purpose": "courses", "basis": "legal_obligation",
        "contract": "A", "country": "US", "mechanism": "", "ground": "an audit", "state": "sent",
        "sent_at": clock.now(),
    }  # fmt: skip
    return Received(**(facts | changes))


def test_the_record_of_99_32_lists_what_the_rule_asks_and_nothing_else() -> None:
    vendor = law.in_force().recipients["mail_carrier"]
    assert ferpa.is_entry(entry(), recipient=None)
    assert ferpa.is_entry(entry(purpose="legal", clause_ids=(NAME,)), recipient=None)
    for left_out in ({"basis": Basis.CONSENT}, {"purpose": "directory_information"},
                     {"purpose": "rights"}, {"state": "stopped"}, {"notice": "erased"},
                     {"purpose": "correspondence"}):  # fmt: skip
        assert not ferpa.is_entry(entry(**left_out), recipient=None), left_out
    assert not ferpa.is_entry(entry(), recipient=vendor)


def test_a_students_disclosures_are_read_in_an_opened_case_and_by_the_student() -> None:
    ann, officer = student(), staff()
    one = asked(ann, kind="question").reference
    address = f"/desk/requests/{one}/disclosures"
    assert officer.browser().get(address).status_code == 403
    do(officer, "look_at_person", reference=one, reason="the record")
    page = people.words(officer.browser().get(address))
    assert "34 CFR 99.32" in page
    assert one in people.words(ann.browser().get("/you/looked"))


def test_late_decisions_and_incidents_turn_the_health_page_red() -> None:
    ann = people.person()
    contest(ann)
    assert Client().get("/health").json()["checks"]["restrictions and corrections"] == "green"
    with clock.clock_ahead(timedelta(days=60)):
        said = Client().get("/health").json()["checks"]
        assert said["restrictions and corrections"].startswith("1 restrictions")


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_the_same_statements_however_long(
    count: int, django_assert_max_num_queries: Any
) -> None:
    officer = staff()
    for number in range(count):
        asked(kind="question", email=f"p{number}@example.org")
    with entered(DESK, officer.viewer), django_assert_max_num_queries(14):
        assert len(queries.log(officer.viewer)) == count
