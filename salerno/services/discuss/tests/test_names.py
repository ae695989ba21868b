"""Names in posts: a mark in the text, the present name on the page, and nothing after erasure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from salerno.policy.purposes import COMMUNITY
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.declare import Reach
from salerno.privacy.registry import registry
from salerno.privacy.rights import erase
from salerno.services.discuss import actions
from tests import hall
from tests.people import column, stored

ANN = "Ann Reader"


def mention(name: str) -> str:
    """A name on a page."""
    return f'<span class="mention">{name}</span>'


def everything() -> str:
    """Every cell of every table, the gate aside, and every file but the database's own."""
    own: Any = connection
    said = []
    with own.gate_open(), own.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said.append(repr(cursor.fetchall()))
    files = (one for one in Path(settings.SALERNO_DATA).rglob("*") if one.is_file())
    return "\n".join([*said, *(one.read_bytes().decode(errors="replace") for one in files)])


def test_a_name_is_stored_as_a_mark_and_shown_as_it_is_now() -> None:
    ann, ben = hall.people(ANN, "Ben Ito")
    where = hall.area(audience=Reach.MEMBERS)
    hall.course()
    for one in (ann, ben):
        hall.enrol(one)
    where = hall.course()
    hall.post(ann, where, "A question")
    hall.post(ben, where, "@Ann Reader is right, as ann  READER often is; thanks, Ann")
    assert column("discuss_post", "text")[1] == "@{1} is right, as @{2} often is; thanks, @{3}"
    assert hall.texts(ben, hall.CLOSED)[1] == (
        f"{mention('@Ann Reader')} is right, as {mention(ANN)} often is; thanks, {mention('Ann')}"
    )
    hall.show_name(ann, "Anna Müller")
    assert hall.texts(ben, hall.CLOSED)[1] == (
        f"{mention('@Anna Müller')} is right, as {mention('Anna Müller')} often is; "
        f"thanks, {mention('Anna')}"
    )


def test_who_does_not_show_the_name_is_somebody() -> None:
    ann, ben = hall.people(ANN, "Ben Ito")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    hall.post(ann, where, "A question")
    hall.post(ben, where, "As Ann Reader said")
    hall.show_name(ann, audience=Reach.ME)
    page = hall.page(ben, hall.CLOSED)
    assert [line.author for line in page.lines] == ["A member", "Ben Ito"]
    assert hall.texts(ben, hall.CLOSED)[1] == f"As {mention('somebody')} said"
    assert hall.texts(ann, hall.CLOSED)[1] == f"As {mention(ANN)} said"


def test_those_without_a_name_can_be_told_apart_in_one_thread_and_on_all_its_pages() -> None:
    """Each keeps a number as the thread is read; whoever sees the name reads the name."""
    ann, ben, cleo, dan = hall.people(ANN, "Ben Ito", "Cleo Marsh", "Dan Roe")
    where = hall.course()
    for one in (ann, ben, cleo, dan):
        hall.enrol(one)
    writers = [ben, ann, cleo, ann, *[dan] * 46, cleo, ben]  # the last two on the second page
    for number, one in enumerate(writers):
        with clock.clock_ahead(timedelta(minutes=5 * number)):
            hall.post(one, where, "A word")
    for one in (ann, cleo):
        hall.show_name(one, audience=Reach.ME)
    first = [line.author for line in hall.page(dan, hall.CLOSED).lines]
    assert first[:5] == ["Ben Ito", "A member", "A member (2)", "A member", "Dan Roe"]
    second = hall.page(dan, hall.CLOSED, page="2")
    assert [line.author for line in second.lines] == ["A member (2)", "Ben Ito"]
    assert hall.page(ann, hall.CLOSED).lines[1].author == ANN
    assert hall.page(ann, hall.CLOSED).lines[2].author == "A member"


def test_after_erasure_the_name_is_in_no_stored_byte(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, ben = hall.people(ANN, "Ben Ito")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    early = hall.post(ben, where, "I wait for Ann Reader")  # before she took part
    own = hall.post(ann, where, "I am ann reader, hello")
    hall.post(ben, where, "Well said, Ann Reader: “I am ann reader”", reply_to=own)
    hall.post(ben, where, "and Reader, Ann; and @ann; and Ann’s", reply_to=early)
    hall.show_name(ann, audience=Reach.ME)
    hall.post(ben, where, "Whom I cannot see any more: Ann Reader")  # no mark can be put
    assert "Ann Reader" in column("discuss_post", "text")[-1]
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.subject, ground="asked")
    found = everything().casefold()
    assert [one for one in ("ann reader", "reader, ann", "@ann", "ann’s") if one in found] == []
    gone = mention("someone who left")
    page = hall.page(ben, hall.CLOSED)
    assert [(line.author, line.html) for line in page.lines] == [
        ("Ben Ito", f"<p>I wait for {gone}</p>"),
        ("Ben Ito", f"<p>and {gone}; and {gone}; and {gone}’s</p>"),
        ("A former member", f"<p>I am {gone}, hello</p>"),
        ("Ben Ito", f"<p>Well said, {gone}: “I am {gone}”</p>"),
        ("Ben Ito", f"<p>Whom I cannot see any more: {gone}</p>"),
    ]
    assert stored()["discuss_mention"] == 0


def test_two_people_of_one_name_share_the_mark_and_the_one_who_stays_keeps_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, other, ben = hall.people(ANN, ANN, "Ben Ito")
    where = hall.course()
    for one in (ann, other, ben):
        hall.enrol(one)
        hall.post(one, where, "Here")
    hall.post(ben, where, "Ann Reader said so")
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.subject, ground="asked")
    assert hall.texts(ben, hall.CLOSED)[-1] == f"{mention(ANN)} said so"
    with django_capture_on_commit_callbacks(execute=True):
        erase(other.subject, ground="asked")
    assert hall.texts(ben, hall.CLOSED)[-1] == f"{mention('someone who left')} said so"
    assert ANN not in everything()


def test_a_mark_that_somebody_types_is_no_mark() -> None:
    ann, ben = hall.people(ANN, "Ben Ito")
    where = hall.area(audience=Reach.MEMBERS)
    hall.post(ann, where, "One")
    hall.post(ben, where, "@{1} and @{{2} and @{x}")
    assert hall.texts(ben)[1] == "@{1} and @{{2} and @{x}"
    assert stored()["discuss_mention"] == 0


def test_an_edit_writes_the_names_again_and_keeps_no_old_row() -> None:
    ann, ben, cleo = hall.people(ANN, "Ben Ito", "Cleo Marsh")
    where = hall.course()
    for one in (ann, ben, cleo):
        hall.enrol(one)
        hall.post(one, where, "One")
    mine = hall.post(ben, where, "With Ann Reader and Cleo Marsh")
    assert stored()["discuss_mention"] == 2
    with entered(COMMUNITY, ben.viewer):
        actions.edit(by=ben.viewer, post_id=mine, text="With Cleo Marsh @{2}")
    assert column("discuss_mention", "owner_id") == [cleo.subject]
    assert hall.texts(ann, hall.CLOSED)[3] == f"With {mention('Cleo Marsh')} @{{2}}"


def test_a_post_taken_away_names_nobody_any_more() -> None:
    ann, ben = hall.people(ANN, "Ben Ito")
    where = hall.course()
    for one in (ann, ben):
        hall.enrol(one)
    hall.post(ann, where, "One")
    mine = hall.post(ben, where, "With Ann Reader")
    with entered(COMMUNITY, ben.viewer):
        actions.remove(by=ben.viewer, post_id=mine)
    assert (stored()["discuss_mention"], column("discuss_post", "text")) == (0, ["One", ""])


@pytest.mark.parametrize(
    "name",
    ["O’Brien Jean-Luc", "王小明", "Émilie du Châtelet", "Dr. Ann Reader", "Jo Weiß", "Åsa Öz"],
)
def test_names_of_many_shapes_follow_their_person(
    name: str, django_capture_on_commit_callbacks: Any
) -> None:
    one, ben = hall.people(name, "Ben Ito")
    where = hall.course()
    hall.enrol(one)
    hall.enrol(ben)
    hall.post(ben, where, f"Before: {name}.")
    hall.post(one, where, "Here")
    hall.post(ben, where, f"谢谢{name}, and {name.upper()}!")
    assert name in hall.texts(ben, hall.CLOSED)[0]
    with django_capture_on_commit_callbacks(execute=True):
        erase(one.subject, ground="asked")
    assert name.casefold() not in everything().casefold()


@pytest.mark.parametrize(
    ("name", "written"),
    [("Jo Strauss", "Jo Strauß"), ("Jo Weiß", "JO WEISS"), ("Åsa Öz", "ÅSA ÖZ"), ("Al Fi", "Al ﬁ")],
)
def test_a_name_that_is_written_with_other_signs_is_found_when_its_person_leaves(
    name: str, written: str, django_capture_on_commit_callbacks: Any
) -> None:
    one, ben = hall.people(name, "Ben Ito")
    where = hall.course()
    hall.enrol(ben)
    hall.post(ben, where, f"Ask {written}.")  # nobody of that name takes part
    assert written in column("discuss_post", "text")[0]
    with django_capture_on_commit_callbacks(execute=True):
        erase(one.subject, ground="asked")
    assert written not in everything()


def test_every_mention_is_declared_and_about_the_person_who_is_named() -> None:
    table = next(one for one in registry().personal() if one.name == "discuss_mention")
    assert [one.id for one in table.clauses] == ["discuss.mention"]
