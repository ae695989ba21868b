"""What is not restored, and why; what is pruned; and a site that is not whole serves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from salerno.privacy import clock, journal, law
from salerno.web import supervise, wsgi
from salerno.web.backup import manifest, place, take
from salerno.web.backup.manifest import BackupError, Manifest
from salerno.web.backup.restore import Known, Wish, _check, stale
from tests.ground import pack

__all__ = ["pack"]


def stored(folder: Path, settings: Any, **changes: Any) -> Manifest:
    """A backup with one file."""
    (folder / take.FILES).mkdir(parents=True, exist_ok=True)
    file = folder / take.FILES / "one.txt"
    file.write_text("one")
    now = clock.now()
    known: dict[str, Any] = {
        "made_at": now, "ends_at": now + timedelta(days=30), "pack": law.in_force().pack,
        "database": connection.vendor, "secret": manifest.print_of(settings.SECRET_KEY),
        "people": 3, "entries": 9, "erasures_at": None, "migrations": take.applied(),
        "files": {"files/one.txt": (3, manifest.digest(file))},
    }  # fmt: skip
    made = Manifest(**known | changes)
    manifest.store(folder, made, settings.SECRET_KEY)
    return made


def test_what_was_stored_is_loaded_and_verified(tmp_path: Path, settings: Any) -> None:
    made = stored(tmp_path / "b", settings)
    assert manifest.load(tmp_path / "b", settings.SECRET_KEY) == made
    assert list(manifest.verify(tmp_path / "b", made)) == [("files/one.txt", 3)]


def altered_file(folder: Path) -> None:
    (folder / take.FILES / "one.txt").write_text("two")


def missing_file(folder: Path) -> None:
    (folder / take.FILES / "one.txt").unlink()


def altered_manifest(folder: Path) -> None:
    said = json.loads((folder / manifest.NAME).read_text())
    said["files"]["files/one.txt"][1] = "0" * 64
    (folder / manifest.NAME).write_text(json.dumps(said))


def no_json(folder: Path) -> None:
    (folder / manifest.NAME).write_bytes(b"\x00\xff{")


def no_manifest(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


def short_manifest(folder: Path) -> None:
    (folder / manifest.NAME).write_text("[]")


@pytest.mark.parametrize(
    "fault", [altered_file, missing_file, altered_manifest, no_json, no_manifest, short_manifest]
)
def test_what_does_not_verify_is_refused(
    fault: Callable[[Path], None], tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "b"
    stored(folder, settings)
    fault(folder)
    with pytest.raises(BackupError):
        list(manifest.verify(folder, manifest.load(folder, settings.SECRET_KEY)))


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, settings: Any) -> None:
    made = stored(tmp_path / "b", settings, files={"../secret": (0, "0" * 64)})
    with pytest.raises(BackupError, match="leads out"):
        list(manifest.verify(tmp_path / "b", made))


def test_another_site_s_backup_is_refused(tmp_path: Path, settings: Any) -> None:
    stored(tmp_path / "b", settings)
    with pytest.raises(BackupError, match="another secret key"):
        manifest.load(tmp_path / "b", "another")


def test_a_backup_newer_than_the_code_is_refused_by_name(tmp_path: Path, settings: Any) -> None:
    journal.path().touch()
    known = take.applied()
    newer = stored(
        tmp_path / "b", settings, migrations=known | {"privacy": [*known["privacy"], "9999_later"]}
    )
    with pytest.raises(BackupError, match=r"privacy\.9999_later"):
        _check(Wish(tmp_path / "b"), newer, Known())
    _check(Wish(tmp_path / "b"), stored(tmp_path / "b", settings), Known())


def test_of_another_database_or_pack_is_refused(tmp_path: Path, settings: Any) -> None:
    for changes in ({"database": "oracle"}, {"pack": "another"}):
        made = stored(tmp_path / "b", settings, **changes)
        with pytest.raises(BackupError, match="This backup is of a"):
            _check(Wish(tmp_path / "b", override="because"), made, Known())


@pytest.mark.clause("N-123", "refused")
def test_a_journal_older_than_the_last_known_erasure_is_refused_unless_overridden(
    tmp_path: Path, settings: Any
) -> None:
    wish, now = Wish(tmp_path / "b"), clock.now()
    made = stored(tmp_path / "b", settings)
    assert "no erasure journal" in stale(wish, made, Known())
    journal.append(7)
    assert stale(wish, made, Known()) == ""
    later = now + timedelta(hours=1)
    assert "older than the last erasure" in stale(wish, made, Known(9, later))
    known = stored(tmp_path / "b", settings, erasures_at=later)
    assert "older than the last erasure" in stale(wish, known, Known())
    with clock.clock_at(later):
        journal.append(8)
    assert stale(wish, known, Known(9, later)) == ""
    copy = tmp_path / "b" / take.FILES / journal.NAME
    copy.write_text(json.dumps({"at": now.isoformat(), "subject": 5}) + "\n")
    assert "older than the last erasure" in stale(wish, made, Known())
    with pytest.raises(BackupError, match="--override"):
        _check(wish, made, Known())
    _check(Wish(tmp_path / "b", override="the journal burnt"), made, Known())
    assert "no erasure journal" in stale(Wish(tmp_path / "b", tmp_path / "none"), made, Known())


def test_what_is_past_its_term_is_pruned_and_withdrawals_with_it(
    tmp_path: Path, settings: Any
) -> None:
    now = clock.now()
    for name, days in (("old", 40), ("new", 2)):
        at = now - timedelta(days=days)
        stored(tmp_path / "all" / name, settings, made_at=at, ends_at=at + timedelta(days=30))
    for days in (60, 35, 1):
        with clock.clock_at(now - timedelta(days=days)):
            journal.append(1, journal.Kind.WITHDRAWN, purposes=["research"])
            journal.append(2)
    assert [one.name for one in take.prune(tmp_path / "all")] == ["old"]
    assert [one.name for one in manifest.whole(tmp_path / "all")] == ["new"]
    kinds = [one.kind for one in journal.entries()]
    assert kinds.count(journal.Kind.WITHDRAWN) == 1
    assert kinds.count(journal.Kind.ERASED) == 3


def test_a_torn_last_line_of_the_journal_loses_no_other() -> None:
    journal.append(1)
    with journal.path().open("a") as file:
        file.write('{"at": "2026-')
    journal.append(2)
    assert list(journal.subjects()) == [1, 2]


def test_who_came_back_is_not_gone_and_whom_nobody_can_bring_back_is() -> None:
    journal.append(1, journal.Kind.CLOSED, key="k")
    journal.append(2)
    assert list(journal.subjects()) == [1, 2]
    journal.append(1, journal.Kind.RETURNED)
    journal.append(2, journal.Kind.RETURNED)
    assert list(journal.subjects()) == [2]


def test_a_site_that_is_not_whole_serves_a_sentence_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.begin(tmp_path, {"at": "now"})
    monkeypatch.setattr(wsgi, "DATA", tmp_path)
    said: list[Any] = []
    body = b"".join(wsgi.application({}, lambda *words: said.extend(words)))
    assert said[0].startswith("503")
    assert b"not finished" in body
    assert supervise.prepare(demonstration=False) == 1
    with pytest.raises(CommandError, match="not finished"):
        call_command("run_jobs", "--once")


def test_who_restores_is_alone(tmp_path: Path) -> None:
    with place.held(tmp_path, alone=False), place.held(tmp_path, alone=False):
        assert "stop it" in refusal(tmp_path, alone=True)
    with place.held(tmp_path, alone=True):
        assert "restored" in refusal(tmp_path, alone=False)
        with pytest.raises(place.InUse, match="restored"):
            place.hold(tmp_path)


def refusal(folder: Path, *, alone: bool) -> str:
    with pytest.raises(place.InUse) as refused, place.held(folder, alone=alone):
        pass
    return str(refused.value)


def test_no_secret_of_the_machine_is_backed_up(settings: Any) -> None:
    data = Path(settings.SALERNO_DATA)
    for name in ("secret-key", "recipients.toml", "salerno.sqlite3", "salerno.sqlite3-wal"):
        (data / name).write_text("a secret")
    (data / "outbox").mkdir()
    (data / "outbox" / "letter.eml").write_text("a letter")
    found = {str(one.relative_to(data)) for one in take._files(data)}
    assert "outbox/letter.eml" in found
    assert not found & {"secret-key", "recipients.toml", "salerno.sqlite3", "salerno.sqlite3-wal"}


def test_a_backup_inside_the_site_is_refused(settings: Any) -> None:
    with pytest.raises(BackupError, match="inside the site"):
        take.take(Path(settings.SALERNO_DATA) / "b", lambda *_words: None)
