"""Writes: what an action that made somebody, a library and an upsert may change."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from salerno.privacy import law, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Act, Viewer, acting, current_or_none, entered
from salerno.privacy.declare import CollectionPoint
from salerno.privacy.errors import GateError, PurposeRefused, WriteRefused
from salerno.privacy.models import Tie
from salerno.privacy.testing import expecting_refusals
from tests.gate.test_places import First
from tests.gate.world import models, people
from tests.gate.world.people import NOW

pytestmark = pytest.mark.usefixtures("world")
ANN, BEN = 1, 2
ELSEWHERE = CollectionPoint("world.elsewhere", "Another form", (), models.SHOW)
gate: Any = connection


@pytest.fixture(autouse=True)
def town() -> Iterator[None]:
    """Twelve people whom nothing binds."""
    people.clear()
    people.populate(First(1))
    with law.under(testing.made_policy()), clock_at(NOW):
        yield


def stored(owner: int, column: str = "rank") -> Any:
    """What stands there, as plain Django reads it."""
    rows = models.Person.objects.using("plain").filter(owner_id=owner)
    return rows.values_list(column, flat=True).first()


@pytest.mark.parametrize("made", [None, ANN])
def test_whoever_made_somebody_may_change_what_is_theirs_and_nobody_elses(made: Any) -> None:
    act = Act("test", models.POINT, subject=made)
    with entered(models.SHOW, Viewer.visitor()), acting(act):
        changed = models.Person.objects.all().update(rank=77)
    assert changed == (made is not None)
    assert [stored(one) == 77 for one in (ANN, BEN)] == [made is not None, False]


def test_a_library_that_saves_a_whole_row_leaves_its_owner_and_a_room_may_not_name_it() -> None:
    mine = models.Person.objects.using("plain").values("pk").get(owner_id=ANN)["pk"]
    with entered(models.SHOW, Viewer.person(ANN)):
        rows = models.Person.objects.filter(pk=mine)
        with acting(Act("test", models.POINT, library=True)):
            assert rows.update(owner_id=BEN, rank=78) == 1
        assert (stored(ANN), stored(ANN, "pk")) == (78, mine)
        with (
            acting(Act("test", models.POINT)),
            expecting_refusals(WriteRefused),
            pytest.raises(WriteRefused, match="does not change its owner"),
        ):
            rows.update(owner_id=BEN)


def upsert(owner: int, *, unique: str = "id", update: tuple[str, ...] = ("rank",)) -> Any:
    """Put a row over the one of somebody."""
    key = stored(owner, "pk")
    row = models.Person(pk=key, owner_id=owner, rank=79)
    return models.Person.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=[unique], update_fields=update
    )


def test_an_upsert_changes_ones_own_row_and_never_an_owner() -> None:
    with entered(models.SHOW, Viewer.person(ANN)), acting(Act("test", models.POINT)):
        upsert(ANN)
        with expecting_refusals(GateError), pytest.raises(GateError):
            upsert(BEN)
        with expecting_refusals(WriteRefused), pytest.raises(WriteRefused, match="an upsert does"):
            upsert(ANN, update=("owner_id",))
    assert [stored(one) == 79 for one in (ANN, BEN)] == [True, False]


def test_an_update_changes_the_cells_that_are_seen_and_keeps_the_others() -> None:
    Tie._base_manager.using("plain").create(
        owner_id=ANN, viewer_id=BEN, kind="seat", since=NOW - timedelta(days=1)
    )
    gate.gate_inputs.forget()
    phone = stored(ANN, "phone")
    with entered(models.SHOW, Viewer.person(BEN)), acting(Act("test", models.POINT)):
        rows = models.Person.objects.filter(owner_id=ANN)
        assert rows.values_list("phone", flat=True).get() is None
        assert rows.update(score=81, phone="changed") == 1
    assert (stored(ANN, "score"), stored(ANN, "phone")) == (81, phone)


@pytest.mark.parametrize("point", [None, ELSEWHERE])
def test_what_a_point_does_not_collect_is_written_nowhere(point: Any) -> None:
    with entered(models.SHOW, Viewer.person(ANN)), acting(Act("test", point)):
        rows = models.Person.objects.filter(owner_id=ANN)
        assert rows.update(name="") == 1  # nothing is collected by emptying
        with expecting_refusals(WriteRefused), pytest.raises(WriteRefused, match="collect"):
            rows.update(name="Anne")
        with expecting_refusals(WriteRefused), pytest.raises(WriteRefused, match="collect"):
            models.Letter.objects.create(owner_id=ANN, person_id=1, phone="1")
    assert stored(ANN, "name") == ""


def test_what_comes_back_from_a_write_is_read() -> None:
    fields = {one.name: one for one in models.Person._meta.local_concrete_fields}
    row, rows = models.Person(owner_id=ANN, name="Anne"), models.Person.objects.all()
    with (
        entered(models.SHOW, Viewer.person(ANN)),
        acting(Act("test", models.POINT)),
        expecting_refusals(PurposeRefused),
        pytest.raises(PurposeRefused),
    ):
        rows._insert([row], [fields["owner"], fields["name"]], returning_fields=[fields["secret"]])


def test_after_the_commit_runs_under_the_purpose_in_which_it_was_given() -> None:
    said: list[Any] = []
    none: Any = None

    def later() -> None:
        entry = current_or_none()
        said.append(entry and (entry.purpose, entry.viewer))

    viewer = Viewer.person(ANN)
    with transaction.atomic():
        transaction.on_commit(later)
        with entered(models.SHOW, viewer):
            transaction.on_commit(later)
            with pytest.raises(TypeError):
                transaction.on_commit(none)
    assert said == [None, (models.SHOW, viewer)]


def test_emptying_every_table_empties_who_is_closed() -> None:
    with entered(models.SHOW, Viewer.person(ANN)), gate.gate_open(), gate.cursor() as cursor:
        cursor.execute(f"INSERT INTO closed_world_show VALUES ({BEN})")
        for told, left in (([], 1), (["DELETE FROM world_gift"], 0)):
            gate.ops.execute_sql_flush(told)
            cursor.execute("SELECT COUNT(*) FROM closed_world_show")
            assert cursor.fetchone() == (left,)
