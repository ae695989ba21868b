"""The publisher's visit: read, comment, take a sponsored paper twice, withdraw, and leave."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.newcomer import comes, leaves, staff_signs_in
from tests.stories.walker import PATIENCE, Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Iva Calloway", "iva.reads@example.net"
WORDS = "We tried the same on our ward, and slept better."
JATS = Path(__file__).resolve().parents[3] / "shared" / "data" / "jats"
PAPER = "/papers/two-nights-not-seven"
ARTICLE = "/articles/daylight-on-the-ward"


def test_a_reader_reads_speaks_shares_takes_it_back_and_leaves(
    walk: Callable[..., Walker],
) -> None:
    reader, other, editor = walk(), walk(), walk()
    _reads(reader)
    comes(reader, NAME, ADDRESS, "US")
    _shows_the_name(reader)
    _comments(reader, other)
    token = _opens_the_feed(editor)
    _takes_without_sharing(reader, token)
    _takes_with_sharing(reader, token)
    _takes_back(reader, token)
    _reads_what_is_held(reader)
    leaves(reader)
    other.go(ARTICLE).says(WORDS, "A former member").says_not(NAME).look("article-after")
    other.go("/search?q=slept").says_not(NAME)


def _reads(reader: Walker) -> None:
    if JATS.is_dir():
        done = reader.site.command("import", "jats", str(JATS / "elife05031.xml"))
        assert done.returncode == 0, done.stdout + done.stderr
        reader.go("/articles").look("articles")
        with reader.page.expect_navigation():
            reader.page.locator("main a[href*='/articles/']").filter(
                has_text=re.compile("a")
            ).first.click()
        reader.says("Abstract", "References")
    reader.go("/").press("Count it")
    reader.go(ARTICLE).says("Abstract", "Table 1").look("article")
    reader.go("/privacy").says("Privacy policy")
    reader.go("/privacy/changes").says("What changed")


def _shows_the_name(reader: Walker) -> None:
    reader.go("/you/profile")
    page = reader.page
    page.locator("[name=institution]").fill("Sandhill General")
    page.locator("[name=profession]").select_option("physician")
    widest = page.locator("[name=name_audience] option").last.get_attribute("value")
    page.locator("[name=name_audience]").select_option(widest)
    reader.press("Keep").says("It is kept.")
    reader.go("/you/profile/as/member").says(NAME)


def _comments(reader: Walker, other: Walker) -> None:
    reader.go(ARTICLE).says("Public")
    reader.page.locator("[name=text]").fill(WORDS)
    reader.press("Post").says(WORDS, NAME).look("comment")
    other.go(ARTICLE).says(WORDS, NAME)


def _opens_the_feed(editor: Walker) -> str:
    """The editor of the demonstration makes a token for the sponsor; it is shown once."""
    staff_signs_in(editor, "editor@example.org")
    editor.go("/desk/sponsors").look("desk-sponsors")
    with editor.page.expect_navigation():
        editor.page.locator("main a[href*='/desk/sponsors/']").filter(
            has_text="Halden"
        ).first.click()
    number = editor.page.url.rstrip("/").rsplit("/", 1)[-1]
    with editor.page.expect_navigation():
        editor.page.locator(f"form[action$='/desk/sponsors/{number}/token'] button").first.click()
    return editor.page.locator("main code").first.inner_text().strip()


def _feed(reader: Walker, token: str) -> list[dict[str, str]]:
    """What the sponsor's own program is told."""
    asked = urllib.request.Request(
        f"{reader.site.address}/api/sponsors/leads", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        return [one["fields"] for one in json.load(answer)["leads"]]


def _takes_without_sharing(reader: Walker, token: str) -> None:
    reader.go("/papers").look("papers")
    reader.go(PAPER).says("Without sharing", "Halden Instruments").look("paper")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("button", name="Take it without sharing").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    assert ADDRESS not in str(_feed(reader, token))


def _takes_with_sharing(reader: Walker, token: str) -> None:
    reader.go(PAPER).says(NAME, ADDRESS, "Sandhill General")
    box = reader.page.locator("form[action$='/share'] [type=checkbox]").first
    assert not box.is_checked()
    box.check()
    reader.press("Share and take it").says("You shared with Halden Instruments").look("receipt")
    rows = [one for one in _feed(reader, token) if ADDRESS in one.values()]
    assert len(rows) == 1
    assert {NAME, ADDRESS, "Sandhill General"} <= set(rows[0].values())


def _takes_back(reader: Walker, token: str) -> None:
    reader.press("Take it back from Halden Instruments")
    assert ADDRESS not in str(_feed(reader, token))
    reader.go("/you/received").says("Halden Instruments").look("received-sponsor")


def _reads_what_is_held(reader: Walker) -> None:
    reader.go("/you").says(NAME, ADDRESS, WORDS).look("information-reader")


@pytest.mark.parametrize("width", [360, 2560])
def test_the_rooms_hold_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    visitor = walk(width=width)
    for path in ("/", "/articles", ARTICLE, "/papers", PAPER, "/search?q=ward"):
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        visitor.go(path).look(f"rooms-{width}-{name}")


def test_an_article_is_read_without_script(walk: Callable[..., Walker]) -> None:
    visitor = walk(javascript=False)
    visitor.go(ARTICLE).says("Abstract", "References")
    assert visitor.page.locator("main figure img").count() >= 1
    assert os.environ.get("SALERNO_PACK", "publisher") == "publisher"
