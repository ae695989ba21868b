"""Restoring a backup: made ready beside what serves, done again, proven, and then put in its place.

Until the last step what serves is not touched: a process that is killed leaves the old state.
The last step is renames; before the first one a marker says that the site is not whole, and
nothing is served until a second run has done the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader
from django.db.utils import Error as DatabaseError

from salerno.policy import store as policies
from salerno.privacy import audit, journal, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import LedgerEntry, Subject
from salerno.privacy.purposes import ERASURE
from salerno.web.backup import manifest, place, postgresql, sqlite
from salerno.web.backup.manifest import BackupError, Manifest
from salerno.web.backup.sqlite import Teller
from salerno.web.backup.take import ENDS, FILES, VERSIONS
from salerno.web.supervise import death_signal

connection: Any = django_connection
NEW, OLD = "new", "old"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What is asked for. ``journal``: the copy kept apart; none is the one beside the data."""

    source: Path
    journal: Path | None = None
    override: str = ""


@dataclass(frozen=True)
class Known:
    """What can be learnt of the site that is there now, however broken it is."""

    people: int = 0
    erasures_at: datetime | None = None


def restore(wish: Wish, tell: Teller) -> dict[str, Any]:
    """Restore a backup; return what was done again. Raises BackupError and InUse."""
    data = Path(settings.SALERNO_DATA)
    with place.held(data, alone=True):
        if place.begun(data) is not None:
            raise BackupError("Another restore was not finished: run `salerno restore` first.")
        made = manifest.load(wish.source, settings.SECRET_KEY)
        known = _known()
        _check(wish, made, known)
        for name, size in manifest.verify(wish.source, made):
            tell(f"verify {name}", size, size)
        audit.flush()  # what is still to be written of the site that is there belongs to it
        ready = _make_ready(wish, made, known, tell)
        said = {"at": made.made_at.isoformat(), "again": ready, "names": _names(data)}
        place.begin(data, said)
        return go_on(data, tell)


def go_on(data: Path, tell: Teller) -> dict[str, Any]:
    """The last step, from wherever it was killed. Safe to run again."""
    said = place.begun(data)
    if said is None:
        raise BackupError("No restore was begun here.")
    if connection.vendor == "postgresql":
        connection.close()
        postgresql.change_over()
    work = data / place.WORK
    (work / OLD).mkdir(parents=True, exist_ok=True)
    names: dict[str, bool] = said["names"]
    for done, (name, comes) in enumerate(names.items(), start=1):
        _change(data, work, name, comes=comes)
        tell(f"put {name} in place", done, len(names))
    place.settle(data)
    if connection.vendor == "postgresql":
        postgresql.clear_away()
    shutil.rmtree(work, ignore_errors=True)
    (data / place.MARKER).unlink()
    place.settle(data)
    again: dict[str, Any] = said["again"]
    return {"backup": said["at"], **again}


def _change(data: Path, work: Path, name: str, *, comes: bool) -> None:
    """Put one name in its place. What comes and is no longer in its folder was done before."""
    new, live, old = work / NEW / name, data / name, work / OLD / name
    if comes and not new.exists():
        return
    if live.exists() and not old.exists():
        live.rename(old)
    if comes:
        new.rename(live)


def _names(data: Path) -> dict[str, bool]:
    """Every name at the top of either folder, the machine's own left out, and whether it comes."""
    new = data / place.WORK / NEW
    found = {one.name for folder in (data, new) for one in folder.iterdir()}
    return {name: (new / name).exists() for name in sorted(found - place.APART)}


def _known() -> Known:
    """What the database that is there knows. It may be gone or broken: then nothing."""
    try:
        with entered(ERASURE, Viewer.job("restore"), ground="before a restore"):
            people = Subject.objects.order_by("-pk").values_list("pk", flat=True).first()
            ends = LedgerEntry.objects.filter(kind__in=ENDS).order_by("-seq")
            return Known(people or 0, ends.values_list("at", flat=True).first())
    except DatabaseError:
        return Known()
    finally:
        connection.close()


def _check(wish: Wish, made: Manifest, known: Known) -> None:
    """Raises BackupError for what must not be restored."""
    if made.database != connection.vendor:
        raise BackupError(f"This backup is of a {made.database} database, and this site is not.")
    if made.pack != law.in_force().pack:
        raise BackupError(f"This backup is of a site of the pack {made.pack}: start with --pack.")
    present = set(MigrationLoader(None).disk_migrations)
    newer = [
        f"{app}.{name}"
        for app, names in made.migrations.items()
        for name in names
        if (app, name) not in present
    ]
    if newer:
        raise BackupError(
            f"The backup is newer than this version of Salerno ({', '.join(sorted(newer)[:3])}). "
            "Install the version that took it, or a later one."
        )
    if not wish.override and (words := stale(wish, made, known)):
        raise BackupError(f'{words} To restore all the same: --override "reason".')


def stale(wish: Wish, made: Manifest, known: Known) -> str:
    """Why the journal does not reach as far as what is known, in a sentence; or ""."""
    file = wish.journal or journal.path()
    if not file.exists():
        return (
            "There is no erasure journal here, so those who were erased since the backup would "
            "come back. Name the copy that you keep apart with --journal."
        )
    found = list(journal.entries(file))
    kept = list(journal.entries(wish.source / FILES / journal.NAME))
    ends = [one.at for one in found if one.kind in journal.GONE]
    told = [at for at in (made.erasures_at, known.erasures_at) if at is not None]
    missing = [one for one in kept if one.kind in journal.GONE and one not in found]
    if missing or (told and max([*ends, LONG_AGO]) < max(told)):
        return (
            "The erasure journal is older than the last erasure that is known, so somebody who "
            "was erased would come back. Name a newer copy with --journal."
        )
    return ""


def _make_ready(wish: Wish, made: Manifest, known: Known, tell: Teller) -> dict[str, Any]:
    """A whole folder beside what serves, with everything done again and proven."""
    data = Path(settings.SALERNO_DATA)
    work = data / place.WORK
    shutil.rmtree(work, ignore_errors=True)
    new = work / NEW
    new.mkdir(parents=True, mode=0o700)
    for name in made.files:
        if name.startswith(f"{FILES}/"):
            target = manifest.inside(new, name.removeprefix(f"{FILES}/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(wish.source / name, target)
    if made.database == "sqlite":
        shutil.copy2(wish.source / sqlite.NAME, new / sqlite.NAME)
    else:
        postgresql.make_room()
    _lay_journal(wish, new / journal.NAME)
    _lay_versions(wish.source / VERSIONS)
    said = _staged(wish, made, max(known.people, made.people), tell)
    if said["problems"]:
        raise BackupError(f"Nothing was restored: {' '.join(said['problems'][:5])}")
    for folder in [new, *(one for one in new.rglob("*") if one.is_dir())]:
        place.settle(folder)
    os.sync()
    return said


def _lay_journal(wish: Wish, target: Path) -> None:
    """The journal that is applied; with an override, whatever is known of both."""
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    file = wish.journal or journal.path()
    if file.exists():
        given = file.read_text(encoding="utf-8").splitlines()
        lines = given + [one for one in lines if one not in set(given)]
    place.write(target, "".join(f"{one}\n" for one in lines).encode())


def _lay_versions(source: Path) -> None:
    """Versions of the policy that were published and are missing. One that differs is refused."""
    shelf = {path.name: path for folder in policies.edition().places for path in folder.glob("*")}
    for path in sorted(source.glob("*.json")):
        here = shelf.get(path.name)
        if here is None:
            folder = policies.edition().places[-1]
            folder.mkdir(parents=True, exist_ok=True)
            place.write(folder / path.name, path.read_bytes())
        elif here.read_bytes() != path.read_bytes():
            raise BackupError(
                f"Version {path.stem} of the policy is another one here: a published version is "
                "never changed. Use the pack that the backup was taken under."
            )


def _staged(wish: Wish, made: Manifest, people: int, tell: Teller) -> dict[str, Any]:
    """Run the part that needs the restored site, in a process that sees nothing else."""
    environment = os.environ | {
        "SALERNO_DATA": str(Path(settings.SALERNO_DATA) / place.WORK / NEW),
        "SALERNO_SECRET_KEY": settings.SECRET_KEY,
    }
    if made.database == "postgresql":
        environment["SALERNO_DB_URL"] = postgresql.url_of(postgresql.READY)
    asked = {
        "source": str(wish.source.resolve()), "at": made.made_at.isoformat(),
        "people": people, "override": wish.override, "migrations": made.migrations,
    }  # fmt: skip
    tell("do again what came after it", 0, 1)
    run = subprocess.run(
        [sys.executable, "-m", "salerno", "restore_ready"],
        input=json.dumps(asked, default=dict), env=environment, text=True, check=False,
        stdout=subprocess.PIPE, preexec_fn=death_signal(),
    )  # fmt: skip
    if run.returncode:
        raise BackupError("Nothing was restored: what the backup holds could not be made ready.")
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found
