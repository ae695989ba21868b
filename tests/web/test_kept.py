"""What somebody wrote is not lost where its form cannot be taken now."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from salerno.privacy import clock
from tests import hall
from tests.ground import pack
from tests.people import Person, column, stored

__all__ = ["pack"]

LONG = "A second reading, & <b>a doubt</b>.\r\nThe curve of the third day is missing."
OURS = {"origin": "http://testserver"}


def fields(page: str) -> dict[str, str]:
    """What the form in the main part of a page would send."""
    main = page.partition('class="fields"')[2].partition("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main))
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', main, re.S))
    return {name: unescape(value) for name, value in found.items()}


def writer() -> tuple[Person, int, str]:
    """Somebody, an area, and the address to which a post is sent."""
    [ann] = hall.people("Ann Reader")
    where = hall.area()
    return ann, where, f"/discuss/{where}/post"


def sent(where: int) -> dict[str, Any]:
    """A post as its form sends it."""
    return {"kind": "comment", "text": LONG, "once": "", "reply_to": ""}


def test_a_post_that_outlives_its_session_is_shown_and_sent_after_signing_in() -> None:
    ann, where, address = writer()
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/sign-in")
    token = visitor.cookies[settings.CSRF_COOKIE_NAME].value
    answer = visitor.post(address, sent(where) | {"csrfmiddlewaretoken": token})
    page = answer.content.decode()
    assert (answer.status_code, stored()["discuss_post"]) == (403, 0)
    assert "/sign-in?next=" in page
    kept = fields(page)
    assert kept.pop("csrfmiddlewaretoken")
    assert kept == sent(where)
    browser = ann.browser()
    assert browser.post(address, kept).status_code == 302
    assert column("discuss_post", "text") == [LONG.replace("\r\n", "\n")]


def test_after_a_sign_in_elsewhere_the_form_shows_its_words_with_a_new_key() -> None:
    ann, where, address = writer()
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = ann.browser().cookies
    old = {"csrfmiddlewaretoken": "x" * 64}
    browser.cookies[settings.CSRF_COOKIE_NAME] = "y" * 32
    answer = browser.post(address, sent(where) | old, headers=OURS)
    assert (answer.status_code, stored()["discuss_post"]) == (403, 0)
    kept = fields(answer.content.decode())
    assert kept["text"] == LONG
    assert browser.post(address, kept, headers=OURS).status_code == 302
    assert stored()["discuss_post"] == 1


@pytest.mark.parametrize("origin", ["https://else.example", "null", ""])
def test_the_form_of_another_site_is_not_one_press_away(origin: str) -> None:
    ann, where, address = writer()
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = ann.browser().cookies
    headers = {"origin": origin} if origin else {}
    answer = browser.post(address, sent(where), headers=headers)
    assert answer.status_code == 403
    assert "doubt" not in answer.content.decode()


@pytest.mark.parametrize("name", ["password", "new_password1", "code"])
def test_a_secret_never_comes_back_in_a_page(name: str) -> None:
    answer = Client().post("/you/profile", {"about": LONG, name: "hush " * 10})
    assert answer.status_code == 302
    assert "hush" not in answer.content.decode()


def test_what_is_short_goes_the_usual_way() -> None:
    assert Client().post("/you/profile", {"name": "Ann"}).status_code == 302


def test_what_came_too_often_keeps_its_words_and_says_how_long_to_wait(settings: Any) -> None:
    settings.SALERNO_POSTS_PER_WINDOW = 1
    ann, where, address = writer()
    browser = ann.browser()
    with clock.clock_at(clock.now().replace(minute=3, second=30, microsecond=0)):
        assert browser.post(address, sent(where)).status_code == 302
        answer = browser.post(address, sent(where))
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Wait 7 minutes" in page
    assert fields(page)["text"] == LONG


def test_a_file_cannot_be_kept_and_the_page_says_so() -> None:
    _ann, where, address = writer()
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    page = Client().post(address, sent(where) | {"file": file}).content.decode()
    assert "The file “plan.pdf” cannot be kept" in page
