"""The issue of the demonstration: six articles with their figures, and what readers said."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from salerno.policy.purposes import COMMUNITY
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.articles.actions import comments_are_public
from salerno.services.articles.commands import import_file
from salerno.services.articles.values import Editorial
from salerno.services.discuss import actions as discuss
from salerno.services.discuss.queries import thread_of
from salerno.services.discuss.values import NewPost

FILES = Path(__file__).parent / "demo_files"


def load() -> None:
    """Take the issue where readers' words are public: at a publisher. Again: nothing changes."""
    if not comments_are_public():
        return
    issue = tomllib.loads((FILES / "issue.toml").read_text(encoding="utf-8"))
    addresses = {name: _take(name, issue) for name in issue["order"]}
    said = tomllib.loads((FILES / "comments.toml").read_text(encoding="utf-8"))["posts"]
    begun = datetime.combine(issue["date"], time(6), UTC)
    for name, address in addresses.items():
        _discuss(address, [one for one in said if one["article"] == name], begun)


def _take(name: str, issue: dict[str, Any]) -> str:
    said = issue["access"].get(name, "open")
    access = "subscribed" if said == "metered" else said
    about = Editorial(
        access,
        accredited=issue["accredited"].get(name, False),
        summary=issue["summary"].get(name, ""),
        issue_title=issue["title"],
    )
    return import_file(FILES / name, about=about).address


def _discuss(address: str, posts: list[dict[str, Any]], begun: datetime) -> None:
    """Say below an article what is to be said, each at its hour, unless somebody has spoken."""
    with entered(COMMUNITY, Viewer.visitor(), ground="demonstration"):
        thread = thread_of(address)
    if thread is None or thread.count:
        return
    made: dict[str, int] = {}
    for one in posts:
        moment = min(begun + timedelta(hours=one["hours"]), clock.now())
        new = NewPost(one["text"].strip(), one["kind"], made.get(one.get("reply_to", "")))
        with clock.clock_at(moment):
            made[one["id"]] = _say(one["role"], thread.area.id, new)


def _say(role: str, area_id: int, new: NewPost) -> int:
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        subject = subject_of_address(f"{role}@example.org")
    by = Viewer(subject)
    with entered(COMMUNITY, by, ground="demonstration"):
        return discuss.post(by=by, area_id=area_id, new=new)
