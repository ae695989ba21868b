"""The sponsored paper of the demonstration, with its sponsor."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.sponsors import actions, queries
from salerno.services.sponsors.values import NewPaper, NewSponsor

FILES = Path(__file__).parent / "demo_files"
EDITOR = "editor@example.org"
COMPANY = ("slug", "name", "address", "country", "contract", "privacy_link", "words")


def load() -> None:
    """Publish the paper where sponsored papers are offered. Again: nothing changes."""
    if not queries.is_offered():
        return
    paper = tomllib.loads((FILES / "paper.toml").read_text(encoding="utf-8"))
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        editor = subject_of_address(EDITOR)
    with entered(EDITORIAL, Viewer(editor), ground="demonstration"):
        if any(one.slug == paper["slug"] for one in queries.drafts()):
            return
        known = {one.card.slug: one.card.id for one in queries.sponsors()}
        sponsors = [known.get(one["slug"]) or _sponsor(one) for one in paper["sponsors"]]
        day = datetime.combine(paper["published_on"], time(6), UTC)
        with clock.clock_at(min(day, clock.now())):
            _publish(paper, tuple(sponsors))


def _sponsor(said: dict[str, Any]) -> int:
    new = NewSponsor(**{name: said[name] for name in COMPANY}, has_drop=True)
    return actions.save_sponsor(by=Viewer.job("demonstration"), new=new)


def _publish(said: dict[str, Any], sponsors: tuple[int, ...]) -> None:
    by = Viewer.job("demonstration")
    new = NewPaper(
        said["slug"], said["title"], said["summary"], said["label"], tuple(said["fields"]),
        said["download_without_sharing"], said["term_days"], sponsors, said.get("byline", ""),
    )  # fmt: skip
    file = ContentFile((FILES / said["file"]).read_bytes(), said["file"])
    paper_id = actions.save_paper(by=by, new=new, file=file)
    actions.publish(by=by, paper_id=paper_id)
