"""The publisher's community: a profile, an invitation, a closed discussion, a warning, an end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, leaves, letter_link, path_of, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

ANN, ANN_AT = "Solveig Anand", "solveig.anand@example.net"
BEN, BEN_AT = "Milo Castellan", "milo.castellan@example.net"
TITLE = "Handing over at seven"
SAID = "We write the list together, standing."
FLAGGED = "Our patient Maria Keller did well with it."


def test_members_meet_talk_are_warned_and_leave(walk: Callable[..., Walker]) -> None:
    ann, ben, visitor, editor = walk(), walk(), walk(), walk()
    comes(ann, ANN, ANN_AT, "US")
    comes(ben, BEN, BEN_AT, "US")
    person = _shows_lines(ann, visitor)
    page = _opens_and_invites(ann)
    _takes_the_place(ben, page, visitor)
    _is_warned(ben, page)
    _likes_and_connects(ben, page, person)
    _hands_in(ann, editor)
    leaves(ann)
    ben.go(page).says(SAID, "A former member").says_not(ANN)


def _shows_lines(ann: Walker, visitor: Walker) -> str:
    """The name for all, the institution for members; the address of the profile."""
    ann.go("/you/profile")
    page = ann.page
    page.locator("[name=institution]").fill("Sandhill General")
    page.locator("[name=biography]").fill("Keeps bees.")
    page.locator("[name=name_audience]").select_option("5")
    page.locator("[name=institution_audience]").select_option("4")
    page.locator("[name=biography_audience]").select_option("1")
    ann.press("Keep").says("It is kept.").look("community-profile")
    ann.go("/you/profile/as/visitor").says(ANN).says_not("Keeps bees")
    return ""


def _opens_and_invites(ann: Walker) -> str:
    ann.go("/hall").look("hall")
    ann.press("Open a discussion").look("hall-open")
    ann.page.locator("[name=title]").fill(TITLE)
    ann.page.get_by_label("Only those whom you invite").check()
    ann.press("Open it").says(TITLE, "Only those whom you invite")
    here = path_of(ann.page.url)
    ann.page.locator("[name=text]").fill(SAID)
    ann.press("Post").says(SAID).look("hall-closed")
    ann.go(here).press("Invite somebody").look("hall-invite")
    ann.page.locator("[name=address]").fill(BEN_AT)
    ann.press("Send the letter").says("Waiting").says_not(BEN_AT)
    return here


def _takes_the_place(ben: Walker, page: str, visitor: Walker) -> None:
    ben.go(page, status=404)
    link = path_of(letter_link(ben, BEN_AT, "/invitations/"))
    visitor.go(link).says("Sign in and accept").look("invitation")
    ben.go(link).press("Accept").says(SAID, ANN)
    visitor.go(page, status=404)


def _is_warned(ben: Walker, page: str) -> None:
    ben.go(page)
    ben.page.locator("[name=text]").fill(FLAGGED)
    ben.press("Post").says("the name of a patient").look("warned")
    ben.page.locator("[name=text]").fill("It went well with us too.")
    ben.press("Post").says("It went well with us too.")


def _likes_and_connects(ben: Walker, page: str, _person: str) -> None:
    ben.go(page).press("Like").says("1 likes it")
    ben.press("Star, for yourself")
    ben.go("/you/stars").says(SAID).look("stars")
    ben.go(page).press(ANN).says("Sandhill General", "Ask to connect").says_not("Keeps bees")
    ben.look("person").press("Ask to connect").says("You asked to connect")
    ben.go("/you/connections").says(ANN).look("connections")


def _hands_in(ann: Walker, editor: Walker) -> None:
    ann.go("/you/connections").says(BEN if ann.page.content().count(BEN) else "Asks to connect")
    ann.go("/submissions/new").look("submit")
    for name, value in (("title", "Seven o’clock"), ("text", "A letter about handing over.")):
        ann.page.locator(f"[name={name}]").fill(value)
    ann.press("Hand it in").says("Only you and the editors read this.").look("submission")
    staff_signs_in(editor, "editor@example.org")
    editor.go("/desk/submissions").look("desk-submissions")
    with editor.page.expect_navigation():
        editor.page.locator("main a").filter(has_text="Seven o’clock").first.click()
    editor.look("desk-submission").page.locator("[name=words]").fill("Thank you, we take it.")
    editor.press("Accept it").says("Accepted")


@pytest.mark.parametrize("width", [360, 2560])
def test_the_hall_holds_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    visitor = walk(width=width)
    visitor.go("/hall").look(f"hall-{width}")
