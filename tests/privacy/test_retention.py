"""What is past its term goes, and nothing else does."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import clock, ledger, outbox, retention, rights, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import (
    Choice,
    Disclosure,
    LedgerEntry,
    OutboxItem,
    SweepReport,
)
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.registry import Table
from salerno.services.media.models import Photograph
from tests.privacy.conftest import House, send
from tests.privacy.rights_room import Answer, Bill, Chain, Count, Remark, Slip
from tests.privacy.sweeping import (
    MORNING,
    done,
    ended,
    mixed,
    nothing_is_left,
    put,
    room,
    rows,
    slip,
    under_terms,
)

__all__ = ["room"]

sweeping = importlib.import_module("salerno.privacy.retention.sweep")


def test_the_sweep_takes_what_is_past_its_term_and_says_so(room: House) -> None:
    ann = room.person()
    for label, days in (("old", 31), ("just", 30), ("young", 29)):
        slip(ann, label, days)
    due = retention.preview()
    assert [(one.table, one.what, one.rows) for one in due] == [
        ("rights_room_slip", "delete row", 2)
    ]
    assert due[0].since == MORNING - timedelta(days=1)
    assert retention.prove().rows == 2
    report = retention.sweep()
    assert rows(Slip, "label") == ["young"]
    assert done(report) == {("rights_room_slip", "delete row"): 2}
    assert nothing_is_left()
    again = retention.sweep()
    assert (again.rows, again.number > report.number) == (0, True)
    assert rows(Slip, "label") == ["young"]


def test_a_sweep_is_witnessed_by_counts_and_names_nobody(room: House) -> None:
    ann = room.person()
    slip(ann, "Mary's", 31)
    report = retention.sweep()
    kept = SweepReport.objects.get(pk=int(report.number or 0))
    entry = LedgerEntry.objects.get(pk=kept.ledger_seq or 0)
    assert (entry.kind, entry.commitment) == (
        "sweep", ledger.commitment(kept.salt, report.counts),
    )  # fmt: skip
    assert "Mary" not in str(kept.lines)
    assert ledger.verify().is_whole


def test_more_than_one_batch(room: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 3)
    people = [room.person() for _ in range(4)]
    for n in range(10):
        slip(people[n % 4], f"old {n}", 40)
        put(Remark, owner_id=people[n % 4], words=f"w{n}", name=f"n{n}", tags=[])
    with entered(ACCOUNT, Viewer.visitor()):
        for one in people:
            subjects.end_account(one)
    told: list[tuple[str, int]] = []
    with clock.clock_at(MORNING + timedelta(days=5)):
        retention.sweep(tell=lambda table, count: told.append((table, count)))
        assert rows(Slip, "pk") == []
        assert nothing_is_left()
    assert [n for name, n in told if name == "rights_room_slip"] == [3, 3, 3, 1]
    assert [n for name, n in told if name == "rights_room_remark"] == [3, 3, 3, 1]
    assert not set(rows(Remark, "owner_id")) & set(people)


def test_children_go_before_their_parents_and_empty_keys_let_go(room: House) -> None:
    ann, ben = room.person(), room.person()
    first = slip(ann, "first", 50)
    second = slip(ann, "second", 40, before=first)
    slip(ann, "third", 5, before=second)
    put(Count, slip_id=second.pk, seen=3)
    put(Answer, owner_id=ben, slip_id=slip(ben, "bens", 1).pk, after_id=first.pk, text="so")
    retention.sweep()
    assert rows(Slip, "label", "before_id") == [("third", None), ("bens", None)]
    assert rows(Count, "seen") == []
    assert rows(Answer, "text", "after_id") == [("so", None)]
    assert nothing_is_left()


def test_a_row_to_which_anothers_must_point_stays_as_a_shell(room: House) -> None:
    ann, ben = room.person(), room.person()
    old = slip(ann, "old", 50)
    answer = put(Answer, owner_id=ben, slip_id=old.pk, text="an answer that has no end")
    report = retention.sweep()
    assert done(report) == {("rights_room_slip", "empty row"): 1}
    (found,) = rows(Slip, "text", "label", "owner_id")
    assert found[:2] == ("", f"gone-{old.pk}")
    assert found[2] not in (ann, ben)
    assert rows(Answer, "text", "slip_id") == [("an answer that has no end", old.pk)]
    assert nothing_is_left()
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Answer._base_manager.filter(pk=answer.pk).delete()
    assert done(retention.sweep()) == {("rights_room_slip", "delete row"): 1}


def test_a_chain_that_points_to_itself_ends(room: House) -> None:
    ann = room.person()
    put(Chain, pk=1, owner_id=ann, text="knot", up_id=1)
    with entered(ACCOUNT, Viewer.visitor()):
        subjects.end_account(ann)
    retention.sweep()
    assert retention.sweep().rows == 0


def test_terms_of_the_account_begin_when_it_ends(room: House) -> None:
    ann, ben = room.person(), room.person()
    for one in (ann, ben):
        put(Bill, owner_id=one, amount="12", at=MORNING - timedelta(days=4000))
    ended(ann)
    with clock.clock_at(MORNING + timedelta(days=6)):
        retention.sweep()
        assert rows(Bill, "owner_id") == [ann, ben]
    with clock.clock_at(MORNING + timedelta(days=10)):
        assert retention.preview()[0].since == MORNING + timedelta(days=10)
        retention.sweep()
        assert rows(Bill, "owner_id") == [ben]
        assert nothing_is_left()


def test_an_account_that_goes_on_keeps_what_it_has(room: House) -> None:
    ann = room.person()
    put(Bill, owner_id=ann, amount="12")
    ended(ann)
    with entered(RECORD, Viewer.job("test")):
        assert not subjects.is_open(ann, CORRESPONDENCE)
    with clock.clock_at(MORNING + timedelta(days=5)), entered(ACCOUNT, Viewer.visitor()):
        subjects.resume_account(ann)
        assert subjects.is_open(ann, CORRESPONDENCE)
    with clock.clock_at(MORNING + timedelta(days=7)):
        retention.sweep()
    with clock.clock_at(MORNING + timedelta(days=14)):
        retention.sweep()
        assert rows(Bill, "amount") == ["12"]


def test_what_others_go_on_reading_loses_its_name_with_the_account(room: House) -> None:
    ann = room.person()
    put(Remark, owner_id=ann, words="what they read", name="Ann", tags=["ann"], number=9)
    ended(ann)
    assert done(retention.sweep())[("rights_room_remark", "re-attribute")] == 1
    ((words, name, number, owner),) = rows(Remark, "words", "name", "number", "owner_id")
    assert (words, number, name.startswith("gone-")) == ("what they read", 3, True)
    assert owner != ann
    assert nothing_is_left()
    with clock.clock_at(MORNING + timedelta(days=7)):
        assert retention.sweep().rows == 0
    assert rows(Remark, "words") == ["what they read"]


def test_a_duty_keeps_under_a_pseudonym_for_its_term_and_no_longer(room: House) -> None:
    ann = room.person()
    put(Bill, owner_id=ann, amount="12")
    rights.erase(ann, ground="asked")
    with clock.clock_at(MORNING + timedelta(days=7)):
        retention.sweep()
        assert rows(Bill, "amount") == ["12"]
    with clock.clock_at(MORNING + timedelta(days=10)):
        retention.sweep()
        assert rows(Bill, "amount") == []


def test_of_several_clauses_the_cells_of_the_ended_one_are_emptied(room: House) -> None:
    ann = room.person()
    put(Remark, owner_id=ann, words="kept", name="Ann", tags=["ann"], number=9, born="1980-01-01")
    ended(ann)
    with mixed(5), clock.clock_at(MORNING + timedelta(days=5)):
        (line,) = [one for one in retention.preview() if one.table == "rights_room_remark"]
        assert (line.clauses, line.what, line.rows) == ("t.name", "blank cells", 1)
        retention.sweep()
        (found,) = rows(Remark, "words", "number", "born", "tags", "owner_id", "name")
        assert found[:5] == ("kept", 3, None, {}, ann)
        assert found[5].startswith("gone-")
        assert nothing_is_left()


def test_files_go_with_their_rows(room: House, settings: Any) -> None:
    settings.MEDIA_ROOT = room.data / "media"
    ann = room.person()
    storage = Photograph._meta.get_field("file").storage
    name = storage.save("ann.jpg", ContentFile(b"face"))
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Photograph.objects.create(owner_id=ann, file=name, key="k", width=1, height=1)
    ended(ann)
    retention.sweep()
    assert (rows(Photograph, "pk"), storage.exists(name)) == ([], False)


class Case:
    """Work on one person: nothing of theirs is swept meanwhile."""

    name = "test case"

    def __init__(self, subject: int) -> None:
        self.subject = subject

    def busy(self, table: Table) -> Q | None:
        return Q(**{table.columns[table.owner].attname: self.subject})

    def ending(self, table: Table, keys: Any) -> None:
        """Nothing counts on them."""


def test_work_that_goes_on_keeps_its_rows_for_another_night(room: House) -> None:
    ann, ben = room.person(), room.person()
    slip(ann, "of the case", 40)
    slip(ben, "of nobody", 40)
    retention.register_live(Case(ann))
    try:
        report = retention.sweep()
        assert (rows(Slip, "label"), report.busy) == (["of the case"], 1)
        assert retention.prove().rows == 0
    finally:
        retention.forget_live("test case")
    assert retention.prove().rows == 1
    retention.sweep()
    assert rows(Slip, "label") == []


def waiting(room: House, state: str) -> tuple[int, int]:
    ann = room.person()
    with entered(CORRESPONDENCE, Viewer.person(ann)):
        (number,) = send(ann)
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        old = clock.now() - timedelta(days=400)
        Disclosure.objects.filter(pk=number).update(at=old)
        changes = {"tries": 1, "next_try_at": clock.now() + timedelta(minutes=4)}
        OutboxItem.objects.update(created_at=old, **(changes if state == "claimed" else {}))
    return ann, number


def test_an_item_on_its_way_stays_with_its_account(room: House) -> None:
    _, number = waiting(room, "claimed")
    with under_terms(outbox=30, disclosures=90):
        assert retention.sweep().busy == 2
    assert rows(Disclosure, "pk", "state") == [(number, "waiting")]
    assert len(rows(OutboxItem, "pk")) == 1


def test_what_waited_past_its_term_did_not_go_out_and_its_account_says_so(room: House) -> None:
    _, number = waiting(room, "waiting")
    with under_terms(outbox=30):
        retention.sweep()
    assert rows(OutboxItem, "pk") == []
    assert rows(Disclosure, "pk", "state") == [(number, "stopped")]
    assert outbox.deliver().sent == 0


def test_a_clock_that_went_back_deletes_nothing(room: House) -> None:
    ann = room.person()
    retention.sweep()
    slip(ann, "old", 40)
    with clock.clock_at(MORNING - timedelta(hours=1)):
        with pytest.raises(Refused, match="before the last sweep"):
            retention.sweep(confirmed=True)
        assert "before the last sweep" in retention.red()[0]
    assert rows(Slip, "label") == ["old"]


def test_a_clock_that_leapt_ahead_asks_first(room: House) -> None:
    ann = room.person()
    retention.sweep()
    slip(ann, "young", 1)
    with clock.clock_at(MORNING + timedelta(days=400)):
        with pytest.raises(Refused, match="--yes"):
            retention.sweep()
        assert rows(Slip, "label") == ["young"]
        assert any("--yes" in one for one in retention.red())
        retention.sweep(confirmed=True)
        assert rows(Slip, "label") == []


def test_a_house_that_never_swept_trusts_its_ledger_for_the_time(room: House) -> None:
    ann = room.person()
    slip(ann, "young", 1)
    with entered(CORRESPONDENCE, Viewer.person(ann)):
        send(ann)
    with clock.clock_at(MORNING + timedelta(days=60)), pytest.raises(Refused):
        retention.sweep()
    assert rows(Slip, "label") == ["young"]


def test_the_night_runs_once_and_a_missed_one_is_red(room: House) -> None:
    assert retention.nightly()
    assert not retention.nightly()
    with clock.clock_at(MORNING + timedelta(hours=23)):
        assert retention.nightly()
        assert retention.red() == ()
    with clock.clock_at(MORNING + timedelta(hours=62)):
        assert ["The last sweep was on 2026-11-02 07:00" in one for one in retention.red()] == [
            True
        ]


def test_a_row_past_its_term_that_stays_is_found_by_the_proof_and_red(room: House) -> None:
    ann = room.person()
    retention.sweep()
    slip(ann, "old", 40)
    found = retention.prove()
    assert [(one.table, one.clauses, one.rows) for one in found.lines] == [
        ("rights_room_slip", "t.slip", 1)
    ]
    assert retention.red() == ("1 rows past their term are stored, in rights_room_slip.",)


def test_the_chain_stands_when_what_it_witnessed_is_swept(room: House) -> None:
    ann = room.person()
    with entered(CORRESPONDENCE, Viewer.person(ann)):
        send(ann)
    outbox.deliver()
    with under_terms(disclosures=1), clock.clock_at(MORNING + timedelta(days=2)):
        retention.sweep()
    assert rows(Disclosure, "pk") == []
    assert rows(Choice, "pk") == []
    assert ledger.verify().is_whole
