"""The operator's visit: a declaration taken away, a term changed, a version published."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from salerno.policy.store import LOOK_AGAIN
from tests.stories.conftest import DATABASE, PACK
from tests.stories.made import Made, database
from tests.stories.site import Site, running
from tests.stories.walker import PATIENCE, Walker

pytestmark = pytest.mark.story

ROOT = Path(__file__).resolve().parents[2]
ON_CONSENT = {"publisher": "personalise", "school": "marketing_sms"}  # rest on consent there
PACKS = ROOT / "salerno" / "policy" / "packs"


def _without(lines: str, name: str) -> str:
    """The text of a model whose declaration no longer names a column."""
    changed = re.sub(rf"(DEVICE\.on\([^)]*?), {name}", r"\1", lines)
    assert changed != lines
    return changed


@pytest.mark.parametrize("words", [("policy", "check"), ("migrate",), ("serve",)])
def test_a_column_without_its_declaration_stops_everything_by_name(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    house = tmp_path / "house"
    shutil.copytree(
        ROOT / "salerno", house / "salerno", ignore=shutil.ignore_patterns("__pycache__")
    )
    models = house / "salerno" / "web" / "models.py"
    models.write_text(_without(models.read_text(), "first_seen_date"))
    with database(DATABASE) as reached:
        environment = os.environ | reached | {"SALERNO_DATA": str(tmp_path), "SALERNO_PACK": PACK}
        answer = subprocess.run(
            [sys.executable, "-m", "salerno", *words],
            cwd=house,
            env=environment | {"PYTHONPATH": str(house)},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert answer.returncode != 0
    said = answer.stdout + answer.stderr
    assert "web.Device.first_seen_date is not declared" in said


@pytest.fixture
def own(filled: Made, tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """A site whose pack is a folder of the operator's own, with what it published in force."""
    pack = tmp_path / "pack" / PACK
    shutil.copytree(PACKS / PACK, pack)
    data = tmp_path / "data"
    data.mkdir()
    with running(filled, data, str(pack), SALERNO_POLICY_DRAFT="0") as site:
        yield site, pack


def _publish(site: Site, pack: Path, old: str, new: str, file: str) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))
    answer = site.command("policy", "publish", "--note", "A story.")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    time.sleep(LOOK_AGAIN + 1)  # then every process of the site knows of it


def _known(site: Site, token: str, days: int) -> str:
    """Whether a query finds the device, so many days from now."""
    code = (
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "from salerno.privacy import clock\n"
        "from salerno.web.cookies import known_device\n"
        f"with clock.clock_ahead(timedelta(days={days})):\n"
        f"    print(known_device({token!r}) is not None)\n"
    )
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "salerno.web.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return answer.stdout.strip()


@pytest.fixture
def walker(browser: Browser, axe: str) -> Iterator[Callable[[Site], Walker]]:
    """A person at a browser, on a site of the story's own."""
    opened = []

    def make(site: Site) -> Walker:
        context = browser.new_context(reduced_motion="reduce", locale="en-GB")
        context.set_default_timeout(1000 * PATIENCE)
        opened.append(context)
        return Walker(site, context.new_page(), axe)

    yield make
    for one in opened:
        one.close()


def test_a_shorter_term_changes_the_page_the_differences_and_the_query(
    own: tuple[Site, Path], walker: Callable[[Site], Walker]
) -> None:
    site, pack = own
    visitor = walker(site)
    visitor.go("/").press("Count it")
    token = next(one["value"] for one in visitor.page.context.cookies() if one["name"] == "visitor")
    assert _known(site, token, days=100) == "True"
    _publish(
        site, pack, '[clauses."web.device"]\nterm = { days = 180 }',
        '[clauses."web.device"]\nterm = { days = 60 }', "clauses/web.toml",
    )  # fmt: skip
    visitor.go("/privacy/tables").says("60 days")
    visitor.go("/privacy/changes").says("180 60 days", "Shorter.").look()
    assert _known(site, token, days=100) == "False"
    assert _known(site, token, days=30) == "True"


def test_a_wider_purpose_is_asked_again(
    own: tuple[Site, Path], walker: Callable[[Site], Walker]
) -> None:
    site, pack = own
    member = walker(site)
    member.go("/sign-in")
    member.page.locator("[name=login]").fill("member@example.org")
    member.page.locator("[name=password]").fill("blue harbour at noon")
    with member.page.expect_navigation():
        member.page.locator("main form button").first.click()
    member.go("/you").says_not("The privacy policy changed")
    text = (pack / "purposes.toml").read_text()
    asked = re.search(rf'\[purposes\.{ON_CONSENT[PACK]}\].*?ask = "([^"]+)"', text, re.DOTALL)
    assert asked is not None
    _publish(site, pack, asked[1], f"And more: {asked[1]}", "purposes.toml")
    member.go("/you").says("The privacy policy changed").look()
    member.go("/privacy/changes").says("You are asked again.")
    member.press("Answer").says("Close the account").look()
    member.press("I accept")
    member.go("/you").says_not("The privacy policy changed")


def test_closing_needs_no_acceptance_of_a_new_version(
    own: tuple[Site, Path], walker: Callable[[Site], Walker]
) -> None:
    site, pack = own
    member = walker(site)
    member.go("/sign-in")
    member.page.locator("[name=login]").fill("reader@example.org")
    member.page.locator("[name=password]").fill("blue harbour at noon")
    with member.page.expect_navigation():
        member.page.locator("main form button").first.click()
    _publish(site, pack, "term = { days = 180 }", "term = { days = 179 }", "clauses/web.toml")
    member.go("/you").says("The privacy policy changed").press("Close the account")
    member.page.locator("[name=word]").fill("erase")
    member.page.locator("[name=password]").fill("blue harbour at noon")
    member.press("Erase everything now").says("It is done")
