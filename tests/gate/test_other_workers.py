"""What another worker changes about ties, places and cells holds from the next entry on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from salerno.privacy import law, testing
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate import inputs
from salerno.privacy.models import ClosedCell, Place, Tie
from salerno.privacy.places import place
from salerno.privacy.purposes import RECORD
from tests.gate.test_places import First
from tests.gate.world import models, people
from tests.gate.world.people import NOW

pytestmark = pytest.mark.usefixtures("world")
ANN, BEN = 1, 2
HERE = "course:1"


@pytest.fixture
def town() -> Iterator[None]:
    """Ann and Ben, whom nothing binds; both have a score, a text and a place of work."""
    people.clear()
    people.populate(First(1))
    models.Person.objects.using("plain").update(name="Somebody", score=3)
    for model in (Tie, Place, ClosedCell):
        model._base_manager.using("plain").all().delete()
    connection.gate_inputs.forget()  # type: ignore[attr-defined]
    with law.under(testing.made_policy()), clock_at(NOW):
        yield


def score_of(owner: int, viewer: int = BEN) -> Any:
    """What the viewer reads under an entry of its own; None for nothing."""
    with entered(models.SHOW, Viewer.person(viewer)):
        return models.Person.objects.filter(owner_id=owner).values_list("score", flat=True).first()


def elsewhere(model: Any) -> Any:
    """Rows as another worker writes them: over a connection of its own."""
    assert connections["plain"].connection is not connection.connection
    return model._base_manager.using("plain")


def tied(**more: Any) -> Any:
    """Another worker lets Ben hold a seat towards Ann."""
    since = NOW - timedelta(days=1)
    return elsewhere(Tie).create(owner_id=ANN, viewer_id=BEN, kind="seat", since=since, **more)


@pytest.mark.usefixtures("town")
def test_a_tie_made_changed_and_ended_elsewhere_holds_at_once() -> None:
    assert score_of(ANN) is None
    made = tied()
    assert score_of(ANN) == 3
    elsewhere(Tie).filter(pk=made.pk).update(until=NOW - timedelta(hours=1))
    assert score_of(ANN) is None
    elsewhere(Tie).filter(pk=made.pk).update(until=None)
    assert score_of(ANN) == 3
    elsewhere(Tie).filter(pk=made.pk).delete()
    assert score_of(ANN) is None


@pytest.mark.usefixtures("town")
def test_one_tie_for_another_is_a_change_too() -> None:
    """The number of ties stays what it was."""
    first = tied()
    assert (score_of(ANN), score_of(3)) == (3, None)
    elsewhere(Tie).filter(pk=first.pk).update(owner_id=3)
    assert (score_of(ANN), score_of(3)) == (None, 3)


@pytest.mark.usefixtures("town")
def test_a_place_made_and_ended_elsewhere_holds_at_once() -> None:
    with entered(RECORD, Viewer.job("test")):
        place(ANN, HERE)
    assert score_of(ANN) is None
    since = NOW - timedelta(days=1)
    elsewhere(Place).create(owner_id=BEN, scope=HERE, relation="seat", reach=9, since=since)
    assert score_of(ANN) == 3
    elsewhere(Place).filter(owner_id=BEN).delete()
    assert score_of(ANN) is None


@pytest.mark.usefixtures("town")
def test_a_cell_contested_elsewhere_is_hidden_at_once() -> None:
    tied()
    assert score_of(ANN) == 3
    elsewhere(ClosedCell).create(owner_id=ANN, clause="world.score", reason="contested", at=NOW)
    assert score_of(ANN) is None
    elsewhere(ClosedCell).filter(owner_id=ANN).delete()
    assert score_of(ANN) == 3


@pytest.mark.usefixtures("town")
def test_within_one_entry_the_answer_stands_for_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A job stays under one purpose for long: its clock runs on, and the answer does not."""
    ticks = [100.0]
    monkeypatch.setattr(inputs, "monotonic", lambda: ticks[0])
    asked: Callable[[], Any] = models.Person.objects.filter(owner_id=ANN).values("score").first
    with entered(models.SHOW, Viewer.person(BEN)):
        assert asked() == {"score": None}
        tied()
        ticks[0] += inputs.FRESH_SECONDS
        assert asked() == {"score": 3}


@pytest.mark.usefixtures("town")
def test_purposes_in_turns_each_read_what_holds() -> None:
    """Going on under another purpose and back tells the server each time."""
    names = []
    with entered(models.SHOW, Viewer.person(BEN)):
        names.append(models.Person.objects.filter(owner_id=ANN).values_list("name").first())
        with entered(models.WATCH, Viewer.person(BEN)):
            names.append(models.Person.objects.filter(owner_id=ANN).values_list("name").first())
        names.append(models.Person.objects.filter(owner_id=ANN).values_list("name").first())
    assert names == [("Somebody",)] * 3
