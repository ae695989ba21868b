"""Documents of people: their ids come from the index, their words only from their own room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, COMMUNITY
from salerno.privacy import facts
from salerno.privacy.context import Viewer, entered, viewer
from salerno.privacy.subjects import new_subject
from salerno.services.search import actions, jobs, queries
from salerno.services.search.formats import index_of
from salerno.services.search.models import Reading
from salerno.services.search.rules import parse
from salerno.services.search.values import Facet, Part, Results

AT = datetime(2026, 5, 4, tzinfo=UTC)
VISITOR = Viewer.visitor()


@dataclass(frozen=True)
class Leaf:
    """A document as its room shows it."""

    title: str
    address: str
    text: str
    at: datetime


@dataclass
class Shelf:
    """A room with documents in memory: each is seen by its owner, and by all where it is open."""

    name: str = "note"
    title: str = "Notes"
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ("note.written", "note.gone")
    leaves: dict[int, tuple[int, str, bool]] = field(default_factory=dict)
    at_once: int = 2

    def write(self, number: int, owner: int, text: str, *, is_open: bool = True) -> None:
        """Write a document, or write it anew."""
        self.leaves[number] = (owner, text, is_open)
        self._tell("note.written", owner, number)

    def tear(self, number: int) -> None:
        """Take a document away."""
        owner, _text, _open = self.leaves.pop(number)
        self._tell("note.gone", owner, number)

    def _tell(self, kind: str, owner: int, number: int) -> None:
        with entered(ACCOUNT, VISITOR):
            facts.record(kind, owner, number)

    def documents(self, after: int) -> list[tuple[int, int, str]]:
        """The next few."""
        ids = sorted(one for one in self.leaves if one > after)
        return self.those(ids[: self.at_once])

    def those(self, ids: Collection[int]) -> list[tuple[int, int, str]]:
        """These."""
        found = [one for one in sorted(ids) if one in self.leaves]
        return [(one, self.leaves[one][0], self.leaves[one][1]) for one in found]

    def seen(self, ids: Collection[int]) -> set[int]:
        """Those that the viewer may see."""
        kept = {one: self.leaves[one] for one in ids if one in self.leaves}
        return {one for one, (owner, _, is_open) in kept.items() if is_open or owner == me()}

    def shown(self, ids: Collection[int]) -> dict[int, Leaf]:
        """The same, as they are shown."""
        return {
            one: Leaf(f"Note {one}", f"/notes/{one}", self.leaves[one][1], AT)
            for one in self.seen(ids)
        }


def me() -> int | None:
    """Who looks."""
    return viewer().subject


def someone() -> int:
    """A subject."""
    with entered(ACCOUNT, VISITOR):
        return new_subject()


def find(shelf: Shelf, typed: str, who: Viewer = VISITOR) -> Results:
    """What somebody finds."""
    with entered(COMMUNITY, who):
        return queries.find(parse(typed), sources=[shelf])


def ids(shelf: Shelf, typed: str, who: Viewer = VISITOR) -> list[str]:
    """The addresses of what somebody finds."""
    return [one.address for one in find(shelf, typed, who).hits]


def matched(typed: str) -> list[tuple[str, int]]:
    """What the index alone would answer."""
    with connection.cursor() as cursor:
        return index_of(connection.vendor).match_documents(cursor, parse(typed), 100)


def test_what_is_written_is_found_when_the_index_has_read_of_it() -> None:
    shelf, ann = Shelf(), someone()
    shelf.write(1, ann, "Wandering hearts")
    assert ids(shelf, "heart") == []
    assert jobs.catch_up([shelf]) == 1
    (hit,) = find(shelf, "heart").hits
    assert (hit.kind, hit.address, hit.at) == ("note", "/notes/1", AT)
    assert hit.excerpt == (Part("Wandering "), Part("hearts", True))
    assert jobs.catch_up([shelf]) == 0


def test_what_changed_is_found_by_its_new_words_and_what_is_gone_by_none() -> None:
    shelf, ann = Shelf(), someone()
    shelf.write(1, ann, "hearts")
    shelf.write(2, ann, "hearts and livers")
    jobs.catch_up([shelf])
    shelf.write(1, ann, "kidneys")
    shelf.tear(2)
    jobs.catch_up([shelf])
    assert (matched("heart"), matched("liver")) == ([], [])
    assert matched("kidney") == [("note", 1)]


def test_what_is_shown_is_what_the_room_shows_now() -> None:
    shelf, ann = Shelf(), someone()
    shelf.write(1, ann, "hearts")
    jobs.catch_up([shelf])
    shelf.leaves[1] = (ann, "no such word", True)
    (hit,) = find(shelf, "heart").hits
    assert hit.excerpt == (Part("no such word"),)
    del shelf.leaves[1]
    assert find(shelf, "heart") == Results()


def test_nobody_finds_or_counts_what_they_may_not_see() -> None:
    shelf, ann, bob = Shelf(), someone(), someone()
    shelf.write(1, ann, "hearts", is_open=False)
    shelf.write(2, bob, "hearts")
    jobs.catch_up([shelf])
    for who in (VISITOR, Viewer.person(bob)):
        found = find(shelf, "heart", who)
        assert [one.address for one in found.hits] == ["/notes/2"]
        assert (found.total, found.facets) == (1, (Facet("note", 1),))
    assert set(ids(shelf, "heart", Viewer.person(ann))) == {"/notes/1", "/notes/2"}


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_asks_a_fixed_number_of_times(rows: int) -> None:
    shelf, ann = Shelf(), someone()
    for number in range(1, rows + 1):
        shelf.write(number, ann, "hearts")
    jobs.catch_up([shelf])
    with CaptureQueriesContext(connection) as asked:
        assert len(find(shelf, "heart").hits) == rows
    assert len(asked) == 2


def test_one_person_goes_and_the_others_stay() -> None:
    shelf, ann, bob = Shelf(), someone(), someone()
    shelf.write(1, ann, "hearts")
    shelf.write(2, ann, "hearts")
    shelf.write(3, bob, "hearts")
    jobs.catch_up([shelf])
    store = jobs.SearchStore(lambda: [shelf], ())
    assert store.purge(ann) == 2
    assert store.purge(ann) == 0
    assert matched("heart") == [("note", 3)]


def test_what_stays_without_a_name_is_found_without_it() -> None:
    shelf, ann, nobody = Shelf(), someone(), someone()
    shelf.write(1, ann, "hearts")
    shelf.write(2, ann, "hearts too")
    jobs.catch_up([shelf])
    shelf.leaves[2] = (nobody, "hearts too", True)
    assert jobs.SearchStore(lambda: [shelf], ()).purge(ann) == 2
    assert matched("heart") == [("note", 2)]
    with connection.cursor() as cursor:
        assert index_of(connection.vendor).documents_of(cursor, nobody) == [("note", 2)]


def test_a_rebuild_puts_right_what_was_lost_and_what_was_left_over() -> None:
    shelf, ann = Shelf(), someone()
    for number in range(1, 8):
        shelf.write(number, ann, f"hearts x{number}x")
    jobs.catch_up([shelf])
    with connection.cursor() as cursor:
        index_of(connection.vendor).drop_documents(cursor, "note", [2, 3])
    del shelf.leaves[5], shelf.leaves[7]
    store = jobs.SearchStore(lambda: [shelf], ())
    assert [step for step in store.steps() if step[0] == "note"] == [
        ("note", 2), ("note", 2), ("note", 1),
    ]  # fmt: skip
    assert {number for _name, number in matched("heart")} == {1, 2, 3, 4, 6}


def test_a_rebuild_that_was_stopped_goes_on_where_it_stopped() -> None:
    shelf, ann = Shelf(), someone()
    for number in range(1, 6):
        shelf.write(number, ann, "hearts")
    store = jobs.SearchStore(lambda: [shelf], ())
    assert next(store.steps()) == ("note", 2)
    assert Reading.objects.get(source="note").rebuilt_to == 2
    assert list(store.steps()) == [("note", 2), ("note", 1)]
    assert len(matched("heart")) == 5
    assert not Reading.objects.exclude(rebuilt_to=None).exists()


def test_many_facts_are_read_in_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    shelf, ann = Shelf(), someone()
    for number in range(1, 8):
        shelf.write(number, ann, "hearts")
    assert jobs.catch_up([shelf]) == 7
    assert len(matched("heart")) == 7


def test_what_fails_half_way_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, ann = Shelf(), someone()
    shelf.write(1, ann, "hearts")
    own = type(index_of(connection.vendor))
    with monkeypatch.context() as broken:
        broken.delattr(own, "put_documents")
        with pytest.raises(AttributeError):
            jobs.catch_up([shelf])
    assert jobs.catch_up([shelf]) == 1
    assert matched("heart") == [("note", 1)]
