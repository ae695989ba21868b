"""A second start prepares nothing, and only where nothing can have changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from salerno.web import prepared, supervise
from salerno.web.backup import place, take

FILE = "salerno.sqlite3"
TABLE = "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, name TEXT)"
type Change = Callable[[Path], object]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose database has everything applied, noted as a demonstration."""
    monkeypatch.delenv("SALERNO_DB_URL", raising=False)
    monkeypatch.setenv("SALERNO_DATA", str(tmp_path))
    execute(tmp_path, TABLE, "INSERT INTO django_migrations VALUES (1, '0001_initial')")
    prepared.remember(tmp_path, "Anna signs in.", demonstration=True)
    return tmp_path


def execute(data: Path, *statements: str) -> None:
    file = sqlite3.connect(data / FILE)
    for one in statements:
        file.execute(one)
    file.commit()
    file.close()


def replaced(data: Path) -> None:
    """The same bytes in another file, as a restored backup has them."""
    shutil.copy(data / FILE, data / "copy")
    (data / "copy").replace(data / FILE)


def test_what_was_prepared_is_not_prepared_again(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepared.words(data, demonstration=True) == "Anna signs in."
    assert prepared.words(data, demonstration=False) == "Anna signs in."
    assert supervise.make_ready(demonstration=True) == 0
    assert capsys.readouterr().out == "Anna signs in.\n"


@pytest.mark.parametrize(
    "change",
    [
        replaced,
        prepared.forget,
        lambda data: (data / FILE).unlink(),
        lambda data: execute(data, "DELETE FROM django_migrations"),
        lambda data: execute(data, "INSERT INTO django_migrations VALUES (2, '0002_more')"),
        lambda data: (data / place.PREPARED).write_text("[]"),
        lambda data: (data / place.PREPARED).write_text("{}"),
        lambda data: (data / place.PREPARED).write_text("{"),
        lambda data: (data / "recipients.toml").write_text("# theirs"),
        lambda data: prepared.remember(data, "", demonstration=False),
    ],
)
def test_whatever_changed_is_prepared_again(data: Path, change: Change) -> None:
    change(data)
    assert prepared.words(data, demonstration=True) is None


def test_other_code_another_pack_and_another_setting_prepare_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = tmp_path_factory.mktemp("pack")
    (pack / "pack.toml").write_text("x = 1")
    monkeypatch.setenv("SALERNO_PACK_DIR", str(pack))
    assert prepared.words(data, demonstration=True) is None
    prepared.remember(data, "", demonstration=True)
    assert prepared.words(data, demonstration=True) == ""
    (pack / "pack.toml").write_text("x = 20")
    assert prepared.words(data, demonstration=True) is None
    monkeypatch.setattr(prepared, "ROOT", pack)
    prepared.remember(data, "", demonstration=True)
    (pack / "new.py").write_text("")
    assert prepared.words(data, demonstration=True) is None


def test_a_site_in_restoration_is_not_served_from_a_note(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with place.held(data, alone=True):
        assert supervise.make_ready(demonstration=True) == 1
    assert "restored" in capsys.readouterr().out


def test_the_note_stays_with_its_database(data: Path) -> None:
    assert place.PREPARED not in {one.name for one in take._files(data)}
    assert place.PREPARED not in place.APART


@pytest.mark.django_db
def test_the_server_s_database_is_told_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests above are those of a file")
    name = connection.settings_dict["NAME"]
    head, _, tail = os.environ["SALERNO_DB_URL"].rpartition("/")
    monkeypatch.setenv("SALERNO_DB_URL", f"{head}/{name}?{tail.partition('?')[2]}")
    prepared.remember(tmp_path, "Ready.", demonstration=True)
    assert prepared.words(tmp_path, demonstration=True) == "Ready."
    monkeypatch.setenv("SALERNO_DB_URL", f"{head}/postgres?{tail.partition('?')[2]}")
    with psycopg.connect(os.environ["SALERNO_DB_URL"]) as server:
        assert server.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,)
    assert prepared._standing(tmp_path) is None
    assert prepared.words(tmp_path, demonstration=True) is None
