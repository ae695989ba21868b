"""The journey of letters: ask, confirm, compose, count, send, stop with one press, and leave."""

from __future__ import annotations

import os
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, leaves, letter_link, path_of, staff_signs_in
from tests.stories.walker import PATIENCE, Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Odile Marchand", "odile.letters@example.net"
STRANGER = "tomas.asks@example.net"
IS_SCHOOL = os.environ.get("SALERNO_PACK", "publisher") == "school"


def test_letters_come_are_stopped_with_one_press_and_stay_stopped(
    walk: Callable[..., Walker],
) -> None:
    visitor, member, editor = walk(), walk(), walk()
    _asks_without_an_account(visitor)
    comes(member, NAME, ADDRESS, "US")
    _sets_the_matrix(member)
    if IS_SCHOOL:
        _gives_a_number(member)
    staff_signs_in(editor, "editor@example.org")
    _composes(editor, "offer", "offers", "Two months on us")
    link = _presses_stop(member)
    _is_left_out(editor)
    leaves(member)
    visitor.go(link).says("Stop these letters?")
    again = walk()
    comes(again, "Somebody else", ADDRESS, "US")
    _is_left_out(editor, "Once more after a year")


def _asks_without_an_account(visitor: Walker) -> None:
    visitor.go("/subscribe").look("subscribe")
    visitor.page.locator("[name=email]").fill(STRANGER)
    visitor.press("Tell me").says("One letter is on its way").look("asked")
    visitor.go(path_of(letter_link(visitor, STRANGER, "/subscribe/confirm/"))).look("confirm")
    visitor.press("Yes, it was me").says("You are told from now on")


def _sets_the_matrix(member: Walker) -> None:
    member.go("/you/messages").says("Offers of our own", "E-mail").look("messages")
    with member.page.expect_navigation():
        member.page.locator("button[value='contents|email|on']").click()
    member.says("It is kept.")
    assert member.page.locator("button[value='contents|email|off']").count() == 1


def _gives_a_number(member: Walker) -> None:
    box = member.page.locator("[name=yes]")
    assert not box.is_checked()
    member.page.locator("[name=number]").fill("+1 617 555 0123")
    box.check()
    with member.page.expect_navigation():
        member.page.locator("form[action$='/number'] button").first.click()
    member.says("You said yes to +16175550123").look("messages-number")


def _composes(editor: Walker, sort: str, topic: str, subject: str) -> None:
    editor.go("/desk/mailings").look("desk-mailings")
    editor.press("A new mailing").look("desk-compose")
    page = editor.page
    page.locator("[name=sort]").select_option(sort)
    page.locator("[name=topic]").select_option(topic)
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=body]").fill("Good day.\n\n:::offer\nTwo months. [About](/about)\n:::")
    editor.press("Keep it and look at it").says("Get it", "Do not get it").look("desk-mailing")
    editor.says_not(ADDRESS)
    editor.press("Send it").waits(path_of(page.url), "Sent.").look("desk-report")


def _presses_stop(member: Walker) -> str:
    """A scan of the link changes nothing; the mail program's own press, without sign-in, does."""
    links = member.letter(ADDRESS, "Two months on us", "letters/stop/").links
    link = next(one for one in links if path_of(one).startswith("/letters/stop/"))
    with urllib.request.urlopen(link, timeout=PATIENCE) as answer:
        assert b"Stop these letters?" in answer.read()
    said = urllib.parse.urlencode({"List-Unsubscribe": "One-Click"}).encode()
    with urllib.request.urlopen(link, said, timeout=PATIENCE) as answer:
        assert b"They are stopped" in answer.read()
    member.go("/you/messages")
    assert member.page.locator("button[value='offers|email|on']").count() == 1
    return path_of(link)


def _is_left_out(editor: Walker, subject: str = "Once more") -> None:
    editor.go("/desk/mailings/new")
    page = editor.page
    page.locator("[name=sort]").select_option("offer")
    page.locator("[name=topic]").select_option("offers")
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=body]").fill("Good day.")
    editor.press("Keep it and look at it")
    words = "the address was stopped" if "year" in subject else "does not want this topic"
    editor.says(words)


@pytest.mark.parametrize("width", [360, 2560])
def test_the_pages_of_letters_hold_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    member, editor = walk(width=width), walk(width=width)
    member.go("/subscribe").look(f"subscribe-{width}")
    comes(member, NAME, f"odile{width}@example.net", "US")
    member.go("/you/messages").look(f"messages-{width}")
    staff_signs_in(editor, "editor@example.org")
    for path in ("/desk/mailings", "/desk/mailings/new", "/desk/mailings/partners"):
        editor.go(path).look(f"mailings-{width}{path.replace('/', '-')}")
