"""Areas of a course: only its people read, write, and fetch files; leaving ends it at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.privacy.rights import erase
from salerno.services.discuss import actions
from salerno.services.discuss.rules.files import MOST_BYTES
from salerno.services.discuss.values import Kind
from tests import hall
from tests.people import Person, column, stored, words

PLACE = b"Sandhill 52N 13E"
PDF = b"%PDF-1.7 an essay"
MP4 = b"\0\0\0\x18ftypmp42 a clip"


def picture(kind: str = "JPEG") -> SimpleUploadedFile:
    """A picture whose file also says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = PLACE
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    Image.new("RGB", (2000, 1000), (90, 120, 140)).save(out, kind, exif=exif, comment=PLACE)
    return upload(out.getvalue(), "Ann Reader at home.jpg")


def upload(content: bytes, name: str = "essay.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, "text/html")


def kept() -> list[Path]:
    """Every file that is stored."""
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def classmates() -> tuple[Person, Person, Person, int]:
    """Two of a course, and one who is in another course; the area of the first."""
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where = hall.course()
    hall.enrol(ann)
    hall.enrol(ben)
    hall.enrol(cleo, "course:8")
    return ann, ben, cleo, where


def send(who: Person, where: int, **sent: Any) -> Any:
    """Post through the page."""
    return who.browser().post(f"/discuss/{where}/post", {"kind": "comment", "text": "A"} | sent)


@pytest.mark.clause("H-09", "works")
def test_an_area_says_who_reads_it_and_its_people_read_and_download() -> None:
    ann, ben, _cleo, where = classmates()
    assert send(ann, where, kind="picture", file=picture()).status_code == 302
    [key] = column("discuss_attachment", "key")
    assert hall.page(ben, hall.CLOSED).audience == "The 2 participants of “Fever in travellers”."
    answer = ben.browser().get(f"/discuss/files/{key}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="post.webp"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.clause("H-09", "refused")
def test_somebody_of_another_course_gets_404_for_page_post_and_file() -> None:
    ann, _ben, cleo, where = classmates()
    send(ann, where, kind="picture", file=picture())
    [key], [number] = column("discuss_attachment", "key"), column("discuss_post", "id")
    assert hall.thread(cleo, hall.CLOSED) is None
    assert hall.thread(None, hall.CLOSED) is None
    for browser in (cleo.browser(), Client()):
        for path in (f"files/{key}", f"posts/{number}"):
            assert browser.get(f"/discuss/{path}").status_code == 404
    assert cleo.browser().get(f"/discuss/posts/{number}/report").status_code == 404
    assert send(cleo, where).status_code == 404
    assert stored()["discuss_post"] == 1


@pytest.mark.clause("H-10", "works")
def test_the_caution_beside_the_button_counts_the_people_who_can_read() -> None:
    ann, ben, _cleo, where = classmates()
    [tess] = [hall.enrol(hall.editor("Tess Teacher"), teaches=True)]
    page = words(send(ann, where, text="", kind="comment"))
    assert (
        "The 2 participants of “Fever in travellers” and its 1 teacher can read and download "
        "this, and can copy it. They see it under the name you show: Ann Reader."
    ) in page
    hall.leave(ben)
    hall.leave(tess)
    caution = hall.page(ann, hall.CLOSED).caution
    assert caution is not None
    assert caution.audience == (
        "The 1 participant of “Fever in travellers” can read and download this, and can copy it."
    )


@pytest.mark.clause("H-60", "works")
def test_each_kind_is_posted_and_seen_and_its_author_removes_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, ben, _cleo, where = classmates()
    files = {"picture": picture(), "video": upload(MP4), "assignment": upload(PDF)}
    for kind in Kind.values:
        sent = {"file": files[kind]} if kind in files else {}
        assert send(ann, where, kind=kind, text=f"My {kind}", **sent).status_code == 302
    posts = hall.page(ben, hall.CLOSED).lines
    assert [(line.post.kind, line.html) for line in posts] == [
        (kind, f"<p>My {kind}</p>") for kind in Kind.values
    ]
    assert [line.files[0].file.extension for line in posts if line.files] == ["pdf", "webp", "mp4"]
    assert len(kept()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        for line in posts:
            path = f"/discuss/posts/{line.post.id}/remove"
            assert ben.browser().post(path).status_code == 404
            assert ann.browser().post(path).status_code == 302
    assert hall.page(ben, hall.CLOSED).lines == ()
    assert (set(column("discuss_post", "text")), set(column("discuss_post", "html"))) == (
        {""},
        {""},
    )
    assert (stored()["discuss_attachment"], kept()) == (0, [])


@pytest.mark.clause("H-60", "refused")
def test_after_leaving_the_course_there_is_nothing() -> None:
    ann, ben, _cleo, where = classmates()
    send(ann, where, kind="picture", file=picture())
    [key], [number] = column("discuss_attachment", "key"), column("discuss_post", "id")
    browser = ben.browser()
    assert browser.get(f"/discuss/files/{key}").status_code == 200
    hall.leave(ben)
    assert browser.get(f"/discuss/files/{key}").status_code == 404
    assert browser.get(f"/discuss/posts/{number}").status_code == 404
    assert hall.thread(ben, hall.CLOSED) is None
    assert send(ben, where).status_code == 404


def test_who_has_left_still_finds_and_removes_their_own_posts() -> None:
    ann, _ben, _cleo, where = classmates()
    send(ann, where, text="Mine")
    [number] = column("discuss_post", "id")
    hall.leave(ann)
    assert "Mine" in words(ann.browser().get("/you/posts"))
    assert ann.browser().post(f"/discuss/posts/{number}/remove").status_code == 302
    assert column("discuss_post", "text") == [""]


def test_replies_keep_the_place_of_what_was_removed() -> None:
    ann, ben, _cleo, where = classmates()
    first = hall.post(ann, where, "First")
    hall.post(ben, where, "Reply", reply_to=first)
    alone = hall.post(ann, where, "Alone")
    with entered(ACCOUNT, ann.viewer):
        for one in (first, alone):
            actions.remove(by=ann.viewer, post_id=one)
    lines = hall.page(ben, hall.CLOSED).lines
    assert [(line.author, line.html, line.post.removed) for line in lines] == [
        ("", "", "author"), ("Ben Ito", "<p>Reply</p>", ""),
    ]  # fmt: skip
    with entered(ACCOUNT, ann.viewer), pytest.raises(Refused, match="no such post"):
        actions.remove(by=ann.viewer, post_id=first)


def test_after_erasure_the_words_stand_without_name_and_the_files_are_gone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, ben, _cleo, where = classmates()
    send(ann, where, kind="picture", text="Seen in Oslo", file=picture())
    assert len(kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.subject, ground="asked")
    lines = hall.page(ben, hall.CLOSED).lines
    assert [(line.author, line.html, line.files) for line in lines] == [
        ("A former member", "<p>Seen in Oslo</p>", ())
    ]
    assert (kept(), stored()["discuss_attachment"]) == ([], 0)


def test_place_camera_and_the_name_of_the_file_are_not_kept() -> None:
    ann, _ben, _cleo, where = classmates()
    send(ann, where, kind="picture", file=picture(), said="A rash")
    [path] = kept()
    content = path.read_bytes()
    assert [mark for mark in (PLACE, b"Exif", b"EXIF", b"Ann") if mark in content] == []
    with Image.open(path) as made:
        assert (made.format, made.size, dict(made.getexif())) == ("WEBP", (1600, 800), {})
    assert (path.stat().st_mode & 0o077, "Ann" in path.name) == (0, False)


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("picture", b"<svg onload=alert(1)>", 422), ("picture", b"GIF89a", 422),
        ("picture", b"\xff\xd8\xff" + b"0" * 99, 422), ("comment", b"", 422),
        ("video", PDF, 422), ("picture", b"\0\0\0\x18ftypheic ....", 422),
        ("comment", PDF + b" " * MOST_BYTES["pdf"], 413),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_should_be_is_refused(
    kind: str, content: bytes, status: int
) -> None:
    ann, _ben, _cleo, where = classmates()
    answer = send(ann, where, kind=kind, file=upload(content))
    assert (answer.status_code, kept(), stored()["discuss_post"]) == (status, [], 0)


def test_a_file_is_served_as_what_it_is_and_never_as_what_it_says() -> None:
    ann, ben, _cleo, where = classmates()
    send(ann, where, kind="other", file=upload(b"<script>alert(1)</script>", "x.html"))
    [key] = column("discuss_attachment", "key")
    answer = ben.browser().get(f"/discuss/files/{key}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="post.bin"'


def test_if_nothing_is_stored_no_file_is_left() -> None:
    ann, _ben, _cleo, where = classmates()
    once = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    send(ann, where, once=once, file=upload(PDF))
    send(ann, where, once=once, file=upload(PDF))
    assert (len(kept()), stored()["discuss_post"]) == (1, 1)


def test_a_file_in_an_area_of_words_is_refused() -> None:
    ann, _ben, _cleo, _where = classmates()
    where = hall.area(kinds=("comment",))
    answer = send(ann, where, file=upload(PDF))
    assert (answer.status_code, kept(), stored()["discuss_post"]) == (400, [], 0)


def test_the_name_in_what_a_picture_shows_is_a_mark() -> None:
    ann, ben, _cleo, where = classmates()
    hall.post(ann, where, "Here")
    send(ben, where, kind="picture", text="See Ann Reader", file=picture(), said="Ann Reader, left")
    assert column("discuss_attachment", "said") == ["@{2}, left"]
    assert hall.page(ann, hall.CLOSED).lines[1].files[0].said == "Ann Reader, left"


def test_a_cohort_within_a_course_is_closed_to_the_rest_of_it() -> None:
    ann, ben, _cleo, _where = classmates()
    where = hall.area("/cohort", Reach.COHORT, hall.SCOPE)
    assert hall.thread(ben, "/cohort") is None
    with pytest.raises(Refused, match="no such"):
        hall.post(ben, where)
    hall.enrol(ann, reach=Reach.COHORT)
    number = hall.post(ann, where)
    assert hall.thread(ben, "/cohort") is None
    assert ben.browser().get(f"/discuss/posts/{number}").status_code == 404
    hall.enrol(ben, reach=Reach.COHORT)
    assert hall.texts(ben, "/cohort") == ["A word"]
