"""Reports, and the one queue: each decision has its words, and the author reads who looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, COMMUNITY
from salerno.privacy import audit, clock
from salerno.privacy.context import entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.privacy.rights import erase
from salerno.services.discuss import actions, queries
from salerno.services.discuss.values import NewFile, Queued, Reason, Reviewed
from tests import hall
from tests.people import Person, column, stored, words


def report(who: Person, post_id: int, reason: Reason = Reason.UNKIND, said: str = "") -> None:
    """Report a post."""
    with entered(COMMUNITY, who.viewer):
        actions.report(by=who.viewer, post_id=post_id, reason=reason, words=said)


def queue(staff: Person, *, done: bool = False) -> list[Queued]:
    """The queue as somebody of the staff sees it."""
    with hall.moderating(staff):
        return queries.queue(done=done)


def reviewed(staff: Person, review_id: int) -> Reviewed:
    """One report, read by somebody of the staff."""
    with hall.moderating(staff):
        found = queries.review(review_id, role="editor")
    assert found is not None
    return found


def looks(who: Person) -> tuple[audit.Looked, ...]:
    """Who looked at somebody, as they read it."""
    with entered(ACCOUNT, who.viewer):
        return audit.looks_at(who.subject)


def remove(staff: Person, review_id: int) -> None:
    """Remove a reported post."""
    with hall.moderating(staff):
        actions.decide(
            by=staff.viewer, review_id=review_id, reason=Reason.UNKIND, words="It attacks Ben."
        )


def reported() -> tuple[Person, Person, Person, int, int]:
    """An author, somebody else, somebody of the staff, a post that was reported, its review."""
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    staff = hall.editor()
    number = hall.post(ann, hall.area(), "An unkind word")
    report(ben, number, said="This is about me")
    [line] = queue(staff)
    return ann, ben, staff, number, line.id


def test_a_report_stands_in_the_queue_without_words_and_names() -> None:
    _ann, _ben, staff, _number, review_id = reported()
    [line] = queue(staff)
    assert (line.id, line.reporters, line.reasons, line.state) == (
        review_id, 1, ("It attacks somebody",), "open",
    )  # fmt: skip
    page = words(staff.browser().get("/desk/review"))
    assert [one for one in ("Ann", "Ben", "unkind", "about me") if one in page] == []


def test_what_is_pressing_stands_first_and_the_queue_costs_the_same() -> None:
    people = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh", "Dan Wood")
    staff = hall.editor()
    where = hall.area()
    ids = [hall.post(people[0], where, f"Word {one}") for one in range(3)]
    report(people[1], ids[0])
    with CaptureQueriesContext(connection) as one:
        queue(staff)
    for who in people[1:]:
        report(who, ids[1])
    report(people[3], ids[2], Reason.PATIENT)
    with CaptureQueriesContext(connection) as three:
        found = queue(staff)
    assert len(three) == len(one)
    by_review = dict(
        zip(column("discuss_review", "id"), column("discuss_review", "post_id"), strict=True)
    )
    assert [by_review[one.id] for one in found] == [ids[2], ids[1], ids[0]]


def test_reporting_twice_is_one_report_and_an_own_post_cannot_be_reported() -> None:
    ann, ben, _staff, number, _review = reported()
    report(ben, number)
    assert (stored()["discuss_report"], stored()["discuss_review"]) == (1, 1)
    with pytest.raises(Refused, match="yours"):
        report(ann, number)
    with pytest.raises(Refused, match="no such post"):
        report(ben, 9_999)


def test_many_reports_within_an_hour_are_refused() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    ids = []
    for number in range(21):
        with clock.clock_ahead(timedelta(minutes=5 * number)):
            ids.append(hall.post(ann, where))
    for one in ids[:20]:
        report(ben, one)
    with pytest.raises(Refused, match="within an hour"):
        report(ben, ids[20])
    assert stored()["discuss_report"] == 20


def test_a_removed_post_is_served_to_its_author_and_the_queue_only() -> None:
    ann, ben, staff, number, review_id = reported()
    reply = hall.post(ben, column("discuss_area", "id")[0], "Why", reply_to=number)
    remove(staff, review_id)
    for who in (ben, None):
        lines = hall.page(who).lines
        assert [(one.post.id, one.html, one.author) for one in lines] == [
            (number, "", ""), (reply, "<p>Why</p>", lines[1].author),
        ]  # fmt: skip
        assert lines[0].post.removed == "staff"
    most = column("discuss_post", "place_audience")[0]
    assert sorted(column("discuss_post", "audience")) == [int(Reach.ME), most]
    assert hall.texts(ann)[0] == "An unkind word"
    assert "An unkind word" in reviewed(staff, review_id).html
    with entered(COMMUNITY, ben.viewer):
        assert (queries.seen_posts([number]), queries.found_posts([number])) == (frozenset(), {})


def test_the_author_reads_why_who_looked_and_may_object_once() -> None:
    ann, _ben, staff, number, review_id = reported()
    assert looks(ann) == ()
    reviewed(staff, review_id)
    [look] = looks(ann)
    assert (look.role, look.purpose) == ("editor", "moderation")
    assert "discuss.post" in look.clause_ids
    remove(staff, review_id)
    browser = ann.browser()
    page = words(browser.get(f"/discuss/posts/{number}/appeal"))
    assert "It attacks Ben." in page
    path = f"/discuss/posts/{number}/appeal"
    assert browser.post(path, {"words": ""}).status_code == 422
    assert browser.post(path, {"words": "It was a quotation."}).status_code == 302
    assert browser.post(path, {"words": "Again"}).status_code == 409
    assert reviewed(staff, review_id).appeal == "It was a quotation."
    assert [one.state for one in queue(staff)] == ["appealed"]


@pytest.mark.parametrize(("restore", "state"), [(True, "restored"), (False, "upheld")])
def test_an_objection_is_answered_and_the_post_stands_again_or_not(
    restore: bool, state: str
) -> None:
    ann, ben, staff, number, review_id = reported()
    remove(staff, review_id)
    with entered(ACCOUNT, ann.viewer):
        actions.appeal(by=ann.viewer, post_id=number, words="A quotation")
    with hall.moderating(staff):
        actions.decide_appeal(
            by=staff.viewer, review_id=review_id, restore=restore, words="We read it again."
        )
    assert hall.texts(ben) == (["An unkind word"] if restore else [])
    found = reviewed(staff, review_id)
    assert found.state == state
    assert [one.verb for one in found.steps] == ["reported", "removed", "appealed", state]
    with entered(ACCOUNT, ann.viewer):
        mine = queries.own_post(number)
    assert mine is not None
    assert (mine.words, mine.can_appeal) == ("We read it again.", False)


def test_a_post_that_is_kept_stays_and_comes_back_with_another_report() -> None:
    _ann, ben, staff, number, review_id = reported()
    with hall.moderating(staff):
        actions.take(by=staff.viewer, review_id=review_id)
        actions.decide(by=staff.viewer, review_id=review_id, reason=None, words="")
    assert (queue(staff), [one.state for one in queue(staff, done=True)]) == ([], ["kept"])
    assert hall.texts(ben) == ["An unkind word"]
    [cleo] = [hall.editor("Cleo Marsh")]
    report(cleo, number)
    assert [(one.state, one.reporters) for one in queue(staff)] == [("open", 2)]


def test_a_decision_has_its_order_and_its_words() -> None:
    ann, _ben, staff, _number, review_id = reported()
    me = staff.viewer
    with hall.moderating(staff):
        with pytest.raises(Refused, match="in a sentence"):
            actions.decide(by=me, review_id=review_id, reason=Reason.SPAM, words="")
        with pytest.raises(Refused, match="quicker"):
            actions.decide_appeal(by=me, review_id=review_id, restore=True, words="x")
        with pytest.raises(Refused, match="how long"):
            actions.suspend(by=me, review_id=review_id, days=2, words="x")
        with pytest.raises(Refused, match="no such report"):
            actions.take(by=me, review_id=9_999)
    remove(staff, review_id)
    with hall.moderating(staff), pytest.raises(Refused, match="quicker"):
        actions.take(by=me, review_id=review_id)
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused, match="no such post"):
        actions.appeal(by=ann.viewer, post_id=9_999, words="x")


def test_nobody_decides_about_an_own_post() -> None:
    staff, ben = hall.editor(), hall.people("Ben Ito")[0]
    number = hall.post(staff, hall.area(), "Mine")
    report(ben, number)
    [line] = queue(staff)
    with hall.moderating(staff), pytest.raises(Refused, match="your own post"):
        actions.decide(by=staff.viewer, review_id=line.id, reason=None, words="")


def test_somebody_suspended_reads_why_and_cannot_post_until_then() -> None:
    ann, _ben, staff, number, review_id = reported()
    with hall.moderating(staff):
        actions.suspend(by=staff.viewer, review_id=review_id, days=7, words="Three times now.")
    assert reviewed(staff, review_id).suspended_until is not None
    where = column("discuss_area", "id")[0]
    with pytest.raises(Refused, match=r"The reason: Three times now\."):
        hall.post(ann, where)
    with entered(COMMUNITY, ann.viewer), pytest.raises(Refused, match="Three times"):
        actions.edit(by=ann.viewer, post_id=number, text="Other words")
    assert "Three times now." in words(ann.browser().get("/you/posts"))
    with clock.clock_ahead(timedelta(days=7, minutes=1)):
        hall.post(ann, where)


def test_a_post_that_its_author_takes_away_leaves_the_queue() -> None:
    ann, _ben, staff, number, review_id = reported()
    with entered(ACCOUNT, ann.viewer):
        actions.remove(by=ann.viewer, post_id=number)
    assert queue(staff) == []
    assert (reviewed(staff, review_id).state, reviewed(staff, review_id).html) == ("gone", "")
    with hall.moderating(staff), pytest.raises(Refused, match="has left"):
        actions.suspend(by=staff.viewer, review_id=review_id, days=7, words="x")


def test_an_author_who_is_erased_leaves_the_report_to_be_decided(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, ben, staff, _number, review_id = reported()
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.subject, ground="asked")
    [line] = queue(staff)
    remove(staff, line.id)
    assert (line.id, hall.texts(ben)) == (review_id, [])
    with hall.moderating(staff), pytest.raises(Refused, match="has left"):
        actions.suspend(by=staff.viewer, review_id=review_id, days=7, words="x")


def test_the_desk_is_for_editors_with_two_factors() -> None:
    _ann, ben, staff, _number, review_id = reported()
    officer = hall.officer()
    for path in ("/desk/review", f"/desk/review/{review_id}"):
        answers = [who.browser().get(path).status_code for who in (staff, ben, officer)]
        assert answers == [200, 403, 403]
        assert Client().get(path).status_code == 302
    assert staff.browser().get("/desk/review/99999").status_code == 404


def test_a_report_is_decided_on_its_page() -> None:
    ann, _ben, staff, _number, review_id = reported()
    browser, path = staff.browser(), f"/desk/review/{review_id}"
    page = words(browser.get(path))
    assert "This is about me" in page
    assert [one for one in ("Ann", "Ben Ito") if one in page] == []
    assert len(looks(ann)) == 1
    assert browser.post(path, {"do": "remove", "words": "Why"}).status_code == 422
    assert browser.post(path, {"do": "burn"}).status_code == 422
    for sent in (
        {"do": "take"},
        {"do": "remove", "reason": "unkind", "words": "It attacks somebody."},
        {"do": "suspend", "days": "30", "words": "The third time."},
    ):
        assert browser.post(path, sent).status_code == 302
    assert column("discuss_review", "state") == ["removed"]
    assert stored()["discuss_suspension"] == 1
    assert "Decided" in words(browser.get("/desk/review?show=decided"))


def test_a_file_beside_a_reported_post_is_opened_at_the_desk_and_no_other_one() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    staff, where = hall.editor(), hall.course()
    for who in (ann, ben):
        hall.enrol(who)
    ids = []
    for _each in range(2):
        file = NewFile("pdf", "pdf", ContentFile(b"%PDF-1.7"), 8)
        ids.append(hall.post(ann, where, "", file=file))
    report(ben, ids[0])
    [line] = queue(staff)
    [mine] = [one.key for one in reviewed(staff, line.id).files]
    [other] = set(column("discuss_attachment", "key")) - {mine}
    path = f"/desk/review/{line.id}"
    assert staff.browser().get(f"{path}/{mine}").status_code == 200
    assert staff.browser().get(f"{path}/{other}").status_code == 404
    assert staff.browser().get(f"/discuss/files/{mine}").status_code == 404
    assert ben.browser().get(f"{path}/{mine}").status_code == 403
