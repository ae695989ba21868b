"""A person at a browser: goes, reads, fills, presses, and has each page looked at by axe."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.stories.site import Site

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WHOLE = {"type": "tag", "values": AXE_TAGS}
PATIENCE, PAUSE = 60.0, 0.7  # seconds: for what a job brings, and between two looks at the page
SHEETS = (
    "all => all.map(one => "
    "[one.id, one.innerText, [...one.querySelectorAll('a')].map(link => link.href)])"
)


@dataclass(frozen=True)
class Letter:
    """A letter as the page of the outbox shows it."""

    key: str
    text: str
    links: tuple[str, ...]


@dataclass
class Walker:
    """One browser page on one site. ``shots`` is where screenshots go, if anywhere."""

    site: Site
    page: Page
    axe: str
    shots: Path | None = None
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Console errors and refused resources are defects."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: object) -> None:
        kind = getattr(message, "type", "")
        text = getattr(message, "text", "")
        if kind == "error" and "status of 4" not in text:
            self.errors.append(text)

    def go(self, path: str, *, status: int = 200) -> Walker:
        """Open an address of the site."""
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, {self.text()[:400]}"
        return self

    def press(self, name: str) -> Walker:
        """Press the button or link that a screen reader would read as ``name``."""
        found = self.page.get_by_role("button", name=name, exact=True)
        if found.count() == 0:
            found = self.page.get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            found.first.click()
        return self

    def fill(self, label: str, value: str) -> Walker:
        """Fill the control with this label."""
        self.page.get_by_label(label, exact=True).first.fill(value)
        return self

    def text(self) -> str:
        """What the main part of the page says."""
        main = self.page.locator("main")
        return main.inner_text() if main.count() else self.page.inner_text("body")

    def line(self) -> str:
        """The same in one line."""
        return " ".join(self.text().split())

    def says(self, *words: str) -> Walker:
        """Each of ``words`` stands on the page."""
        text = self.line()
        for one in words:
            assert one in text, f"{self.page.url} does not say {one!r}:\n{text[:3000]}"
        return self

    def says_not(self, *words: str) -> Walker:
        """None of ``words`` stands anywhere in the page."""
        source = self.page.content()
        for one in words:
            assert one not in source, f"{self.page.url} says {one!r}"
        return self

    def look(self, name: str = "") -> Walker:
        """Axe finds nothing in either theme, nothing scrolls sideways, and a picture is taken."""
        assert self.errors == []
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            self._axe(scheme)
        self.page.emulate_media(color_scheme="light")
        wide = self.overhang()
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        if self.shots and name:
            self.page.screenshot(path=str(self.shots / f"{name}.png"))
        return self

    def _axe(self, scheme: str) -> None:
        wrong = self.violations()
        assert wrong == [], f"{self.page.url} ({scheme}): {wrong}"

    def violations(self, *rules: str) -> list[str]:
        """What axe finds on this page as it stands, by all rules or by these."""
        if not self.page.evaluate("Boolean(window.axe?.run)"):  # a page keeps it until left
            self.page.evaluate(self.axe)
        only = {"type": "rule", "values": list(rules)} if rules else WHOLE
        options = {"runOnly": only, "resultTypes": ["violations"]}
        found = self.page.evaluate(f"axe.run(document, {json.dumps(options)})")
        return [
            f"{one['id']}, {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]

    def overhang(self) -> int:
        """By how many pixels the page scrolls sideways."""
        return int(self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        ))  # fmt: skip

    def until[Found](
        self, path: str, find: Callable[[], Found], *, patience: float = PATIENCE
    ) -> Found:
        """Open ``path`` again until ``find`` finds something there: what a job brings, and what
        another process has in its hands, comes a little later.
        """
        last = time.monotonic() + patience
        while True:
            if found := (self.go(path) and find()):
                return found
            assert time.monotonic() < last, f"{path}: it did not come:\n{self.text()[:3000]}"
            self.page.wait_for_timeout(1000 * PAUSE)

    def waits(self, path: str, *words: str, patience: float = PATIENCE) -> Walker:
        """Open ``path`` again until each of ``words`` stands there."""
        self.until(path, lambda: all(one in self.line() for one in words), patience=patience)
        return self

    def letters(self, to: str, *words: str) -> list[Letter]:
        """On the page of the outbox: the letters to ``to`` that say ``words``, the newest first."""
        sheets = self.page.locator("main section.sheet", has_text=f"To {to},")
        found = [
            Letter(key, text, tuple(links)) for key, text, links in sheets.evaluate_all(SHEETS)
        ]
        return [one for one in found if all(each in one.text for each in words)]

    def letter(self, to: str, *words: str) -> Letter:
        """The newest of these, once there is one."""
        return self.until("/outbox", lambda: self.letters(to, *words))[0]
