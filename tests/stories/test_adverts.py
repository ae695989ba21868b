"""Advertising: a campaign is booked, stands in its place, and reads nobody who did not say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from salerno.privacy import clock
from salerno.services.adverts.demo import drawn
from salerno.web.proof.visitor import Visitor
from tests.stories.newcomer import staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

HEADLINE, COMPANY = "A lamp that wakes nobody", "Tidewater Instruments"
OTHER = "The Night Resident’s Companion"
ABOUT, ELSEWHERE = "/articles/daylight-on-the-ward", "/articles/what-the-chart-remembers"
ACCREDITED = "/articles/standing-up"
SUBJECT = "hospital environment"
SMALLEST = 20


def test_a_campaign_is_booked_stands_in_its_place_and_is_reported_without_anybody(
    walk: Callable[..., Walker], tmp_path: Path
) -> None:
    editor, reader, guarded = walk(), walk(), walk(gpc=True)
    staff_signs_in(editor, "editor@example.org")
    _stops_the_others(editor)
    number = _books(editor, tmp_path)
    _meets_it(reader)
    _is_asked_nothing(reader)
    guarded.go("/advertising").says("Your browser’s signal was received", "Now: nothing of you.")
    guarded.go(ABOUT).says(HEADLINE)
    _is_reported(editor, number)


def _stops_the_others(editor: Walker) -> None:
    """So that what stands is what this story booked."""
    editor.go("/desk/advertising").look("desk-adverts")
    live = editor.page.locator("main tbody tr", has_text="Live").locator("th a")
    for path in [str(one.get_attribute("href")) for one in live.all()]:
        editor.go(path).press("Stop it").says("Stopped. No page shows it any more.")


def _books(editor: Walker, folder: Path) -> str:
    """A campaign with one creative; what names its reader in a link is not taken."""
    picture = folder / "lamp.png"
    picture.write_bytes(drawn("#1f4e4a", "#e9c57b"))
    editor.go("/desk/advertising/new")
    page, now = editor.page, clock.now()
    page.locator("[name=advertiser]").select_option(label=COMPANY)
    said = {
        "name": "Lamps in winter", "unit": "Tidewater lamps", "subjects": SUBJECT, "cap": "0",
        "starts_at": f"{now - timedelta(days=1):%Y-%m-%d %H:%M}", "budget": "100000",
        "ends_at": f"{now + timedelta(days=9):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=placements]").first.check()
    editor.press("Save").says("Saved. It is not live.")
    number = page.url.rsplit("/", 1)[-1]
    editor.press("Let it go live")
    editor.says("creative")
    editor.go(f"/desk/advertising/{number}")
    for link in (
        "https://tidewater.example/lamp?email=me@example.org",
        "https://tidewater.example/lamp",
    ):
        texts = {"headline": HEADLINE, "words": "Its light is red.", "link": link, "alt": "A lamp"}
        for name, value in texts.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("[name=image]").set_input_files(picture)
        editor.press("Take it in")
        if "email" in link:
            editor.says_not("The creative was taken in.")
            editor.go(f"/desk/advertising/{number}")
    editor.says("The creative was taken in.").press("Let it go live").says("It is live.")
    editor.look("desk-campaign")
    return number


def _meets_it(reader: Walker) -> None:
    """Beside its subject, said to be what it is, and with nothing asked of another house."""
    asked: list[str] = []
    reader.page.on("request", lambda one: asked.append(one.url))
    reader.go(ABOUT).says("Advertisement", HEADLINE)
    banner = reader.page.locator("aside.advert")
    assert "sponsored" in str(banner.locator("a").first.get_attribute("rel"))
    banner.locator("summary").click()
    reader.says(f"Paid for by {COMPANY}, for Tidewater lamps.", "It stands here because of:")
    reader.says("Nothing of you was read.").look("article-with-a-banner")
    for path in (ELSEWHERE, ACCREDITED, "/practice/internal-medicine"):
        reader.go(path)
        assert reader.page.locator("aside.advert").count() == 0, path
    assert [one for one in asked if not one.startswith(reader.site.address)] == []


def _is_asked_nothing(reader: Walker) -> None:
    """Nobody is read until they say so; and what they said can be taken back."""
    reader.go("/advertising").says("Now: nothing of you.").press("Choose for me")
    reader.says("Now: the country of your connection").look("advertising-chosen")
    reader.press("Use nothing of me").says("Now: nothing of you.")
    names = {one["name"]: one["value"] for one in reader.page.context.cookies()}
    assert (names.get("adverts"), "banners" in names) == ("no", False)
    reader.go(ABOUT).says(HEADLINE, "Advertisement")


def _is_reported(editor: Walker, number: str) -> None:
    """A day with fewer shows than twenty is not told; with twenty its sums are."""
    where = f"/desk/advertising/{number}/report"
    _sees(editor.site.address, 1)
    editor.go(where).says("fewer than 20")
    _sees(editor.site.address, SMALLEST)
    editor.go(where).says(f"{SMALLEST + 1} shown").says_not("fewer than 20</td>").look(
        "desk-report"
    )


def _sees(address: str, times: int) -> None:
    """Somebody opens the page and its picture, so many times."""
    for _ in range(times):
        visitor = Visitor(address)
        page = visitor.get(ABOUT).text
        found = re.search(r'src="(/advertising/image/[^"]+)"', page)
        assert found is not None
        assert visitor.get(found[1]).status == 200
