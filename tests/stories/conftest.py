"""Stories: a browser, a site of its own, and a person who walks through it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.stories.made import Made, made
from tests.stories.site import Site, running
from tests.stories.walker import PATIENCE, Walker

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PACK = os.environ.get("SALERNO_PACK", "publisher")
DATABASE = os.environ.get("SALERNO_DB", "sqlite")
# Each operator has a visit of its own.
OF_THE_PUBLISHER = [
    "test_reader.py",
    "test_community.py",
    "test_jobseeker.py",
    "test_credits.py",
    "test_resident.py",
    "test_program.py",
    "test_adverts.py",
]
collect_ignore = ["test_learner.py"] if PACK == "publisher" else OF_THE_PUBLISHER


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The demonstration of this run's pack in this run's database, to be copied."""
    own = tmp_path_factory.getbasetemp()
    whole = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # of all workers
    with made(whole / "made", PACK, DATABASE) as house:
        yield house


@pytest.fixture(scope="session")
def site(filled: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with everything that the demonstration has."""
    with running(filled, tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        path = os.environ.get("SALERNO_CHROMIUM") or "/usr/bin/chromium"
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


@pytest.fixture
def walk(site: Site, browser: Browser, axe: str) -> Iterator[Callable[..., Walker]]:
    """Make a person at a browser: ``walk()``, or ``walk(width=360, javascript=False)``."""
    opened = []
    shots = os.environ.get("SALERNO_SHOTS")

    def make(*, width: int = 1280, javascript: bool = True, gpc: bool = False) -> Walker:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            extra_http_headers={"Sec-GPC": "1"} if gpc else {},
            locale="en-GB",
            reduced_motion="reduce",  # so that axe meets no colour on its way
        )
        opened.append(context)
        context.set_default_timeout(1000 * PATIENCE)
        return Walker(site, context.new_page(), axe, Path(shots) if shots else None)

    yield make
    for one in opened:
        one.close()
