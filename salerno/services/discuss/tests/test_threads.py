"""Posting and reading: who may, who sees it, and that it stays what it was."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL, MODERATION
from salerno.privacy import clock, decisions, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.rights import copy
from salerno.services.discuss import actions, queries
from salerno.services.discuss.clauses import REVIEWING, SUSPENDING
from salerno.services.discuss.models import Suspension
from salerno.services.discuss.values import NewArea, NewPost
from tests import hall
from tests.people import column, stored, words

CAUTION = "Public. Anyone can read and copy this."


def copied(subject: int) -> bytes:
    """Every byte of a person's copy."""
    with zipfile.ZipFile(io.BytesIO(copy(subject))) as archive:
        return b"".join(archive.read(one) for one in archive.namelist())


def test_a_thread_reads_in_order_with_replies_below_what_they_answer() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    first = hall.post(ann, where, "First")
    second = hall.post(ben, where, "Second")
    reply = hall.post(ben, where, "To the first", reply_to=first)
    deeper = hall.post(ann, where, "To the reply", reply_to=reply)
    found = hall.thread(ben)
    assert found is not None
    assert [(one.id, one.root, one.reply_to) for one in found.posts] == [
        (first, first, None), (reply, first, first), (deeper, first, reply), (second, second, None),
    ]  # fmt: skip
    assert (found.count, found.number, found.last) == (4, 1, 1)


@pytest.mark.clause("N-19", "works")
def test_the_audience_is_said_before_posting_and_the_post_is_in_the_copy() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    caution = hall.page(ann).caution
    assert caution is not None
    assert caution.audience == CAUTION
    page = ann.browser().post(f"/discuss/{where}/post", {"kind": "comment", "text": ""})
    assert CAUTION in words(page)
    assert b"Fever of unknown cause" not in copied(ann.subject)
    hall.post(ann, where, "Fever of unknown cause")
    assert b"Fever of unknown cause" in copied(ann.subject)


@pytest.mark.clause("N-19", "refused")
def test_a_visitor_and_somebody_suspended_cannot_post() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    hall.post(ann, where, "Before")
    sent = {"kind": "comment", "text": "From nobody"}
    assert Client().post(f"/discuss/{where}/post", sent).status_code == 302
    visitor = Viewer.visitor()
    with entered(COMMUNITY, visitor), pytest.raises(Refused, match="Sign in"):
        actions.post(by=visitor, area_id=where, new=NewPost("From nobody"))
    suspend(ann.subject, timedelta(days=7))
    answer = ann.browser().post(f"/discuss/{where}/post", sent)
    assert (answer.status_code, "You may not post until" in words(answer)) == (403, True)
    assert column("discuss_post", "text") == ["Before"]
    found = hall.page(ann)
    assert (found.form, found.suspended_until is not None) == (None, True)


def suspend(subject: int, span: timedelta) -> None:
    """As if somebody of the staff had done it."""
    staff = hall.editor()
    with hall.moderating(staff):
        _suspend(by=staff.viewer, subject=subject, span=span)


@action(MODERATION, collects=REVIEWING)
def _suspend(*, by: Viewer, subject: int, span: timedelta) -> None:
    until = clock.now() + span
    decisions.decide(by=by, subject=subject, what=SUSPENDING, reason="Unkind")
    Suspension.objects.create(owner_id=subject, by_id=by.known, reason="Unkind", until=until)


def test_a_suspension_ends_by_itself() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    hall.post(ann, where, "Before")
    suspend(ann.subject, -timedelta(minutes=1))
    hall.post(ann, where, "After")
    assert column("discuss_post", "text") == ["Before", "After"]


@pytest.mark.clause("N-92", "works")
def test_a_public_area_says_so_at_the_composer_and_its_posts_are_read_signed_out() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    caution = hall.page(ann).caution
    assert caution is not None
    assert caution.audience == CAUTION
    hall.post(ann, where, "Fever")
    assert column("discuss_post", "audience") == [int(Reach.PUBLIC)]
    assert hall.texts(None) == ["Fever"]


@pytest.mark.clause("N-92", "refused")
@pytest.mark.clause("H-10", "refused")
def test_what_was_posted_in_a_closed_area_stays_there_when_the_area_is_widened() -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    old = hall.post(ann, where, "For the course")
    with entered(EDITORIAL, Viewer.person(0)):
        new = NewArea(hall.CLOSED, "Anatomy", Reach.PUBLIC, hall.SCOPE, hall.EVERY_KIND)
        actions.change_area(by=Viewer.person(0), area_id=where, new=new)
    hall.post(ann, where, "For all", reply_to=old)
    assert hall.texts(None, hall.CLOSED) == ["For all"]
    assert hall.texts(cleo, hall.CLOSED) == ["For all"]
    assert hall.texts(ben, hall.CLOSED) == ["For the course", "For all"]
    assert Client().get(f"/discuss/posts/{old}").status_code == 404
    with entered(COMMUNITY, ann.viewer):
        actions.edit(by=ann.viewer, post_id=old, text="For the course, still")
    assert hall.texts(None, hall.CLOSED) == ["For all"]


def test_what_was_posted_in_public_stays_public_when_the_area_is_narrowed() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    hall.post(ann, where, "For all")
    hall.area(audience=Reach.MEMBERS)
    hall.post(ann, where, "For members")
    assert hall.thread(None) is None
    assert column("discuss_post", "audience") == [int(Reach.PUBLIC), int(Reach.MEMBERS)]


def test_an_area_takes_the_audience_of_the_pack_where_none_is_said(pack: str) -> None:
    if pack == "publisher":
        hall.area(audience=None)
        assert column("discuss_area", "audience") == [int(Reach.PUBLIC)]
    else:
        with pytest.raises(Refused, match="whose it is"):
            hall.area(audience=None)
        hall.area(audience=None, scope=hall.SCOPE)
        assert column("discuss_area", "audience") == [int(Reach.PROGRAM)]


@pytest.mark.parametrize(
    "new",
    [
        NewArea("papers", "T", Reach.PUBLIC),
        NewArea("//evil.example/x", "T", Reach.PUBLIC),
        NewArea("/a b", "T", Reach.PUBLIC),
        NewArea("/a", " ", Reach.PUBLIC),
        NewArea("/a", "T", Reach.PUBLIC, kinds=()),
        NewArea("/a", "T", Reach.PUBLIC, kinds=("poem",)),
        NewArea("/a", "T", Reach.PUBLIC, page="https://evil.example"),
        NewArea("/a", "T", Reach.PROGRAM),
    ],
)
def test_an_area_that_is_not_whole_is_refused(new: NewArea) -> None:
    by = Viewer.person(0)
    with entered(EDITORIAL, by), pytest.raises(Refused) as refused:
        actions.open_area(by=by, new=new)
    assert (refused.value.status, column("discuss_area", "id")) == (400, [])


def test_the_same_form_sent_twice_stores_one_post() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where, once = hall.area(), str(uuid4())
    first = hall.post(ann, where, "Once", once=once)
    assert hall.post(ann, where, "Once", once=once) == first
    assert hall.post(ben, where, "Another", once=once) != first
    assert column("discuss_post", "text") == ["Once", "Another"]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"text": " \n "}, 422), ({"text": "a" * 10_001}, 422), ({"kind": "poem"}, 422),
        ({"once": "never"}, 400), ({"reply_to": 9_999}, 404), ({"kind": "picture"}, 422),
    ],
)  # fmt: skip
def test_what_is_no_post_is_refused_and_leaves_nothing(
    more: dict[str, object], status: int
) -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    with pytest.raises(Refused) as refused:
        hall.post(ann, where, **{"text": "A word"} | more)  # type: ignore[arg-type]
    assert (refused.value.status, stored()["discuss_post"]) == (status, 0)


def test_a_reply_belongs_to_the_area_of_what_it_answers() -> None:
    [ann] = hall.people("Ann Reader")
    here, there = hall.area(), hall.area("/papers/2/discussion")
    first = hall.post(ann, here)
    with pytest.raises(Refused, match="not there any more"):
        hall.post(ann, there, reply_to=first)


def test_a_closed_area_keeps_what_was_said_and_takes_nothing_new() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    hall.post(ann, where, "Said")
    with entered(EDITORIAL, Viewer.person(0)):
        actions.close_area(by=Viewer.person(0), area_id=where)
    with pytest.raises(Refused, match="closed"):
        hall.post(ann, where)
    assert hall.texts(None) == ["Said"]
    assert hall.page(ann).form is None


def test_there_is_no_area_to_change_or_close() -> None:
    by, new = Viewer.person(0), NewArea("/a", "T", Reach.PUBLIC)
    with entered(EDITORIAL, by):
        with pytest.raises(Refused, match="no such"):
            actions.close_area(by=by, area_id=4)
        with pytest.raises(Refused, match="no such"):
            actions.change_area(by=by, area_id=4, new=new)


def test_many_posts_within_an_hour_are_refused_and_an_hour_later_taken() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    now = clock.now()
    with clock.clock_at(now):
        for _each in range(20):
            hall.post(ann, where)
    with clock.clock_at(now + timedelta(minutes=59)), pytest.raises(Refused, match="Wait 1 minute"):
        hall.post(ann, where)
    with clock.clock_at(now + timedelta(minutes=60)):
        hall.post(ann, where)
    assert stored()["discuss_post"] == 21


def test_who_withholds_taking_part_does_not_post() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    hall.post(ann, where, "Of Ann")
    with entered(EDITORIAL, Viewer.person(0)):
        subjects.close(ann.subject, COMMUNITY, "withdrawn")
    with pytest.raises(Refused, match="chose not to take part"):
        hall.post(ann, where)
    assert hall.texts(ben) == []


@pytest.mark.parametrize("many", [1, 3, 46])
def test_a_thread_costs_the_same_whatever_stands_in_it(many: int) -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where = hall.course()
    for one in (ann, ben, cleo):
        hall.enrol(one)
    for number in range(many):
        with clock.clock_ahead(timedelta(minutes=5 * number)):
            hall.post((ann, ben, cleo)[number % 3], where, f"{number}: as Ann Reader said")
    hall.page(ben, hall.CLOSED)  # what the process remembers of its declarations
    with CaptureQueriesContext(connection) as caught:
        assert len(hall.page(ben, hall.CLOSED).lines) == many
    asked = [one["sql"] for one in caught.captured_queries]
    assert len(asked) <= 10, asked  # three of them for likes, stars and whom one mutes


def test_a_long_thread_has_pages_and_each_post_its_place() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    ids = []
    for number in range(53):
        with clock.clock_ahead(timedelta(minutes=5 * number)):
            ids.append(hall.post(ann, where, str(number)))
    first, second = hall.thread(ann), hall.thread(ann, page="2")
    assert first is not None
    assert second is not None
    assert [one.id for one in (*first.posts, *second.posts)] == ids
    assert [(one.number, one.last, one.count) for one in (first, second)] == [
        (1, 2, 53),
        (2, 2, 53),
    ]
    for odd in ("0", "99", "x", "", "-1", "9" * 30, "²"):
        found = hall.thread(ann, page=odd)
        assert found is not None
        assert found.posts
    with entered(COMMUNITY, ann.viewer):
        where_last = queries.where(ids[-1])
    assert where_last is not None
    assert where_last.address == f"{hall.OPEN}?page=2#post-{ids[-1]}"


def test_text_is_stored_once_as_safe_html() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    text = "<script>alert(1)</script> & more\nnext\n\n\n\nhttps://a.example/x?a=1&b=2."
    hall.post(ann, where, text)
    link = '<a href="https://a.example/x?a=1&amp;b=2" rel="nofollow ugc noopener">'
    assert column("discuss_post", "html") == [
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more<br>next</p>"
        f"<p>{link}https://a.example/x?a=1&amp;b=2</a>.</p>"
    ]


def test_an_area_that_is_not_there_has_no_thread() -> None:
    assert hall.thread(None, "/nothing") is None
    assert hall.thread(None, "/a\0b") is None


def test_the_name_beside_the_button_is_the_one_that_the_audience_sees(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    hall.area()
    hall.course()
    hall.enrol(ann)
    for address, most in ((hall.OPEN, Reach.PUBLIC), (hall.CLOSED, Reach.PROGRAM)):
        for audience in (Reach.ME, Reach.PROGRAM):
            hall.show_name(ann, audience=audience)
            caution = hall.page(ann, address).caution
            assert caution is not None
            shown = "They see it under the name you show: Ann Reader."
            hidden = "Not all of them see your name: to others it is from “A member”."
            assert caution.name == (shown if audience >= most else hidden)
