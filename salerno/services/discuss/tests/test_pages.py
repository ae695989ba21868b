"""The pages of a post, tried with what browsers send and with what they should not."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from salerno.policy.purposes import COMMUNITY, MODERATION
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer, entered
from salerno.services.discuss import slots
from tests import hall
from tests.people import Person, column, stored, words


def rendered(who: Person | None, address: str = hall.OPEN) -> str:
    """The thread as a host's page has it."""
    page = hall.page(who, address)
    request = RequestFactory().get("/papers/1")
    with entered(COMMUNITY, who.viewer if who else Viewer.visitor()):
        said: str = render_to_string("discuss/thread.html", {"discussion": page}, request)
    return said


def test_after_posting_one_is_back_at_the_post() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    sent = {"kind": "comment", "text": "A word", "once": str(uuid4())}
    browser = ann.browser()
    first = browser.post(f"/discuss/{where}/post", sent)
    again = browser.post(f"/discuss/{where}/post", sent)
    [number] = column("discuss_post", "id")
    assert first.headers["Location"] == again.headers["Location"] == f"{hall.OPEN}#post-{number}"
    moved = Client().get(f"/discuss/posts/{number}")
    assert moved.headers["Location"] == f"{hall.OPEN}#post-{number}"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": "a\0b"}, 422), ({"text": "a" * 10_001}, 422), ({"kind": "poem"}, 422),
        ({"once": "x"}, 422), ({"reply_to": "x"}, 422), ({"reply_to": "-1"}, 422),
        ({"reply_to": "99999"}, 404), ({"owner": "1"}, 400), ({"audience": "5"}, 400),
        ({"text": ""}, 422), ({"said": "x" * 201}, 422),
        ({"reply_to": "9" * 30}, 422),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(sent: dict[str, str], status: int) -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    answer = ann.browser().post(f"/discuss/{where}/post", {"kind": "comment", "text": "A"} | sent)
    assert (answer.status_code, stored()["discuss_post"]) == (status, 0)


def test_what_was_written_stays_on_the_page_when_it_is_refused() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    for _each in range(20):
        hall.post(ann, where)
    answer = ann.browser().post(
        f"/discuss/{where}/post", {"kind": "comment", "text": "A long thought"}
    )
    assert answer.status_code == 429
    assert "A long thought" in answer.content.decode()
    assert "Wait 60 minutes" in words(answer)


def test_an_area_or_a_post_that_is_not_there_is_not_found() -> None:
    [ann] = hall.people("Ann Reader")
    browser = ann.browser()
    assert browser.post("/discuss/999/post", {"kind": "comment", "text": "A"}).status_code == 404
    for path in ("", "/edit", "/remove", "/report", "/appeal"):
        assert browser.get(f"/discuss/posts/999{path}").status_code == 404
    assert browser.get("/discuss/files/abc").status_code == 404
    assert browser.get(f"/discuss/posts/{'9' * 30}").status_code == 404


def test_only_the_author_changes_and_removes_a_post() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = hall.post(ann, hall.area(), "Mine")
    for path in ("edit", "remove"):
        address = f"/discuss/posts/{number}/{path}"
        assert ben.browser().get(address).status_code == 404
        assert ben.browser().post(address, {"text": "Theirs"}).status_code == 404
        assert Client().post(address, {"text": "Theirs"}).status_code == 302
    assert column("discuss_post", "text") == ["Mine"]


def test_a_post_is_changed_for_a_day() -> None:
    ann, _ben = hall.people("Ann Reader", "Ben Ito")
    number = hall.post(ann, hall.area(), "Before")
    browser, path = ann.browser(), f"/discuss/posts/{number}/edit"
    assert "Before" in browser.get(path).content.decode()
    assert browser.post(path, {"text": "After"}).status_code == 302
    assert browser.post(path, {"text": "  "}).status_code == 422
    assert column("discuss_post", "text") == ["After"]
    assert column("discuss_post", "edited_at") != [None]
    with clock.clock_ahead(timedelta(hours=24)):
        assert browser.post(path, {"text": "Late"}).status_code in (302, 409)
    assert column("discuss_post", "text") == ["After"]


def test_the_text_comes_back_into_the_form_with_its_names() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    hall.post(ann, where, "Here")
    number = hall.post(ben, where, "Thanks @Ann Reader, and @{1}")
    page = ben.browser().get(f"/discuss/posts/{number}/edit").content.decode()
    assert "Thanks @Ann Reader, and @{1}" in page


def test_a_thread_on_a_page_has_headings_anchors_and_what_one_can_do(pack: str) -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    where = hall.area()
    first = hall.post(ann, where, "First")
    reply = hall.post(ben, where, "Reply <b>", reply_to=first)
    page = rendered(ann)
    for part in (
        f'id="post-{first}"', f'id="post-{reply}"', "2 posts", "Reply &lt;b&gt;",
        f'href="/discuss/posts/{first}/edit"', f'href="/discuss/posts/{reply}/report"',
        f"reply={reply}#compose", "Public. Anyone can read and copy this.",
        'class="replies"', 'name="once"', 'enctype="multipart/form-data"',
    ):  # fmt: skip
        assert part in page, part
    assert f'href="/discuss/posts/{reply}/edit"' not in page
    visitor = rendered(None)
    assert "Sign in to post" in visitor
    assert "<textarea" not in visitor
    assert ("Ann Reader" in visitor) == (pack == "publisher")


def test_an_empty_thread_invites_and_a_closed_one_says_so() -> None:
    [ann] = hall.people("Ann Reader")
    hall.area()
    assert "Nobody has written here yet" in rendered(ann)


def test_a_visitor_cannot_report_and_a_report_is_sent_from_its_page() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = hall.post(ann, hall.area(), "Mine")
    path = f"/discuss/posts/{number}/report"
    assert Client().get(path).status_code == 302
    browser = ben.browser()
    assert browser.post(path, {"reason": "boring"}).status_code == 422
    assert browser.post(path, {"reason": "spam", "words": "Look"}).status_code == 302
    assert (column("discuss_report", "owner_id"), column("discuss_report", "words")) == (
        [ben.subject], ["Look"],
    )  # fmt: skip


def test_facts_say_what_happened_by_numbers_only() -> None:
    ann, _ben = hall.people("Ann Reader", "Ben Ito")
    number = hall.post(ann, hall.area(), "Word")
    browser = ann.browser()
    browser.post(f"/discuss/posts/{number}/edit", {"text": "Other"})
    browser.post(f"/discuss/posts/{number}/remove")
    with entered(MODERATION, Viewer.job("test")):
        found = facts.since(0, ("discuss.posted", "discuss.edited", "discuss.removed"))
    assert [(one.kind, one.subject, one.item_id) for one in found] == [
        (f"discuss.{kind}", ann.subject, number) for kind in ("posted", "edited", "removed")
    ]


def test_the_search_gets_words_without_names_and_shows_them_through_the_gate() -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    hall.post(ann, where, "Here")
    number = hall.post(ben, where, "Fever, says Ann Reader")
    [source] = slots.SEARCHED
    job = Viewer.job("search")
    with entered(MODERATION, job):
        documents = source.documents(0)
        assert (
            list(source.those([number])) == [documents[1]] == [(number, ben.subject, "Fever, says")]
        )
        assert source.documents(number) == []
    seen = {}
    for who in (ann, cleo):
        with entered(COMMUNITY, who.viewer):
            seen[who.subject] = (list(source.seen([number])), list(source.shown([number])))
    assert seen == {ann.subject: ([number], [number]), cleo.subject: ([], [])}


def test_a_huge_file_and_a_file_of_nothing_are_refused() -> None:
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    for content in (b"", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024)):
        file = SimpleUploadedFile("a.jpg", io.BytesIO(content).read())
        sent = {"kind": "picture", "text": "", "file": file}
        assert ann.browser().post(f"/discuss/{where}/post", sent).status_code in (413, 422)
    assert stored()["discuss_post"] == 0
