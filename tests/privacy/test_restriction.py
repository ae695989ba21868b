"""What is restricted is stored, and used for nothing; what ends it, and who hears of it."""

from __future__ import annotations

from datetime import timedelta
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
    holds,
    law,
    restriction,
    retention,
    subjects,
)
from salerno.privacy.context import Viewer, entered
from salerno.privacy.deadlines import answer_by
from salerno.privacy.law import Basis
from salerno.privacy.models import Hold, Restriction
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.restriction import TOLD_AHEAD, Ground, Outcome
from salerno.services.post.models import Letter
from tests import people
from tests.ground import pack
from tests.people import Person
from tests.privacy import restricting as hands
from tests.privacy.restricting import ann, office, refused

__all__ = ["ann", "office", "pack"]

pytestmark = pytest.mark.usefixtures("office")

NAME, LETTERS = "accounts.name", "post.letters"


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
