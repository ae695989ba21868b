"""Every shape that an erasure can meet, in a room made for it."""

import importlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from salerno.privacy import clock, journal, law, rights, stores
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Reach, keep
from salerno.privacy.errors import DeclarationError
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.law import Basis, ClauseLaw, PurposeLaw, Term, TermKind
from salerno.privacy.models import CollectionEvent, Disclosure, ErasureStep, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.rights import fate, steps
from salerno.privacy.testing import installed
from salerno.services.media.models import Photograph
from tests.privacy import rights_room
from tests.privacy.conftest import House, a_policy
from tests.privacy.rights_room import (
    MODELS,
    Answer,
    Bill,
    Chain,
    Count,
    Left,
    Remark,
    Right,
    Slip,
)  # fmt: skip

erasing = importlib.import_module("salerno.privacy.rights.erase")
MORNING = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
TERM = ClauseLaw(Term(TermKind.DAYS, 30), reach_max=Reach.MEMBERS)


@pytest.fixture
def room(lasting_house: House) -> Iterator[House]:
    """The house with one room more."""
    with installed(rights_room, "rights_room"):
        with connection.schema_editor() as editor:
            for one in MODELS:
                editor.create_model(one)
        lay_locks(connection)
        made = a_policy()
        ruled = {**made.clauses, "t.slip": TERM, "t.name": TERM}
        with law.under(replace(made, clauses=ruled, digest="the room")), clock.clock_at(MORNING):
            yield lasting_house
        with connection.schema_editor() as editor:
            for one in reversed(MODELS):
                editor.delete_model(one)


def put(model: type[Any], **values: Any) -> Any:
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        return model._base_manager.create(**values)


def rows(model: type[Any]) -> list[dict[str, Any]]:
    with entered(ERASURE, Viewer.job("test")):
        return list(model._base_manager.order_by("pk").values())


def slip(owner: int, label: str, **more: Any) -> Any:
    return put(Slip, owner_id=owner, text=f"text of {label}", label=label, **more)


def test_what_others_read_stays_and_loses_every_name(room: House) -> None:
    people = [room.person(), room.person()]
    for number, person in enumerate(people):
        put(
            Remark, owner_id=person, words=f"words {number}", name=f"Mary {number}", number=9,
            born="1980-01-01", tags=["mary"],
        )  # fmt: skip
    for person in people:
        rights.erase(person, ground="test")
    found = rows(Remark)
    assert [one["words"] for one in found] == ["words 0", "words 1"]
    assert {(one["number"], one["born"], str(one["tags"])) for one in found} == {(3, None, "{}")}
    assert [one["name"] for one in found] == [f"gone-{one['id']}" for one in found]
    owners = {one["owner_id"] for one in found}
    assert len(owners - set(people)) == 2
    states = {one["id"]: one["state"] for one in rows(Subject)}
    assert {states[one] for one in owners} == {Subject.State.PSEUDONYM}
    assert {states[one] for one in people} == {Subject.State.ERASED}


def test_the_plan_says_what_goes_on_and_what_a_duty_keeps(room: House) -> None:
    ann = room.person()
    put(Remark, owner_id=ann, words="words", name="Mary", tags=[])
    put(Bill, owner_id=ann, amount="12")
    slip(ann, "one")
    plan = rights.plan_erasure(ann)
    assert [(one.clause.id, one.count) for one in plan.unnamed] == [("t.words", 1)]
    assert ("t.bill", "tax law") in {(one.clause.id, one.reason) for one in plan.stays}
    assert {one.clause.id for one in plan.goes} == {"t.name", "t.slip"}
    assert plan.items == 2


@pytest.mark.clause("N-124", "refused")
def test_nothing_stays_without_its_duty(room: House) -> None:
    with pytest.raises(DeclarationError):
        keep("")
    ann = room.person()
    slip(ann, "one")
    put(Bill, owner_id=ann, amount="12")
    rights.erase(ann, ground="test")
    assert (rows(Slip), len(rows(Bill))) == ([], 1)


def test_an_answer_of_somebody_else_keeps_an_empty_slip(room: House) -> None:
    ann, ben = room.person(), room.person()
    mine, alone = slip(ann, "one"), slip(ann, "two")
    put(Answer, owner_id=ben, slip=mine, after=alone, text="Ben's words")
    put(Answer, owner_id=ann, slip=mine, text="Ann's own")
    put(Count, slip=alone, seen=4)
    rights.erase(ann, ground="test")
    [answer] = rows(Answer)
    [shell] = rows(Slip)
    assert (answer["text"], answer["slip_id"], answer["after_id"]) == ("Ben's words", mine.pk, None)
    assert (shell["text"], shell["label"]) == ("", f"gone-{mine.pk}")
    assert shell["owner_id"] not in {ann, ben}
    assert rows(Count) == []


def test_a_chain_of_ones_own_hangs_on_as_long_as_a_stranger_holds_it(room: House) -> None:
    ann, ben = room.person(), room.person()
    root = put(Chain, pk=900, owner_id=ben, text="root", up_id=900)
    first = put(Chain, owner_id=ann, text="first", up=root)
    second = put(Chain, owner_id=ann, text="second", up=first)
    put(Chain, owner_id=ann, text="loose", up=first)
    put(Chain, owner_id=ben, text="held", up=second)
    rights.erase(ann, ground="test")
    assert {one["text"] for one in rows(Chain)} == {"root", "", "held"}
    assert len(rows(Chain)) == 4


def test_who_points_goes_before_what_it_points_to(room: House) -> None:
    known = registry()
    tables = [known.of(one) for one in (Slip, Count, Bill, Answer, Chain)]
    ordered = [one.model for one in fate.children_first(tables)]
    assert ordered.index(Answer) < ordered.index(Slip)
    assert ordered.index(Count) < ordered.index(Slip)
    assert set(ordered) == {Slip, Count, Bill, Answer, Chain}


def test_a_ring_goes_as_one(room: House) -> None:
    ann = room.person()
    left = put(Left, owner_id=ann, text="left")
    right = put(Right, owner_id=ann, text="right", left=left)
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Left._base_manager.update(right=right)
    rights.erase(ann, ground="test")
    assert (rows(Left), rows(Right)) == ([], [])


def test_holdings_say_term_audience_origin_and_who_received(room: House) -> None:
    ann = room.person()
    slip(ann, "one", at=MORNING - timedelta(days=20))
    slip(ann, "two")
    put(Remark, owner_id=ann, words="w", name="Mary", tags=[], name_audience=int(Reach.PUBLIC))
    put(Remark, owner_id=ann, words="w", name="Ann", tags=[])
    put(
        CollectionEvent, owner_id=ann, point="desk", point_version=1, policy_version=1,
        clause_ids=["t.slip"], channel="telephone", source="you", at=MORNING,
    )  # fmt: skip
    for name, state in (("Carrier", "sent"), ("Carrier", "sent"), ("Other", "waiting")):
        put(
            Disclosure, owner_id=ann, recipient="r", recipient_name=name, clause_ids=["t.slip"],
            state=state, ledger_seq=0,
        )  # fmt: skip
    held = {one.clause.id: one for some in rights.holdings(ann) for one in some.holdings}
    one = held["t.slip"]
    assert (one.count, one.ends_at) == (2, MORNING + timedelta(days=10))
    assert (one.is_offline, one.channel, one.collected_at) == (True, "telephone", MORNING)
    assert (one.receivers, one.audience, one.bases) == (("Carrier",), None, (Basis.CONTRACT,))
    named = held["t.name"]
    assert (named.audience, named.is_offline) == (Reach.MEMBERS, False)
    assert (named.ends_at, named.receivers) == (None, ())


@pytest.mark.clause("N-126", "works")
def test_what_i_gave_under_contract_or_consent_goes_with_me(room: House) -> None:
    ann = room.person()
    slip(ann, "mine")
    made = rights.portable_copy(ann)
    assert made["given"] == {"t.slip": [{"text": "text of mine", "label": "mine"}]}
    assert made["schema"]["type"] == "object"
    assert json.loads(json.dumps(made)) == made


@pytest.mark.clause("N-126", "refused")
@pytest.mark.parametrize(
    ("source", "basis"), [("us", Basis.CONTRACT), ("you", Basis.LEGITIMATE_INTEREST)]
)
def test_what_was_worked_out_or_rests_on_something_else_stays_out(
    room: House, source: str, basis: Basis
) -> None:
    ann = room.person()
    slip(ann, "mine")
    made = law.in_force()
    ruled = {**made.clauses, "t.slip": replace(TERM, source=source)}
    purposes = {**made.purposes, "account": PurposeLaw({"": basis})}
    with law.under(replace(made, clauses=ruled, purposes=purposes, digest=f"{source}{basis}")):
        assert rights.portable_copy(ann)["given"] == {}
        assert "text of mine" in whole(rights.copy(ann))


def whole(content: bytes) -> str:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "".join(archive.read(one).decode() for one in archive.namelist())


def test_the_copy_speaks_in_the_words_it_is_given(room: House) -> None:
    ann = room.person()
    slip(ann, "mine")
    text = whole(rights.copy(ann, lambda _: rights.Told("Because.", "Long.", "You.", "By post.")))
    assert all(one in text for one in ("Because.", "Long.", "You.", "By post."))
    assert "days 30" in whole(rights.copy(ann))


def test_the_same_moment_gives_the_same_bytes(room: House) -> None:
    ann = room.person()
    slip(ann, "mine")
    first = zipfile.ZipFile(io.BytesIO(rights.copy(ann)))
    second = zipfile.ZipFile(io.BytesIO(rights.copy(ann)))
    assert first.namelist() == second.namelist()
    for one in set(first.namelist()) - {"data/audit.jsonl", "index.html"}:
        assert (first.read(one), first.getinfo(one).date_time) == (
            second.read(one), second.getinfo(one).date_time,
        )  # fmt: skip


def test_a_room_ends_what_runs_before_its_rows_go(
    room: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "_on_leave", [])
    left: list[tuple[int, int]] = []

    def leave(subject: int) -> None:
        left.append((subject, len(rows(Slip))))

    rights.on_leave(leave)
    rights.on_leave(leave)
    ann = room.person()
    slip(ann, "mine")
    rights.erase(ann, ground="test")
    assert left == [(ann, 1)]


def test_a_room_that_fails_leaves_everything_as_it_was(
    room: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(subject: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(erasing, "_on_leave", [fail])
    ann = room.person()
    slip(ann, "mine")
    with pytest.raises(RuntimeError):
        rights.erase(ann, ground="test")
    assert (len(rows(Slip)), rows(ErasureStep)) == (1, [])


def test_what_a_killed_process_left_is_done_by_the_next(
    room: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = room.data / "media"
    ann = room.person()
    storage = Photograph._meta.get_field("file").storage
    name = storage.save("face.txt", ContentFile(b"a face"))
    put(Photograph, owner_id=ann, file=name, width=1, height=1)
    monkeypatch.setattr(erasing, "carry_out", lambda subject: None)
    rights.erase(ann, ground="test")
    assert storage.exists(name)
    assert len(rows(ErasureStep)) == len(stores.stores()) + 1
    put(ErasureStep, subject_number=ann, kind="store", target="a store of long ago")
    put(ErasureStep, subject_number=ann, kind="file", target="gone.Model.file:name")
    assert steps.carry_out() == len(stores.stores()) + 3
    assert (storage.exists(name), rows(ErasureStep), steps.carry_out()) == (False, [], 0)


def test_an_empty_house_has_nothing_to_say(room: House) -> None:
    ann = room.person()
    put(Slip, owner_id=ann, text="", label="")
    with entered(RIGHTS, Viewer.person(ann)) as entry:
        held = {one.clause.id for some in rights.holdings(ann) for one in some.holdings}
    assert "t.slip" not in held
    read = {one.split(' FROM "')[1].split('"')[0] for one in entry.statements}
    assert read == {"privacy_subject", "rights_room_slip"}  # and no table that holds nothing
    assert list(journal.subjects()) == []


def test_a_file_that_is_lost_or_too_large_is_named_and_not_enclosed(
    room: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = room.data / "media"
    ann = room.person()
    storage = Photograph._meta.get_field("file").storage
    name = storage.save("face.txt", ContentFile(b"a face"))
    put(Photograph, owner_id=ann, file=name, width=1, height=1)
    assert "files/face.txt" in names(rights.copy(ann))
    with monkeypatch.context() as patch:
        patch.setattr(importlib.import_module("salerno.privacy.rights.copy"), "MOST_BYTES", 3)
        assert "files/face.txt" not in names(rights.copy(ann))
    storage.delete(name)
    assert "files/face.txt" not in names(rights.copy(ann))
    assert "face.txt" in whole(rights.copy(ann))


def names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()
