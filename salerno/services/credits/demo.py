"""The accredited activities of the demonstration, and the boards that they may be reported to."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from salerno.policy.purposes import CREDITS, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.catalog import queries as catalog
from salerno.services.credits import actions, queries
from salerno.services.credits.commands import import_file
from salerno.services.credits.values import NewBody

FILES = Path(__file__).parent / "demo_files"
NEEDED = ("/articles/standing-up", "/articles/the-first-hour-of-delirium")


def load() -> None:
    """Take activities and boards where their articles are. Again: nothing changes."""
    if not queries.is_offered() or not _articles_are_here():
        return
    import_file(FILES / "activities.toml")
    said = tomllib.loads((FILES / "bodies.toml").read_text(encoding="utf-8"))
    with entered(CREDITS, Viewer.job("demonstration"), ground="demonstration"):
        known = {one.slug for one in queries.bodies()}
        for one in said["bodies"]:
            if one["slug"] not in known:
                _body(one)


def _articles_are_here() -> bool:
    with entered(EDITORIAL, Viewer.visitor(), ground="demonstration"):
        found = [catalog.item_at(one) for one in NEEDED]
    return all(one is not None and one.is_accredited for one in found)


def _body(said: dict[str, Any]) -> None:
    by = Viewer.job("demonstration")
    document = said.pop("document")
    digest = hashlib.sha256(document.encode()).hexdigest()
    said |= {"needs": tuple(said["needs"]), "kinds": tuple(said["kinds"])}
    new = NewBody(**said, contract_digest=digest, is_confidential=True)
    actions.activate(by=by, body_id=actions.save_body(by=by, new=new))
