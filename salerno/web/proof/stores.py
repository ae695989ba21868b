"""The kinds of stores that a house has, and into which of them a proof has planted something."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from salerno.privacy.stores import store_tables
from salerno.web.proof.canaries import Canary
from salerno.web.proof.search import Place, in_text

HISTORY = frozenset(
    {"privacy_collectionevent", "privacy_correctionrequest", "privacy_rightsstep",
     "privacy_restriction", "privacy_look", "privacy_choice", "discuss_reviewstep",
     "desk_casestep"}
)  # fmt: skip
MAIL = frozenset({"privacy_outboxitem", "post_letter"})
FOLDERS = {
    "media/": "files", "outbox/": "mail queue", "feeds/": "feed drops", "events/": "event files",
    "audit/": "audit", "site.log": "logs",
}  # fmt: skip
DATABASE = ("salerno.sqlite3", "PostgreSQL ")

KINDS = (
    "database", "files", "history", "caches", "search", "mail queue", "exports", "backups",
    "vault", "feed drops", "event files", "audit", "logs",
)  # fmt: skip
WHY_NOT = {
    "caches": "the guarded cache takes no text read under a purpose, and lies on no disk",
    "event files": "this site keeps none",
    "feed drops": "nobody fetches anything of this person here",
    "audit": "its lines hold numbers and names of clauses, and no value",
    "logs": "a line of the log holds no value",
}


@dataclass
class Planted:
    """By kind of store, the fields whose values were found there before the erasure."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def note(self, kind: str, names: Collection[str]) -> None:
        """These values are in a store of this kind."""
        if names:
            self.found.setdefault(kind, set()).update(names)

    def note_places(self, places: Iterable[Place]) -> None:
        """What a search of rows and bytes found, by the place."""
        for one in places:
            self.note(kind_of(one.where), [one.planted_in])

    def note_export(self, content: bytes, canaries: Iterable[Canary]) -> None:
        """What the person's own copy holds, a ZIP or a text."""
        text = content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                text = b"\0".join(archive.read(one) for one in archive.namelist())
        self.note("exports", {one.planted_in for one in in_text("the copy", text, canaries)})

    def said(self) -> dict[str, int]:
        """How many values each kind of store held."""
        return {kind: len(self.found.get(kind, ())) for kind in KINDS if self.found.get(kind)}

    def not_planted(self) -> dict[str, str]:
        """The kinds that held nothing, so that nothing is proven of them; and why."""
        missing = (one for one in KINDS if not self.found.get(one))
        return {one: WHY_NOT.get(one, "nothing was planted there") for one in missing}


def kind_of(where: str) -> str:
    """The kind of store that a place belongs to."""
    table = where.removeprefix("table ")
    if table != where:
        if table in MAIL:
            return "mail queue"
        if table in HISTORY:
            return "history"
        derived = any(table == one or table.startswith(f"{one}_") for one in store_tables())
        return "search" if derived else "vault" if table == "privacy_vault" else "database"
    if where.startswith(DATABASE):
        return "database"
    return next((kind for start, kind in FOLDERS.items() if where.startswith(start)), "files")
