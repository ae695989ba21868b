"""A photograph: made anew, kept privately, shown to whom it is shown, and gone when taken away."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from salerno.policy import store
from salerno.privacy.declare import Reach
from salerno.services.media.rules import scaled
from tests import people
from tests.people import column, stored, words

PLACE = b"Sandhill 52N 13E"


def picture(*, size: tuple[int, int] = (900, 600), kind: str = "JPEG") -> SimpleUploadedFile:
    """A picture whose file also says where and with what it was made."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Werke"
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    exif[0x9286] = PLACE
    Image.new("RGB", size, (90, 120, 140)).save(out, kind, exif=exif, comment=PLACE)
    return SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")


def most() -> int:
    """The widest audience under the pack."""
    return int(store.pack().policy.clause("media.photograph").reach_max)


def kept() -> list[Path]:
    """Every file that is stored."""
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def test_place_and_camera_are_taken_out_and_the_picture_is_made_anew() -> None:
    given = picture()
    assert PLACE in given.read()
    given.seek(0)
    ann = people.person()
    ann.browser().post("/you/photograph", {"file": given, "audience": "0"})
    [path] = kept()
    content = path.read_bytes()
    assert [mark for mark in (PLACE, b"Kamera", b"Exif", b"EXIF") if mark in content] == []
    with Image.open(path) as made:
        assert (made.format, made.size, dict(made.getexif())) == ("WEBP", (640, 426), {})
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"<svg onload=alert(1)>", 422), (b"GIF89a", 422), (b"\xff\xd8\xff" + b"0" * 99, 422)],
)
def test_what_is_no_picture_is_refused(content: bytes, status: int) -> None:
    browser = people.person().browser()
    file = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    answer = browser.post("/you/photograph", {"file": file, "audience": "0"})
    assert (answer.status_code, kept(), stored()["media_photograph"]) == (status, [], 0)


def test_it_is_shown_within_its_audience_and_otherwise_there_is_nothing() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    browser = ann.browser()
    browser.post("/you/photograph", {"file": picture(), "audience": "0"})
    [key] = column("media_photograph", "key")
    address = f"/photographs/{key}"
    assert browser.get(address).status_code == 200
    looks = [Client().get(address), ben.browser().get(address), Client().get("/photographs/abc")]
    assert [one.status_code for one in looks] == [404] * 3
    assert len({words(one) for one in looks[::2]}) == 1
    browser.post("/you/photograph", {"audience": str(most())})
    seen: Any = Client().get(address)
    assert seen.status_code == (200 if most() == Reach.PUBLIC else 404)


def test_taken_away_the_file_goes_with_the_row(
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser = people.person().browser()
    browser.post("/you/photograph", {"file": picture(), "audience": "0"})
    assert len(kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/you/photograph", {"do": "remove", "audience": "0"})
    assert (kept(), stored()["media_photograph"]) == ([], 0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [((640, 640), (640, 640)), ((1280, 320), (640, 160)), ((3, 90000), (1, 640)), ((1, 1), (1, 1))],
)
def test_the_longer_side_is_at_most_the_side(
    given: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert scaled(*given) == expected
