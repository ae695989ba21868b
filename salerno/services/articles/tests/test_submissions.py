"""Handing in: for the editors alone, until they accept it; files without place and camera."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock, rights
from salerno.privacy.context import entered
from salerno.services.articles import queries
from tests import hall
from tests.people import Person, column, letters, stored, words

TEXT = "A tablet that helped one ward sleep, and what it taught us about noise."
SENT = {"kind": "case", "title": "Noise at night", "byline": "Ann Reader, MD", "text": TEXT}


def picture() -> SimpleUploadedFile:
    """A picture that says where it was taken."""
    image, out = Image.new("RGB", (24, 18), "maroon"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken on the ward of Sandhill"
    image.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("ward-of-sandhill.jpg", out.getvalue())


def handed(who: Person, **more: object) -> int:
    """Something handed in; its id."""
    answer = who.browser().post("/submissions/new", {**SENT, **more})
    assert answer.status_code == 302, words(answer)
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def decided(editor: Person, number: int, state: str, letter: str = "Thank you. We take it.") -> int:
    """The editor's answer; its status."""
    sent = {"state": state, "words": letter}
    return editor.browser().post(f"/desk/submissions/{number}", sent).status_code


@pytest.mark.clause("N-21", "works")
def test_a_case_with_its_picture_waits_for_the_editors_alone() -> None:
    [ann] = hall.people("Ann Reader")
    number = handed(ann, file=picture())
    assert column("articles_submission", "owner_id") == [ann.subject]
    assert column("articles_submission", "byline") == ["Ann Reader, MD"]
    assert (column("articles_submission", "state"), column("articles_submission", "audience")) == (
        ["handed"], [0],
    )  # fmt: skip
    [name] = column("articles_submissionfile", "file")
    content = (Path(settings.MEDIA_ROOT) / name).read_bytes()
    assert b"Sandhill" not in content
    assert "sandhill" not in name
    editor = hall.editor()
    assert "Noise at night" in words(editor.browser().get("/desk/submissions"))
    page = editor.browser().get(f"/desk/submissions/{number}")
    assert (TEXT in words(page), "Ann Reader, MD" in words(page)) == (True, True)
    [key] = column("articles_submissionfile", "key")
    assert editor.browser().get(f"/submissions/{number}/{key}").status_code == 200
    assert f"What you handed in, number {number}" in column("privacy_look", "reason")


@pytest.mark.clause("N-21", "refused")
def test_nobody_else_reads_it_before_it_is_accepted() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = handed(ann, file=picture())
    [key] = column("articles_submissionfile", "key")
    for browser in (ben.browser(), Client()):
        for path in (f"/submissions/{number}", f"/submissions/{number}/{key}"):
            assert browser.get(path).status_code == 404
        assert browser.post(f"/submissions/{number}", {"do": "back"}).status_code in (403, 404)
    assert ben.browser().get("/desk/submissions").status_code == 403
    assert hall.officer().browser().get("/desk/submissions").status_code == 403
    with entered(EDITORIAL, ben.viewer):
        assert queries.queue() == []
        assert queries.submission(number) is None
    assert stored()["articles_submission"] == 1


def test_the_place_of_an_editor_ends_by_itself() -> None:
    [ann] = hall.people("Ann Reader")
    number = handed(ann)
    editor = hall.editor()
    editor.browser().get("/desk/submissions")
    with entered(EDITORIAL, editor.viewer):
        assert queries.submission(number) is not None
    with clock.clock_ahead(timedelta(hours=1, seconds=1)), entered(EDITORIAL, editor.viewer):
        assert queries.submission(number) is None


@pytest.mark.clause("N-92", "works")
def test_what_is_accepted_is_published_and_its_author_gets_the_letter(pack: str) -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = handed(ann)
    editor = hall.editor()
    assert decided(editor, number, "reading") == 302
    assert "Being read" in words(ann.browser().get(f"/submissions/{number}"))
    assert decided(editor, number, "accepted") == 302
    assert "We take it" in letters()[0].text
    assert "We take it" in words(ann.browser().get(f"/submissions/{number}"))
    shown = Client().get(f"/submissions/{number}")
    assert shown.status_code == (200 if pack == "publisher" else 404)
    if pack == "publisher":
        assert (TEXT in words(shown), "We take it" in words(shown)) == (True, False)
        assert TEXT in words(ben.browser().get(f"/submissions/{number}"))
    assert decided(editor, number, "declined") == 409


def test_what_is_declined_stays_with_its_author() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    number = handed(ann)
    editor = hall.editor()
    assert decided(editor, number, "declined", " ") == 422
    assert decided(editor, number, "declined", "Too long for us.") == 302
    assert "Too long for us" in words(ann.browser().get(f"/submissions/{number}"))
    assert [ben.browser().get(f"/submissions/{number}").status_code] == [404]
    assert Client().get(f"/submissions/{number}").status_code == 404


def test_an_author_takes_everything_back(django_capture_on_commit_callbacks: Any) -> None:
    [ann] = hall.people("Ann Reader")
    number = handed(ann, file=picture())
    with django_capture_on_commit_callbacks(execute=True):
        answer = ann.browser().post(f"/submissions/{number}", {"do": "back"})
    assert answer.headers["Location"] == "/submissions"
    assert (stored()["articles_submission"], stored()["articles_submissionfile"]) == (0, 0)
    assert list((Path(settings.MEDIA_ROOT) / "submissions").iterdir()) == []


def test_an_editor_does_not_decide_their_own() -> None:
    editor = hall.editor()
    number = handed(editor)
    assert decided(editor, number, "accepted") == 403
    assert column("articles_submission", "state") == ["handed"]


def test_what_may_point_to_a_patient_waits_for_a_yes() -> None:
    [ann] = hall.people("Ann Reader")
    sent = {**SENT, "text": "Our patient Maria Keller did well."}
    held = ann.browser().post("/submissions/new", sent)
    assert (held.status_code, stored()["articles_submission"]) == (422, 0)
    assert "the name of a patient" in words(held)
    assert ann.browser().post("/submissions/new", {**sent, "sure": "on"}).status_code == 302


def test_files_are_added_and_go_with_their_author(
    django_capture_on_commit_callbacks: Any,
) -> None:
    [ann] = hall.people("Ann Reader")
    number = handed(ann)
    browser, path = ann.browser(), f"/submissions/{number}"
    for _each in range(6):
        assert browser.post(path, {"do": "file", "file": picture()}).status_code == 302
    assert browser.post(path, {"do": "file", "file": picture()}).status_code == 422
    assert browser.post(path, {"do": "file"}).status_code == 422
    folder = Path(settings.MEDIA_ROOT) / "submissions"
    assert len(list(folder.iterdir())) == 6
    assert "Only you and the editors" in words(browser.get(path))
    with django_capture_on_commit_callbacks(execute=True):
        rights.erase(ann.subject, ground="test")
    assert (stored()["articles_submission"], list(folder.iterdir())) == (0, [])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"title": ""}, 422), ({"text": ""}, 422), ({"byline": ""}, 422), ({"kind": "poem"}, 422),
        ({"title": "a\0b"}, 422), ({"text": "x" * 30_001}, 422), ({"owner": "1"}, 400),
        ({"state": "accepted"}, 400), ({"audience": "5"}, 400),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(sent: dict[str, str], status: int) -> None:
    [ann] = hall.people("Ann Reader")
    assert ann.browser().post("/submissions/new", {**SENT, **sent}).status_code == status
    assert stored()["articles_submission"] == 0


def test_the_queue_costs_the_same_whatever_waits() -> None:
    [ann] = hall.people("Ann Reader")
    editor = hall.editor()
    editor.browser().get("/desk/submissions")
    counts = []
    for many in (1, 3):
        while (waiting := stored()["articles_submission"]) < many:
            handed(ann, title=f"Noise at night, {waiting}")
        with entered(EDITORIAL, editor.viewer), CaptureQueriesContext(connection) as caught:
            assert len(queries.queue()) == many
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_handing_in_needs_an_account() -> None:
    answer = Client().post("/submissions/new", SENT)
    assert (answer.status_code, SENT["text"][:20] in words(answer)) == (403, True)
    assert stored()["articles_submission"] == 0


def test_what_is_handed_in_twice_is_one_and_takes_the_file_of_the_second() -> None:
    [ann] = hall.people("Ann Reader")
    number = handed(ann)
    assert [handed(ann), handed(ann, file=picture()), handed(ann, file=picture())] == [number] * 3
    assert (stored()["articles_submission"], stored()["articles_submissionfile"]) == (1, 1)
    assert handed(ann, title="Noise by day") != number
    decided(hall.editor(), number, "declined")
    assert handed(ann) != number
