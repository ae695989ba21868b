"""What is restricted is stored, and used for nothing; what ends it, and who hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from salerno.policy.purposes import (
    ACCOUNT,
    CORRESPONDENCE,
    MARKETING_MAIL,
    MARKETING_SMS,
    SECURITY,
    SURVEYS,
)
from salerno.privacy import (
    choices,
    clock,
    corrections,
    holds,
    law,
    ledger,
    restriction,
    retention,
    rights,
    steps,
    subjects,
)
from salerno.privacy.context import Viewer, entered
from salerno.privacy.deadlines import answer_by
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.models import CorrectionRequest, Hold, Restriction, RightsStep
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.restriction import TOLD_AHEAD, Ground, Outcome
from salerno.services.accounts.models import Profile
from salerno.services.post.models import Letter
from tests import people
from tests.ground import pack
from tests.people import Person
from tests.privacy import restricting as hands

__all__ = ["pack"]

NAME, LETTERS = "accounts.name", "post.letters"


@pytest.fixture(autouse=True)
def office(pack: str) -> Iterator[None]:
    """An office outside that decides alone."""
    held = law.in_force()
    recipients = {**held.recipients, "office": hands.OFFICE}
    ruled = dict(held.purposes)
    for one in (SURVEYS, MARKETING_MAIL):
        ruled[one.id] = replace(ruled[one.id], bases={"": Basis.LEGITIMATE_INTEREST})
    with law.under(replace(held, recipients=recipients, purposes=ruled, digest=f"office-{pack}")):
        yield


@pytest.fixture
def ann() -> Person:
    made = people.person()
    people.person("ben@example.org", "Ben Other")
    return made


def refused(call: Any, *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return found.value.status, str(found.value.words)


def users_of(clause: str) -> list[Any]:
    return [one for one in registry().clauses[clause].purposes if one.heeds_restriction]


@pytest.mark.clause("N-129", "works")
def test_what_is_contested_is_absent_for_every_use_until_the_check_is_closed(ann: Person) -> None:
    before = {one.id: hands.name_under(ann, one) for one in users_of(NAME)}
    assert "Ann Reader" in [name for names in before.values() for name in names]
    number = hands.contest(ann, NAME).number
    for one in users_of(NAME):
        assert "Ann Reader" not in hands.name_under(ann, one), one
    for own in (ACCOUNT, RIGHTS):
        assert hands.name_under(ann, own) == ["Ann Reader"]
    olga = hands.officer()
    hands.decide(olga, number)
    hands.tell(olga, number)
    assert hands.cells(ann) == {NAME}
    with clock.clock_at(hands.later(15)):
        hands.lift(olga, number)
    assert {one.id: hands.name_under(ann, one) for one in users_of(NAME)} == before


@pytest.mark.clause("N-129", "refused")
def test_an_export_meanwhile_goes_without_it_and_one_that_had_read_it_does_not_go(
    ann: Person,
) -> None:
    hands.contest(ann, NAME)
    (name,) = hands.name_under(ann, CORRESPONDENCE) or (None,)
    hands.badge(ann, name=name)
    assert [one["name"] for one in hands.badges()] == [None]
    title = registry().clauses[NAME].title
    assert refused(hands.badge, ann) == (
        403, f"This is restricted, and nothing may use it: {title}.",
    )  # fmt: skip
    assert len(hands.badges()) == 1


def test_what_waited_is_taken_out_whatever_clause_it_goes_out_under(ann: Person) -> None:
    ben = people.person("cleo@example.org", "Cleo Other")
    for one, name in ((ann, "Ann Reader"), (ben, "Cleo Other")):
        hands.badge(one, name=name)
        hands.badge(one, name="", title=f"Chair: {name}, MD")
        hands.badge(one, name="", title="Chair")
    hands.contest(ann, NAME)
    titles = [(one["name"], one["title"]) for one in hands.badges()]
    assert sorted(titles) == [
        ("", "Chair"), ("", "Chair: Cleo Other, MD"), ("Cleo Other", ""),
    ]  # fmt: skip


def test_what_slipped_past_the_stop_is_asked_about_when_it_would_leave(
    ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.badge(ann)
    monkeypatch.setattr("salerno.privacy.outbox.stop_restricted", lambda *_a, **_k: 0)
    hands.contest(ann, NAME)
    assert hands.badges() == []


@pytest.mark.clause("N-130", "works")
def test_what_was_used_unlawfully_is_kept_unread_until_a_review_that_is_told(ann: Person) -> None:
    olga = hands.officer()
    hands.find_unlawful(olga, ann, LETTERS)
    old = clock.now() - timedelta(days=80)
    put_letter(ann, old)
    hands.restrict(ann, LETTERS, ground=Ground.UNLAWFUL, words="")
    (one,) = hands.limits(ann)
    assert (one.ground, one.stands, one.review_date) == (
        "unlawful", True, clock.today() + timedelta(days=365),
    )  # fmt: skip
    with clock.clock_at(hands.later(30)):
        retention.sweep(confirmed=True)
        assert hands.stored(Letter, owner_id=ann.subject) == 1
        for use in users_of(LETTERS):
            with entered(use, Viewer.job("test") if use.machine else ann.viewer):
                texts = Letter.objects.filter(owner_id=ann.subject).values_list("text", flat=True)
                assert set(texts) <= {None}
        hands.take_back(ann, one.number)
        retention.sweep(confirmed=True)
        assert hands.stored(Letter, owner_id=ann.subject) == 0


def put_letter(who: Person, at: Any) -> None:
    hands.put(
        Letter, owner_id=who.subject, name="x", purpose="correspondence", basis="contract",
        to=who.email, subject="s", text="words of old", created_at=at,
    )  # fmt: skip


@pytest.mark.clause("N-130", "refused")
def test_it_is_not_deleted_before_the_person_or_a_told_review_ends_it(ann: Person) -> None:
    olga = hands.officer()
    status, words = refused(hands.restrict, ann, LETTERS, ground=Ground.UNLAWFUL)
    assert (status, "no such finding" in words) == (409, True)
    assert hands.limits(ann) == ()
    hands.find_unlawful(olga, ann, LETTERS)
    number = hands.restrict(ann, LETTERS, ground=Ground.UNLAWFUL, words="").number
    put_letter(ann, clock.now())
    (held,) = standing_holds(ann)
    with hands.at_desk(olga):
        assert refused(holds.lift, hold=held, reason="tidying")[0] == 409
    assert refused(hands.lift, olga, number) == (
        409, "The person must be told before this is lifted. Tell them first.",
    )  # fmt: skip
    hands.decide(olga, number, Outcome.REVIEWED)
    hands.tell(olga, number)
    assert refused(hands.lift, olga, number)[0] == 409
    with clock.clock_at(hands.later(100)):
        retention.sweep(confirmed=True)
        assert hands.stored(Letter, owner_id=ann.subject) == 1
        hands.lift(olga, number)
        retention.sweep(confirmed=True)
    assert hands.stored(Letter, owner_id=ann.subject) == 0


def standing_holds(who: Person) -> list[int]:
    with hands.mine(who):
        return [one.number for one in holds.standing((who.subject,))]


@pytest.mark.clause("N-131", "works")
def test_what_is_due_to_go_is_held_for_my_claims(ann: Person) -> None:
    put_letter(ann, clock.now() - timedelta(days=89))
    hands.restrict(ann, LETTERS, ground=Ground.CLAIMS, words="A claim against the carrier.")
    with clock.clock_at(hands.later(5)):
        retention.sweep(confirmed=True)
        assert hands.stored(Letter, owner_id=ann.subject) == 1
        (hold,) = standing_holds(ann)
        assert [one.ground for one in standing_of(ann)] == ["my_claims"]
        assert hold
        with entered(RIGHTS, ann.viewer):
            assert list(Letter.objects.values_list("text", flat=True)) == ["words of old"]


def standing_of(who: Person) -> tuple[Any, ...]:
    with hands.mine(who):
        return holds.standing((who.subject,))


@pytest.mark.clause("N-131", "refused")
def test_held_for_my_claims_it_serves_no_other_use(ann: Person) -> None:
    put_letter(ann, clock.now())
    assert refused(hands.restrict, ann, LETTERS, ground=Ground.CLAIMS, words=" ") == (
        422, "Say what the claim is about. A few words will do.",
    )  # fmt: skip
    hands.restrict(ann, LETTERS, ground=Ground.CLAIMS, words="A claim.")
    for use in users_of(LETTERS):
        with entered(use, Viewer.job("test") if use.machine else ann.viewer):
            texts = Letter.objects.filter(owner_id=ann.subject).values_list("text", flat=True)
            assert set(texts) <= {None}
    assert hands.stored(Letter, owner_id=ann.subject) == 1


@pytest.mark.clause("N-132", "works")
def test_an_objection_stops_the_use_at_once_and_its_weighing_ends_or_keeps_the_stop(
    ann: Person,
) -> None:
    cleo = people.person("cleo@example.org", "Cleo Other")
    olga = hands.officer()
    numbers = {}
    for one in (ann, cleo):
        numbers[one.subject] = hands.object_to(one, SURVEYS).number
        assert not open_for(one, SURVEYS)
        assert hands.limits(one)[0].review_date == answer_by(clock.today())
    with hands.at_desk(olga):
        restriction.decide_objection(
            by=olga, number=numbers[ann.subject], upheld=True, reason="Yours outweighs ours."
        )
        restriction.decide_objection(
            by=olga, number=numbers[cleo.subject], upheld=False, reason="We must ask once."
        )
    hands.tell(olga, numbers[cleo.subject])
    assert not open_for(cleo, SURVEYS)
    with clock.clock_at(hands.later(TOLD_AHEAD.days)):
        hands.lift(olga, numbers[cleo.subject])
        assert (open_for(ann, SURVEYS), open_for(cleo, SURVEYS)) == (False, True)
        assert refused(hands.tell, olga, numbers[ann.subject])[0] == 409
        assert refused(hands.lift, olga, numbers[ann.subject])[0] == 409
    hands.take_back(ann, numbers[ann.subject])
    assert open_for(ann, SURVEYS)


def open_for(who: Person, purpose: Any) -> bool:
    with hands.mine(who):
        return subjects.is_open(who.subject, purpose)


@pytest.mark.clause("N-132", "refused")
def test_an_objection_to_offers_is_weighed_by_nobody(ann: Person) -> None:
    number = hands.object_to(ann, MARKETING_MAIL, words="").number
    olga = hands.officer()
    (one,) = hands.limits(ann)
    assert (one.ground, one.outcome, one.review_date) == ("marketing", "upheld", None)
    assert not open_for(ann, MARKETING_MAIL)
    for act in (hands.decide, hands.tell, hands.lift):
        assert refused(act, olga, number)[0] == 409
    with hands.at_desk(olga):
        assert refused(
            restriction.decide_objection, by=olga, number=number, upheld=False, reason="We want it."
        ) == (409, "An objection to offers is not weighed, and nobody can set it aside.")
        assert one.number not in [each.number for each in restriction.to_decide()]
    assert not open_for(ann, MARKETING_MAIL)
    with hands.mine(ann):  # the person's own yes is the one thing that begins it again
        choices.choose(ann.subject, choices.ask(MARKETING_MAIL), choices.State.GIVEN)
        assert [each.outcome for each in restriction.limits(ann.subject)] == ["agreed"]
    assert open_for(ann, MARKETING_MAIL)


def test_offers_stop_for_good_whatever_they_rest_on(ann: Person) -> None:
    for purpose in (MARKETING_MAIL, MARKETING_SMS):
        ruled = law.in_force().purposes[purpose.id]
        if Basis.NONE in ruled.bases.values():
            continue
        with hands.mine(ann):
            choices.choose(ann.subject, choices.Question(
                f"broad.{purpose.id}", law.ChoiceForm.OPT_IN, choices.Words("choice", "?"),
                (purpose,),
            ), choices.State.GIVEN)  # fmt: skip
        assert open_for(ann, purpose)
        hands.object_to(ann, purpose)
        assert not open_for(ann, purpose)


def test_one_objects_to_an_interest_and_to_nothing_else(ann: Person) -> None:
    with hands.mine(ann):
        found = {one.id for one in restriction.objectable(ann.subject)}
    assert {"surveys", "marketing_mail"} <= found
    assert not {"account", "profile", "correspondence", "legal", "rights", "record"} & found
    status, words = refused(hands.object_to, ann, CORRESPONDENCE)
    assert (status, "no interest of ours" in words) == (422, True)


def test_what_keeps_others_safe_goes_on_until_the_objection_is_upheld(ann: Person) -> None:
    bases = law.in_force().purposes["security"].bases
    if not set(bases.values()) & {Basis.LEGITIMATE_INTEREST, Basis.NOTICE, Basis.PUBLIC_TASK}:
        assert refused(hands.object_to, ann, SECURITY)[0] == 422
        return
    number = hands.object_to(ann, SECURITY).number
    assert (open_for(ann, SECURITY), hands.cells(ann)) == (True, set())
    olga = hands.officer()
    with hands.at_desk(olga):
        restriction.decide_objection(by=olga, number=number, upheld=True, reason="It is enough.")
    assert not open_for(ann, SECURITY)
    assert "web.security_log" in hands.cells(ann)
    assert hands.cells(ann) == {
        one.id for one in registry().clauses.values()
        if [each for each in one.purposes if each.heeds_restriction] == [SECURITY]
    }  # fmt: skip
    hands.take_back(ann, number)
    assert (open_for(ann, SECURITY), hands.cells(ann)) == (True, set())


def test_two_grounds_on_one_thing_and_each_ends_by_itself(ann: Person) -> None:
    first = hands.contest(ann, NAME).number
    second = hands.restrict(ann, NAME, ground=Ground.CLAIMS, words="A claim.").number
    hands.take_back(ann, first)
    assert hands.cells(ann) == {NAME}
    hands.take_back(ann, second)
    assert hands.cells(ann) == set()
    assert hands.stored(Hold, owner_id=ann.subject, lifted_at=None) == 0


def test_the_same_twice_changes_nothing(ann: Person) -> None:
    hands.contest(ann, NAME)
    assert refused(hands.contest, ann, NAME)[0] == 409
    hands.object_to(ann, SURVEYS)
    assert refused(hands.object_to, ann, SURVEYS)[0] == 409
    assert hands.stored(Restriction, owner_id=ann.subject) == 2


@pytest.mark.parametrize(
    ("clauses", "ground", "words", "status"),
    [
        ((), Ground.ACCURACY, "x", 422),
        (("accounts.password",), Ground.ACCURACY, "x", 422),
        (("kernel.choices",), Ground.ACCURACY, "x", 422),
        (("no.such",), Ground.ACCURACY, "x", 422),
        ((NAME,), "objection", "x", 422),
        ((NAME,), "", "x", 422),
        ((NAME,), Ground.ACCURACY, "\x00 ", 422),
        ((NAME,), Ground.ACCURACY, "x" * 2001, 422),
    ],
)
def test_what_cannot_be_restricted_is_refused_in_words(
    ann: Person, clauses: tuple[str, ...], ground: str, words: str, status: int
) -> None:
    assert refused(hands.restrict, ann, *clauses, ground=ground, words=words)[0] == status
    assert hands.stored(Restriction) == hands.stored(RightsStep) == 0


def test_nobody_else_acts_for_the_person_but_staff_in_a_case(ann: Person) -> None:
    ben = people.person("cleo@example.org", "Cleo Other")
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    with hands.mine(ben):
        assert refused(restriction.take_back, by=ben.viewer, number=number)[0] == 404
        assert refused(
            restriction.contest, by=ben.viewer, subject=ann.subject, clause=NAME, words="x"
        )[0] == 403  # fmt: skip
        assert refused(steps.receipt, ben.subject, receipt_of(ann))[0] == 404
    without_case = Viewer(subject=olga.subject, staff=True)
    own_case = Viewer.officer(ann.subject, "case:2")
    for by in (ann.viewer, ben.viewer, without_case, own_case):
        with hands.mine(ann):
            decision = restriction.Decision(Outcome.ACCURATE, "x")
            assert refused(restriction.decide, by=by, number=number, decision=decision)[0] == 403
    assert [one.outcome for one in hands.limits(ann)] == [""]


def receipt_of(who: Person) -> str:
    with hands.mine(who):
        found = steps.of(who.subject, steps.Kind.RESTRICTION, hands.limits(who)[0].number)
    return found[0].receipt


def test_each_step_has_a_receipt_that_the_ledger_proves(ann: Person) -> None:
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    hands.decide(olga, number)
    with hands.at_desk(olga):
        day = clock.today() + timedelta(days=40)
        restriction.review(by=olga, number=number, review_date=day, reason="Papers are missing.")
    hands.tell(olga, number)
    hands.take_back(ann, number)
    with hands.mine(ann):
        taken = steps.of(ann.subject, steps.Kind.RESTRICTION, number)
        proofs = [steps.receipt(ann.subject, one.receipt) for one in taken]
    assert [one.step for one in taken] == ["begun", "decided", "reviewed", "told", "taken_back"]
    assert [one.by_staff for one in taken] == [False, True, True, True, False]
    for one in proofs:
        said = ledger.commitment(one["integrity"]["salt"], json.loads(one["integrity"]["payload"]))
        assert said == one["integrity"]["commitment"]
    assert ledger.verify().is_whole


def test_who_received_it_is_told_that_it_is_restricted_and_when_it_ends(ann: Person) -> None:
    hands.badge(ann)
    assert len(hands.badges()) == 1
    number = hands.contest(ann, NAME).number
    assert hands.told() == ["restricted"]
    notice = next(one for one in hands.arrived() if "notice" in one)
    assert "Ann" not in str(notice)
    hands.take_back(ann, number)
    assert hands.told() == ["restricted", "restriction lifted"]


def test_a_letter_that_cannot_go_is_told_another_way(ann: Person) -> None:
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    hands.decide(olga, number)
    before = list(restriction.end._tellers)
    with hands.at_desk(olga):
        restriction.end._tellers[:] = [lambda _limit, _words: False]
        try:
            assert refused(restriction.tell, by=olga, number=number)[0] == 409
            assert hands.limits(ann)[0].told_at is None
            restriction.tell(by=olga, number=number, channel="post")
        finally:
            restriction.end._tellers[:] = before
    assert hands.limits(ann)[0].told_at is not None


def test_an_erasure_goes_on_and_the_record_stays_without_a_name_and_words(ann: Person) -> None:
    hands.contest(ann, NAME)
    hands.ask(ann, "accounts.age_answer")
    with hands.mine(ann):
        rights.erase(ann.subject, ground="the person asked")
    assert hands.stored(Profile, owner_id=ann.subject) == 0
    for model in (Restriction, RightsStep, CorrectionRequest):
        assert hands.stored(model, owner_id=ann.subject) == 0
        assert hands.stored(model) > 0
    assert hands.stored(RightsStep, words="") == hands.stored(RightsStep)
    assert ledger.verify().is_whole
    with entered(RIGHTS, Viewer.visitor()):
        assert restriction.to_decide() == ()
        assert corrections.to_decide() == ()


def test_the_month_of_an_answer_ends_on_a_working_day() -> None:
    for asked, due in (
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 5, 6), date(2026, 6, 8)),  # 6 June is a Saturday
    ):
        assert answer_by(asked) == due


@pytest.mark.clause("N-122", "works")
def test_a_correction_is_asked_for_decided_by_a_day_and_passed_on(ann: Person) -> None:
    hands.badge(ann)
    assert len(hands.badges()) == 1
    number = hands.ask(ann, NAME, contested=True)
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
        assert (asked.due_date, asked.is_open) == (answer_by(clock.today()), True)
        assert [one.number for one in corrections.to_decide()] == [number]
    assert hands.cells(ann) == {NAME}
    assert refused(hands.ask, ann, NAME)[0] == 409
    assert ann.browser().post("/you/profile", {"name": "Ann Writer"}).status_code == 302
    olga = hands.officer()
    with hands.at_desk(olga):
        answer = corrections.Answer(True, "The register says so.")
        corrections.decide(by=olga, number=number, answer=answer)
        assert refused(corrections.decide, by=olga, number=number, answer=answer)[0] == 409
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
    assert (asked.outcome, asked.note) == ("granted", "")
    assert [one.outcome for one in hands.limits(ann)] == ["corrected"]
    assert {"corrected", "restricted"} <= set(hands.told())


@pytest.mark.clause("N-122", "refused")
def test_what_would_falsify_a_record_is_refused_with_a_reason_and_a_note(ann: Person) -> None:
    clause = "courses.scores" if "courses.scores" in registry().clauses else NAME
    number = hands.ask(ann, clause)
    olga = hands.officer()
    with hands.at_desk(olga):
        silent = corrections.Answer(False, " ")
        assert refused(corrections.decide, by=olga, number=number, answer=silent)[0] == 422
        answer = corrections.Answer(False, "The score was earned on that day.")
        corrections.decide(by=olga, number=number, answer=answer)
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
        assert (asked.outcome, asked.note) == ("refused", "I was born in May.")
        assert corrections.notes_of([ann.subject]) == {(ann.subject, clause): "I was born in May."}
        taken = steps.of(ann.subject, steps.Kind.CORRECTION, number)
    assert [(one.step, one.words) for one in taken] == [
        ("asked", "I was born in May."), ("refused", "The score was earned on that day."),
    ]  # fmt: skip


def test_reading_what_stands_takes_as_many_statements_for_three_as_for_one(
    ann: Person, django_assert_num_queries: Any
) -> None:
    hands.contest(ann, NAME)
    for times in (1, 3):
        with hands.mine(ann), django_assert_num_queries(1):
            assert len(restriction.limits(ann.subject)) == times
        if times == 1:
            hands.contest(ann, "accounts.specialty")
            hands.object_to(ann, SURVEYS)
