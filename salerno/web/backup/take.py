"""Taking a backup: the database as of one moment, and every file that it needs.

Files are copied before the database and once more after it: whatever its rows name is there.
What was killed goes on in the same folder; a backup has its name only when it is whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader

from salerno.policy import store as policies
from salerno.privacy import audit, clock, journal, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import LedgerEntry, Subject
from salerno.privacy.purposes import ERASURE
from salerno.web.backup import manifest, place, postgresql, sqlite
from salerno.web.backup.manifest import BackupError, Manifest
from salerno.web.backup.sqlite import Teller

connection: Any = django_connection

FILES, VERSIONS = "files", "versions"
ENDS = ("erasure", "closed")  # the entries of the ledger that the journal has as well
_LAST = ("audit/index.sqlite3", "ledger-anchor")


def take(target: Path, tell: Teller) -> Path:
    """Back the site up below ``target``; return the folder. Raises BackupError and InUse."""
    data = Path(settings.SALERNO_DATA)
    if target.resolve().is_relative_to(data.resolve()):
        raise BackupError("A backup inside the site's own folder is lost with it: name another.")
    target.mkdir(parents=True, exist_ok=True)
    with place.held(data, alone=False):
        if words := place.unfinished(data):
            raise BackupError(words)
        part = _begun(target)
        made = _fill(data, part, tell)
        manifest.store(part, made, settings.SECRET_KEY)
        done = part.with_suffix("")
        part.rename(done)
        place.settle(target)
    return done


def _begun(target: Path) -> Path:
    """The folder to work in: that of a backup that was killed, or a new one."""
    left = sorted(target.glob(f"salerno-*{manifest.PART}"))
    part = left[-1] if left else target / f"salerno-{clock.now():%Y%m%dT%H%M%S%fZ}{manifest.PART}"
    part.mkdir(mode=0o700, exist_ok=True)
    (part / FILES).mkdir(exist_ok=True)
    for half in part.rglob(f"*{place.HALF}"):
        half.unlink()
    return part


def _fill(data: Path, part: Path, tell: Teller) -> Manifest:
    audit.flush()
    journal.path().touch(mode=0o600)  # so that one that is lost later shows
    _copy_anchors(data, part / FILES)
    _copy_files(data, part / FILES, tell)
    if connection.vendor == "sqlite":
        sqlite.copy_out(Path(connection.settings_dict["NAME"]), part, tell)
    else:
        postgresql.copy_out(part, tell)
    made = _about()  # after the database: what it says of people is never less than what is in it
    _copy_files(data, part / FILES, tell)
    _copy_versions(part / VERSIONS)
    files = {
        str(path.relative_to(part)): (path.stat().st_size, manifest.digest(path))
        for path in sorted(part.rglob("*"))
        if path.is_file() and path.name != manifest.NAME
    }
    for folder in [part, *(one for one in part.rglob("*") if one.is_dir())]:
        place.settle(folder)
    return Manifest(**made, files=files)


def _about() -> dict[str, Any]:
    """What is known of the site at this moment."""
    policy, now = law.in_force(), clock.now()
    with entered(ERASURE, Viewer.job("backup"), ground="a backup is taken") as entry:
        entry.durable = True
        ends = LedgerEntry.objects.filter(kind__in=ENDS).order_by("-seq")
        last = LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
        people = Subject.objects.order_by("-pk").values_list("pk", flat=True).first()
        erased_at = ends.values_list("at", flat=True).first()
    return {
        "made_at": now,
        "ends_at": now + timedelta(days=int(str(policy.settings["backup_days"]))),
        "pack": policy.pack,
        "database": connection.vendor,
        "secret": manifest.print_of(settings.SECRET_KEY),
        "people": people or 0,
        "entries": last or 0,
        "erasures_at": erased_at,
        "migrations": applied(),
    }


def applied() -> dict[str, list[str]]:
    """The migrations that the database has, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def _copy_anchors(data: Path, target: Path) -> None:
    """The ends of chains, before the chains: an anchor may lag and never lead."""
    for path in [data / "ledger-anchor", *(data / "audit").glob("*.anchor")]:
        if path.exists():
            _copy(path, target / path.relative_to(data))


def _copy_files(data: Path, target: Path, tell: Teller) -> None:
    """Everything under the folder of the site but the database and the machine's own."""
    present = list(_files(data))
    for done, path in enumerate(present, start=1):
        name = path.relative_to(data)
        if path.suffix == ".anchor" or str(name) in _LAST:
            continue
        _copy(path, target / name)
        tell(str(name), done, len(present))


def _files(data: Path) -> Iterator[Path]:
    names = {sqlite.NAME, *sqlite.ALONGSIDE, *place.APART, place.PREPARED}
    for top in sorted(data.iterdir()):
        if top.name in names or top.is_symlink():
            continue
        if top.is_dir():
            yield from (one for one in sorted(top.rglob("*")) if one.is_file())
        else:
            yield top


def _copy(source: Path, target: Path) -> None:
    """Copy one file, unless it was copied before and has not changed since. It may be gone."""
    try:
        stood = source.stat()
        if target.exists():
            copied = target.stat()
            same = (copied.st_size, copied.st_mtime_ns) == (stood.st_size, stood.st_mtime_ns)
            if same:
                return
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{target.name}{place.HALF}")
        shutil.copy2(source, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
    except FileNotFoundError:
        return  # deleted meanwhile: no row that was copied later names it


def _copy_versions(target: Path) -> None:
    """The published versions of the site's own policy."""
    for folder in policies.edition().places:
        for path in sorted(folder.glob("*.json")):
            _copy(path, target / path.name)


def prune(target: Path) -> list[Path]:
    """Delete the backups whose term has passed; return their folders.

    What the journal holds only for backups that are gone is dropped with them.
    """
    now = clock.now()
    found = [(one, manifest.load(one, settings.SECRET_KEY)) for one in manifest.whole(target)]
    gone = [folder for folder, made in found if made.ends_at <= now]
    for folder in gone:
        (folder / manifest.NAME).unlink()  # killed now, it is no backup any more
        shutil.rmtree(folder)
    days = int(str(law.in_force().settings["backup_days"]))
    left = [made.made_at for folder, made in found if folder not in gone]
    journal.forget_withdrawals(min([*left, now - timedelta(days=days)]))
    return gone
