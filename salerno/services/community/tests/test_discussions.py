"""Discussions that members open: who reads, who posts, likes, stars, and who is shown out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.services.community import queries
from salerno.services.discuss import actions as discussing
from salerno.services.discuss import queries as discussion_queries
from salerno.services.discuss.values import NewArea
from tests import hall
from tests.people import Person, column, letters, link_in, stored, words

SECRET = "What we say among ourselves"


def opened(who: Person, audience: Reach = Reach.PROGRAM, title: str = "Nights on call") -> int:
    """A discussion of somebody; its id."""
    answer = who.browser().post("/hall/open", {"title": title, "audience": str(int(audience))})
    assert answer.status_code == 302, words(answer)
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def area_of(discussion: int) -> int:
    """The area of its posts."""
    with entered(EDITORIAL, Viewer.person(0)):
        found = discussion_queries.area_of(f"/hall/{discussion}")
    assert found is not None
    return found.id


def invited(host: Person, guest: Person, discussion: int) -> None:
    """Somebody takes a place, by letter and link."""
    page = f"/hall/{discussion}/invite"
    assert host.browser().post(page, {"address": guest.email}).status_code == 302
    link = link_in(next(one for one in letters() if one.to == guest.email and "/invit" in one.text))
    assert guest.browser().post(link, {"do": "accept"}).status_code == 302


@pytest.mark.clause("N-72", "works")
def test_who_is_invited_reads_and_posts_and_each_thread_says_who_reads_it() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = opened(ann)
    hall.post(ann, area_of(number), SECRET)
    invited(ann, ben, number)
    page = words(ben.browser().get(f"/hall/{number}"))
    assert SECRET in page
    assert "Only those whom you invite" in page
    assert "The 2 participants" in page
    hall.post(ben, area_of(number), "An answer")
    assert "An answer" in words(ann.browser().get(f"/hall/{number}"))
    assert "Ben Ito" in words(ann.browser().get(f"/hall/{number}/people"))


@pytest.mark.clause("N-72", "refused")
def test_who_is_not_invited_or_was_shown_out_neither_reads_nor_posts() -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    number = opened(ann)
    where = area_of(number)
    hall.post(ann, where, SECRET)
    invited(ann, ben, number)
    sent = {"other": str(ben.subject)}
    assert ben.browser().post(f"/hall/{number}/people", sent).status_code == 404
    assert ann.browser().post(f"/hall/{number}/people", sent).status_code == 302
    for who in (ben, cleo):
        browser = who.browser()
        assert browser.get(f"/hall/{number}").status_code == 404
        assert SECRET not in browser.get("/hall").content.decode()
        posted = browser.post(f"/discuss/{where}/post", {"kind": "comment", "text": "In"})
        assert posted.status_code == 404
        assert browser.get(f"/hall/{number}/invite").status_code == 404
        assert browser.get("/search?q=ourselves").content.decode().find(SECRET) == -1
    assert Client().get(f"/hall/{number}").status_code == 404
    assert len(column("discuss_post", "text")) == 1


def test_whoever_is_blocked_later_loses_the_place_as_well() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = opened(ann)
    invited(ann, ben, number)
    assert ben.browser().get(f"/hall/{number}").status_code == 200
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "block"})
    assert ben.browser().get(f"/hall/{number}").status_code == 404


def test_a_public_discussion_is_read_signed_out_and_a_closed_one_stays_closed(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    closed = opened(ann)
    hall.post(ann, area_of(closed), SECRET)
    editor = Viewer.person(0)
    with entered(EDITORIAL, editor):
        new = NewArea(f"/hall/{closed}", "Wider", Reach.PUBLIC, "", ("comment",))
        discussing.change_area(by=editor, area_id=area_of(closed), new=new)
    assert SECRET not in Client().get(f"/hall/{closed}").content.decode()
    if pack == "school":
        sent = {"title": "For all", "audience": str(int(Reach.PUBLIC))}
        assert ann.browser().post("/hall/open", sent).status_code == 422
        return
    with clock.clock_ahead(timedelta(days=1, hours=1)):
        number = opened(ann, Reach.PUBLIC, "Daylight on the ward")
        assert "Public. Anyone can read" in words(ann.browser().get(f"/hall/{number}"))
        hall.post(ann, area_of(number), "For everybody")
        assert "For everybody" in words(Client().get(f"/hall/{number}"))
        assert "Daylight on the ward" in words(Client().get("/hall"))


def test_a_like_is_counted_for_all_and_a_star_is_seen_by_one() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    number = hall.post(ann, where, "Worth reading")
    browser = ben.browser()
    assert browser.post("/hall/mark", {"like": number}).status_code == 302
    browser.post("/hall/mark", {"star": number})
    with entered(COMMUNITY, ann.viewer):
        seen_by_ann = queries.marks([number]).by_post
    with entered(COMMUNITY, ben.viewer):
        seen_by_ben = queries.marks([number]).by_post
    assert seen_by_ben == {number: (1, True, True)}
    assert seen_by_ann[number][2] is False
    assert "Worth reading" in words(browser.get("/you/stars"))
    assert "Worth reading" not in words(ann.browser().get("/you/stars"))
    browser.post("/hall/mark", {"like": number})
    assert column("community_like", "id") == []
    for wrong in ({}, {"like": "x"}, {"star": "9" * 30}, {"like": "99999"}):
        assert browser.post("/hall/mark", wrong).status_code == 404


def test_a_visitor_reads_how_many_like_a_public_post() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = hall.post(ann, hall.area(), "Worth reading")
    ben.browser().post("/hall/mark", {"like": number})
    said = hall.page(None).lines[0].beside
    assert "1 likes it" in said
    assert "button" not in said


def test_the_beside_costs_the_same_whatever_the_number_of_posts() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    counts = []
    for many in (1, 3):
        while stored()["discuss_post"] < many:
            number = hall.post(ann, where)
            ben.browser().post("/hall/mark", {"like": number})
        with CaptureQueriesContext(connection) as caught:
            hall.page(ben)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_lists_cost_the_same_whatever_their_length() -> None:
    ann, *others = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh", "Dora Lund")
    for one in (ann, *others):
        hall.enrol(one, "course:1")
    counts = []
    for many in (1, 3):
        for one in others[:many]:
            one.browser().post(f"/people/{ann.subject}/meet", {"do": "ask"})
        with entered(COMMUNITY, ann.viewer), CaptureQueriesContext(connection) as caught:
            assert len(queries.bonds()) == many
            queries.discussions()
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_a_new_member_opens_one_discussion_a_day() -> None:
    [ann] = hall.people("Ann Reader")
    opened(ann)
    sent = {"title": "Second", "audience": str(int(Reach.PROGRAM))}
    assert ann.browser().post("/hall/open", sent).status_code == 429
    assert stored()["community_discussion"] == 1


def test_a_form_that_is_pressed_twice_opens_one_discussion() -> None:
    [ann] = hall.people("Ann Reader")
    sent = {"title": "Nights on call", "audience": str(int(Reach.PROGRAM))}
    answers = [ann.browser().post("/hall/open", sent) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, answers[0]["Location"])
    ] * 2
    assert stored()["community_discussion"] == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"title": "", "audience": "3"}, 422), ({"title": "x" * 121, "audience": "3"}, 422),
        ({"title": "a\0b", "audience": "3"}, 422), ({"title": "A", "audience": "0"}, 422),
        ({"title": "A", "audience": "3", "area_id": "1"}, 400),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(sent: dict[str, str], status: int) -> None:
    [ann] = hall.people("Ann Reader")
    assert ann.browser().post("/hall/open", sent).status_code == status
    assert stored()["community_discussion"] == 0


def test_erasure_keeps_the_discussion_and_takes_the_name() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = opened(ann)
    hall.post(ann, area_of(number), SECRET)
    invited(ann, ben, number)
    hall.post(ben, area_of(number), "An answer")
    ben.browser().post(f"/people/{ann.subject}/meet", {"do": "ask"})
    rights.erase(ann.subject, ground="test")
    page = ben.browser().get(f"/hall/{number}")
    assert SECRET in words(page)
    assert "Ann Reader" not in page.content.decode()
    assert "Ann Reader" not in ben.browser().get("/you/connections").content.decode()
    assert column("community_connection", "owner_id") in ([], [ben.subject])
