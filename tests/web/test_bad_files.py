"""Files that are no pictures, too large, or named to break out: refused, and nothing is kept."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import hall, people
from tests.ground import pack
from tests.web.whole import rows, sentence

__all__ = ["pack"]

FORM = "application/x-www-form-urlencoded"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><circle r="9"/></svg>'


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(b"\x00" * 64))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + _chunk(b"IEND", b"")


def picture(kind: str = "PNG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30), (9, 9, 9)).save(out, kind, exif=exif)
    return out.getvalue()


def kept() -> list[Path]:
    """Every file that is stored."""
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


WRONG: list[tuple[str, bytes, int]] = [
    ("empty.png", b"", 422),
    ("text.jpg", b"not a picture at all", 422),
    ("me.svg", SVG, 422),
    ("me.png", SVG, 422),
    ("me.gif", b"GIF89a" + b"\x00" * 99, 422),
    ("me.pdf", b"%PDF-1.7\n", 422),
    ("me.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 999, 422),
    ("wide.png", png(60_000, 60_000), 413),
    ("bomb.png", png(9_000, 9_000), 413),
    ("endless.png", png(2**31 - 1, 2**31 - 1), 413),
    ("zip.png", png(9, 9, _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"0" * 90_000_000))), 422),
    ("cut.png", picture()[:60], 422),
    ("large.png", picture() + b"\x00" * (8 * 1024 * 1024), 413),
]


def test_what_is_no_picture_of_ours_is_refused_and_nothing_is_kept() -> None:
    client = people.person().browser()
    before = rows()
    for name, content, status in WRONG:
        file = SimpleUploadedFile(name, content, "image/png")
        answer = client.post("/you/photograph", {"file": file, "audience": "0"})
        assert (name, answer.status_code) == (name, status)
        assert sentence(answer)
    assert (rows(), kept()) == (before, [])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_damaged_picture_is_taken_or_refused_and_never_breaks_the_house(kind: str) -> None:
    client, whole = people.person().browser(), picture(kind)
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        cache.clear()
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        file = SimpleUploadedFile("me", bytes(broken), "image/png")
        answer = client.post("/you/photograph", {"file": file, "audience": "0"})
        assert answer.status_code in {302, 413, 422}, place


@pytest.mark.parametrize("name", ["../../../outside.png", "/tmp/outside.png", "a\x00.png", ".."])
def test_the_name_of_a_file_leads_nowhere(name: str) -> None:
    client = people.person().browser()
    body = (
        b'--x\r\nContent-Disposition: form-data; name="audience"\r\n\r\n0\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="%s"\r\n'
        b"Content-Type: image/png\r\n\r\n%s\r\n--x--\r\n" % (name.encode(), picture())
    )
    answer = client.post("/you/photograph", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {302, 400, 422}
    root = Path(settings.MEDIA_ROOT)
    stored = kept()
    assert len(stored) <= 1
    assert all(one.resolve().is_relative_to(root.resolve()) for one in stored)
    assert [one for one in stored if "outside" in one.name] == []
    assert list(root.parent.rglob("outside*")) == []


def test_a_file_in_place_of_a_text_is_not_read_as_one() -> None:
    client = people.person().browser()
    before = rows()
    file = SimpleUploadedFile("name.txt", b"Ann", "text/plain")
    answer = client.post("/you/profile", {"name": file, "institution": "x"})
    assert (answer.status_code, rows()) == (422, before)
    answer = client.post("/you/profile", {"name": "Ann", "stray": file})
    assert (answer.status_code, rows()) == (400, before)
    assert sentence(answer)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", FORM])
def test_a_line_that_breaks_in_the_middle_stores_nothing(kind: str) -> None:
    ann = people.person()
    area = hall.area()
    parts = {"text": "Half a word", "kind": "comment", "once": str(uuid4())}
    many = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    body = (urlencode(parts) if kind == FORM else many).encode()
    more: Any = {"CONTENT_LENGTH": "50000", "wsgi.input": io.BytesIO(body)}
    client = ann.browser()
    before = people.stored()
    answer = client.generic("POST", f"/discuss/{area}/post", body, kind, **more)
    assert (answer.status_code, "The line broke" in answer.content.decode()) == (400, True)
    assert people.stored() == before
    whole = body if kind == FORM else body + b"--B--\r\n"
    assert client.generic("POST", f"/discuss/{area}/post", whole, kind).status_code == 302


def test_who_must_sign_in_comes_back_to_the_page_of_the_form() -> None:
    area = hall.area()
    for came, back in (
        ("http://testserver/articles/one?reply=1", "/articles/one%3Freply%3D1"),
        ("https://elsewhere.example/articles/one", "/"),
        ("", "/"),
    ):
        headers = {"Referer": came} if came else {}
        answer = Client().post(f"/discuss/{area}/post", {"text": "Hello"}, headers=headers)
        assert answer.headers["Location"] == f"/sign-in?next={back}"


def test_who_refuses_every_cookie_is_told_what_a_form_needs() -> None:
    client = Client(enforce_csrf_checks=True)
    for cookie, said in (("", "sent no cookie back"), ("a" * 32, "its key ran out")):
        client.cookies.clear()
        if cookie:
            client.cookies["csrftoken"] = cookie
        answer = client.post("/sign-in", {"login": "ann@example.org", "password": "x"})
        assert (answer.status_code, said in answer.content.decode()) == (403, True)
