"""Which version binds now: chosen by the clock from what is published, held in memory."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from salerno.policy.errors import PublishRefused
from salerno.policy.loader import folder_of
from salerno.policy.publishing import Edition, draft
from salerno.policy.register import of_code
from salerno.policy.values import Pack, Register
from salerno.policy.versions import places, read_versions
from salerno.privacy import clock, law
from salerno.privacy.registry import registry

LOOK_AGAIN = 2.0  # seconds between two looks at the folders
SHIPPED = ("publisher", "school")


def edition(pack: str = "") -> Edition:
    """Where the pack of this site, or the named one, is edited and published."""
    name, own = pack or chosen(), ""
    if "/" in name:
        name, own = name.rstrip("/").rpartition("/")[2], name
    own = own or str(getattr(settings, "SALERNO_PACK_DIR", "") or "")
    folder = folder_of(name, "" if pack in SHIPPED else own)
    data = getattr(settings, "SALERNO_VERSIONS_DIR", "") or ""
    return Edition(folder, places(folder, name, data))


def chosen() -> str:
    """The pack of this site, by name or folder."""
    return str(getattr(settings, "SALERNO_PACK", "") or "publisher")


def drafting() -> bool:
    """Whether the working text binds: while one develops, and before the first publication."""
    asked = os.environ.get("SALERNO_POLICY_DRAFT", "1" if settings.DEBUG else "")
    return asked == "1" or not versions()


def code_register() -> Register:
    """What the running code declares."""
    code = registry()
    return of_code(code.clauses, code.purposes, code.relations.values())


@dataclass
class Shelf:
    """The versions of one pack, read again when a file of them changes."""

    edition: Edition
    packs: tuple[Pack, ...] = ()
    stamp: tuple[tuple[str, int], ...] = (("", -1),)
    looked: float = field(default=-LOOK_AGAIN)

    def versions(self) -> tuple[Pack, ...]:
        """Every published version, oldest first."""
        if time.monotonic() - self.looked >= LOOK_AGAIN:
            self.look()
        return self.packs

    def look(self) -> None:
        """Read the folders if they changed."""
        stamp = tuple(
            (str(path), path.stat().st_mtime_ns)
            for folder in self.edition.places
            for path in sorted(folder.glob("*.json"))
        )
        if stamp != self.stamp:
            self.packs = read_versions(self.edition.places)
            self.stamp = stamp
        self.looked = time.monotonic()

    def at(self, moment: datetime) -> Pack:
        """The version that binds at ``moment``. Raises PublishRefused when there is none."""
        for pack in reversed(self.versions()):
            if pack.policy.effective_at <= moment:
                return pack
        raise PublishRefused(
            f"No version of the policy is in force on {moment:%Y-%m-%d}: publish one."
        )


_shelves: dict[str, Shelf] = {}
_drafts: dict[str, Pack] = {}
_held: ContextVar[Pack | None] = ContextVar("pack", default=None)


def shelf(pack: str = "") -> Shelf:
    """The versions of this site's pack, or of the named one."""
    name = pack or chosen()
    if name not in _shelves:
        _shelves[name] = Shelf(edition(name if pack else ""))
    return _shelves[name]


def forget() -> None:
    """Read everything anew at the next question."""
    _shelves.clear()
    _drafts.clear()


def versions(pack: str = "") -> tuple[Pack, ...]:
    """Every published version of a pack, oldest first."""
    return shelf(pack).versions()


def pack_at(moment: datetime, pack: str = "") -> Pack:
    """The version of a pack that binds at ``moment``."""
    return shelf(pack).at(moment)


def policy_at(pack: str, moment: datetime) -> law.Policy:
    """The law of a pack at ``moment``."""
    return pack_at(moment, pack).policy


def working(pack: str = "") -> Pack:
    """The working text of a pack, read once in a process."""
    name = pack or chosen()
    if name not in _drafts:
        drafted = draft(edition(name if pack else ""), code_register())
        moment = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        _drafts[name] = replace(drafted, policy=replace(drafted.policy, effective_at=moment))
    return _drafts[name]


def pack() -> Pack:
    """The pack that binds now, with everything that is printed beside the law."""
    held = _held.get()
    if held is not None:
        return held
    return working() if drafting() else pack_at(clock.now())


def pack_of(policy: law.Policy) -> Pack | None:
    """What is printed beside a law that is in force or was published here."""
    held = _held.get()
    known = [*([held] if held else []), *_drafts.values()]
    known += [one for shelf in _shelves.values() for one in shelf.packs]
    return next((one for one in known if one.policy.digest == policy.digest), None)


def provide() -> law.Policy:
    """What the kernel asks when no block holds a policy."""
    return pack().policy


@contextmanager
def under(one: Pack) -> Iterator[Pack]:
    """Hold a pack in force inside the block, for the kernel and for the pages."""
    token = _held.set(one)
    try:
        with law.under(one.policy):
            yield one
    finally:
        _held.reset(token)
