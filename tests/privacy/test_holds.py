"""Holds: what is kept past its term and through an erasure, for whom, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import clock, holds, retention, rights, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.holds import Ground
from salerno.privacy.models import (
    Hold,
    Subject,
)
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.rights.walk import everything
from tests.privacy.conftest import House
from tests.privacy.rights_room import Bill, Remark, Slip
from tests.privacy.sweeping import (
    MORNING,
    ended,
    hold,
    lift,
    mixed,
    put,
    room,
    rows,
    slip,
)

__all__ = ["room"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": ""}, {"ground": "because"}, {"reason": "  "}, {"reason": "x" * 401},
        {"review_date": None}, {"review_date": MORNING.date()},
        {"review_date": date(2020, 1, 1)}, {"clauses": ("t.*",)}, {"clauses": ("nothing",)},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.clause("N-118", "refused")
def test_a_hold_without_ground_or_review_is_refused(room: House, wrong: dict[str, Any]) -> None:
    ann, officer = room.person(), room.person()
    with pytest.raises(Refused):
        hold(ann, officer, **wrong)
    assert rows(Hold, "pk") == []


def test_the_database_holds_no_hold_without_ground_or_review(room: House) -> None:
    ann, officer = room.person(), room.person()
    for wrong in ({"review_date": None}, {"ground": ""}, {"reason": ""}):
        values = {"ground": "claims", "reason": "x", "review_date": date(2030, 1, 1)} | wrong
        with pytest.raises(Exception, match=r"(?i)constraint"):
            put(Hold, owner_id=ann, placed_by_id=officer, **values)


@pytest.mark.clause("N-118", "works")
def test_a_hold_suspends_deletion_and_restricts_every_other_use(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 40)
    slip(ben, "bens", 40)
    hold(ann, ben, clauses=("t.slip",))
    report = retention.sweep()
    assert (rows(Slip, "label"), report.held) == (["anns"], 1)
    assert retention.prove().rows == 0
    with entered(ACCOUNT, Viewer.person(ann)):
        assert list(Slip._base_manager.values_list("label", flat=True)) == []
    with entered(RIGHTS, Viewer.person(ann)):
        assert list(Slip._base_manager.values_list("label", flat=True)) == ["anns"]


@pytest.mark.clause("N-118", "refused")
def test_lifting_a_hold_lets_the_deletion_run_that_night(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 40)
    number = hold(ann, ben)
    retention.sweep()
    lift(number)
    with clock.clock_at(MORNING + timedelta(days=1)):
        assert retention.nightly()
    assert rows(Slip, "label") == []
    with pytest.raises(Refused):
        lift(number)


def test_a_hold_on_one_clause_lets_the_others_go(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 40)
    put(Remark, owner_id=ann, words="kept", name="Ann", tags=["ann"], number=9)
    hold(ann, ben, clauses=("t.words",))
    ended(ann)
    with mixed(1), clock.clock_at(MORNING + timedelta(days=2)):
        retention.sweep()
    assert rows(Slip, "label") == []
    ((words, number, owner),) = rows(Remark, "words", "number", "owner_id")
    assert (words, number, owner) == ("kept", 3, ann)


def test_erasure_leaves_what_is_held_and_nobody_meets_it(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 1)
    put(Remark, owner_id=ann, words="words", name="Ann", tags=["ann"])
    put(Bill, owner_id=ann, amount="12")
    number = hold(ann, ben, clauses=("t.slip",))
    plan = rights.plan_erasure(ann)
    assert "t.slip" in {one.clause.id for one in plan.stays}
    rights.erase(ann, ground="asked")
    assert rows(Slip, "label", "owner_id") == [("anns", ann)]
    assert rows(Remark, "owner_id") != [ann]
    with entered(CORRESPONDENCE, Viewer.job("test")):
        assert not subjects.is_open(ann, CORRESPONDENCE)
    retention.sweep()
    assert rows(Slip, "label") == ["anns"]
    assert retention.prove().rows == 0
    lift(number)
    assert retention.prove().rows > 0
    assert ("privacy_hold", "finish an erasure", 1) in [
        (one.table, one.what, one.rows) for one in retention.preview()
    ]
    with clock.clock_at(MORNING + timedelta(days=1)):
        retention.sweep()
        assert retention.prove().rows == 0
    assert rows(Slip, "label") == []
    assert ann not in rows(Hold, "owner_id")
    left = {one.table.name for one in everything(ann) if one.rows}
    assert left == {"privacy_subject"}


def test_of_two_holds_the_one_that_stands_still_keeps(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 1)
    put(Bill, owner_id=ann, amount="12")
    first = hold(ann, ben, clauses=("t.slip",))
    hold(ann, ben, clauses=("t.bill",))
    rights.erase(ann, ground="asked")
    lift(first)
    people = len(rows(Subject, "pk"))
    retention.sweep()
    assert (rows(Slip, "label"), rows(Bill, "owner_id")) == ([], [ann])
    made = len(rows(Subject, "pk")) - people
    retention.sweep()
    assert len(rows(Subject, "pk")) - people == made, "nothing is finished twice"


@pytest.mark.parametrize(("ground", "label"), [("claims", []), ("preservation", ["anns"])])
def test_the_erasure_of_a_child_goes_over_every_hold_but_an_authoritys(
    room: House, ground: str, label: list[str]
) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "anns", 1)
    hold(ann, ben, ground=ground)
    rights.erase(ann, ground="under 13", over_holds=True)
    assert rows(Slip, "label") == label


def test_a_hold_is_told_to_the_person_and_stays_as_proof(room: House) -> None:
    ann, ben = room.person(), room.person()
    number = hold(ann, ben, clauses=("t.slip",))
    told = {one.table.name: one.rows for one in everything(ann)}["privacy_hold"]
    assert [(one["ground"], one["reason"]) for one in told] == [
        ("claims", "a claim of the society")
    ]
    lift(number)
    rights.erase(ann, ground="asked")
    assert rows(Hold, "ground") == ["claims"]
    assert ann not in rows(Hold, "owner_id")


def test_a_hold_past_its_review_is_red_until_somebody_looks(room: House) -> None:
    ann, ben = room.person(), room.person()
    number = hold(ann, ben, review_date=MORNING.date() + timedelta(days=3))
    retention.sweep()
    assert retention.red() == ()
    with clock.clock_at(MORNING + timedelta(days=4)):
        retention.sweep()
        assert retention.red() == (f"Holds past their review: {number}.",)
        with entered(RECORD, Viewer.job("test")), pytest.raises(Refused):
            holds.review(hold=number, review_date=date(2026, 11, 2))
        with entered(RECORD, Viewer.job("test")):
            holds.review(hold=number, review_date=date(2027, 2, 1))
        assert retention.red() == ()


def test_every_ground_is_known(room: House) -> None:
    ann, ben = room.person(), room.person()
    for one in Ground.values:
        hold(ann, ben, ground=one)
    assert [one.ground for one in holds.standing()] == list(Ground.values)
    assert all(one.ground_words for one in holds.standing())
