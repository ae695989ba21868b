"""Places: who belongs to a scope sees what is shown there, and nothing once they left."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from salerno.privacy import law, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import WriteRefused
from salerno.privacy.places import has_place, people_of, place, unplace
from salerno.privacy.purposes import RECORD
from salerno.privacy.testing import expecting_refusals
from tests.gate.world import models, people
from tests.gate.world.people import NOW

pytestmark = pytest.mark.usefixtures("world")
ANN, BEN, CAL, TEACHER = 1, 2, 3, 4
HERE, THERE = "course:1", "course:2"


class First(Random):
    """Chance that always takes the first: nobody is closed, nobody is tied."""

    def choice(self, seq: Any) -> Any:
        """The first of them."""
        return seq[0]


@pytest.fixture
def course() -> Iterator[None]:
    """Ann and Ben are here, Cal is elsewhere; a teacher teaches here. Each wrote a note here."""
    people.clear()
    people.populate(First(1))
    policy = testing.made_policy()
    with law.under(policy), clock_at(NOW):
        with entered(RECORD, Viewer.job("test")):
            for one in (ANN, BEN):
                place(one, HERE)
            place(CAL, THERE)
            place(TEACHER, HERE, models.SEAT)
        yield


def seen_by(who: int, column: str = "text") -> list[tuple[int, Any]]:
    """Whose notes here somebody sees, and what stands in one column."""
    with entered(models.SHOW, Viewer.person(who)):
        rows = models.Note.objects.filter(scope=HERE).order_by("owner_id", "pk")
        return [(owner, value) for owner, value in rows.values_list("owner_id", column)]


def write(owner: int, *, audience: Reach = Reach.PROGRAM, score: int | None = None) -> None:
    """Somebody's note in this course."""
    note = models.Note(
        owner_id=owner, person_id=owner, scope=HERE, text=f"by {owner}", score=score,
        text_audience=int(audience), at=NOW - timedelta(hours=1),
    )  # fmt: skip
    with entered(models.SHOW, Viewer.person(owner)), acting(Act("test", models.POINT)):
        note.save(force_insert=True)


@pytest.mark.usefixtures("course")
def test_a_note_is_read_by_those_who_belong_where_it_stands() -> None:
    write(ANN)
    assert (ANN, "by 1") in seen_by(BEN)
    assert (ANN, "by 1") in seen_by(TEACHER)
    assert (ANN, "by 1") not in seen_by(CAL)
    with entered(RECORD, Viewer.job("test")):
        unplace(BEN, HERE)
    assert (ANN, "by 1") not in seen_by(BEN)


@pytest.mark.usefixtures("course")
def test_a_place_elsewhere_shared_with_the_author_opens_nothing_here() -> None:
    with entered(RECORD, Viewer.job("test")):
        place(ANN, THERE)
    write(ANN)
    assert (ANN, "by 1") not in seen_by(CAL)


@pytest.mark.usefixtures("course")
def test_a_relation_opens_its_clauses_and_lets_write_about_the_other() -> None:
    write(ANN, audience=Reach.ME)
    with entered(models.SHOW, Viewer.person(TEACHER)), acting(Act("test", models.POINT)):
        models.Note(owner_id=ANN, person_id=ANN, scope=HERE, score=7).save(force_insert=True)
    assert (ANN, 7) in seen_by(TEACHER, "score")
    with (
        entered(models.SHOW, Viewer.person(CAL)),
        acting(Act("test", models.POINT)),
        expecting_refusals(WriteRefused),
        pytest.raises(WriteRefused),
    ):
        models.Note(owner_id=ANN, person_id=ANN, scope=HERE, score=1).save(force_insert=True)


@pytest.mark.usefixtures("course")
def test_who_belongs_is_listed_in_the_order_they_came_until_they_leave() -> None:
    with entered(RECORD, Viewer.job("test")):
        place(CAL, HERE, until=NOW + timedelta(days=1))
        place(ANN, HERE, reach=Reach.COHORT)
        assert people_of(HERE) == (ANN, BEN, TEACHER, CAL)
        assert people_of(HERE, models.SEAT) == (TEACHER,)
        assert has_place(CAL, HERE)
        assert not has_place(TEACHER, THERE)
    with clock_at(NOW + timedelta(days=2)), entered(RECORD, Viewer.job("test")):
        assert people_of(HERE) == (ANN, BEN, TEACHER)
        assert not has_place(CAL, HERE)
