"""``salerno backup`` and ``salerno restore``, as an operator runs them: real processes."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.web.test_backup import site

pytestmark = pytest.mark.once  # its site has a pack of its own, whatever pack the run is of
MEMBER, READER = "member@example.org", "reader@example.org"
REFUSED, UNKNOWN = 4, 3
PASSING = {"salerno.sqlite3-wal", "salerno.sqlite3-shm", "in-use.lock", "erasures.lock"}


class House:
    """A demonstration that nobody serves, and its backups."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.data = Path(environment["SALERNO_DATA"])
        self.backups = self.data.parent / "backups"

    def run(self, *words: str, code: int = 0, **more: str) -> str:
        """What a command says; it must end with ``code``, and without a traceback."""
        done = subprocess.run(
            [sys.executable, "-m", "salerno", *words], env=self.environment | more,
            capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr[-3000:])
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    def addresses(self) -> set[str]:
        """Who can sign in, asked of the bare database."""
        asked = "SELECT email FROM accounts_user"
        if self.environment.get("SALERNO_DB_URL"):
            with psycopg.connect(self.environment["SALERNO_DB_URL"]) as server:
                server.execute("SET salerno.purpose = '*'")
                return {str(row[0]) for row in server.execute(asked).fetchall()}
        connection = sqlite3.connect(f"file:{self.data / 'salerno.sqlite3'}?mode=ro", uri=True)
        found = {str(row[0]) for row in connection.execute(asked)}
        connection.close()
        return found

    def files(self) -> dict[str, str]:
        """Every file of the site with its digest, but for what every process touches."""
        return {
            str(one.relative_to(self.data)): hashlib.sha256(one.read_bytes()).hexdigest()
            for one in self.data.rglob("*")
            if one.is_file() and one.name not in PASSING and one.parent.name != "audit"
        }


@pytest.fixture(scope="module")
def environment(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[dict[str, str]]:
    """An empty database and folder for the whole of this file."""
    with django_db_blocker.unblock(), site("school") as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture(scope="module")
def house(environment: dict[str, str]) -> House:
    """The demonstration, backed up; then one person was erased, and the journal kept apart."""
    made = House(environment)
    made.run("prepare-data", "demo")
    said = json.loads(made.run("backup", str(made.backups), "--json"))
    assert (said["files"] > 3, Path(said["folder"]).is_dir()) == (True, True)
    shutil.copytree(said["folder"], made.data.parent / "apart" / "old")
    made.run("person", "erase", MEMBER, "--yes")
    shutil.copy(made.data / "erasures.jsonl", made.data.parent / "erasures.jsonl")
    return made


def old(house: House) -> Path:
    return house.data.parent / "apart" / "old"


def spoilt(house: House, name: str, spoil: Callable[[Path], None]) -> Path:
    """A copy of the backup with one fault."""
    copy = house.data.parent / "spoilt" / name
    shutil.copytree(old(house), copy)
    spoil(copy)
    return copy


def largest(folder: Path) -> Path:
    return max(
        (one for one in folder.rglob("*") if one.is_file()), key=lambda one: one.stat().st_size
    )


def flip(folder: Path) -> None:
    """One bit of the largest file."""
    path = largest(folder)
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


def cut(folder: Path) -> None:
    """The second half of the largest file is missing."""
    path = largest(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("spoil", [flip, cut])
def test_a_broken_backup_is_refused_with_a_sentence_and_changes_nothing(
    house: House, spoil: Callable[[Path], None]
) -> None:
    before, people = house.files(), house.addresses()
    source = spoilt(house, spoil.__name__, spoil)
    said = house.run("restore", str(source), code=REFUSED)
    assert said.strip().endswith(".")
    assert (house.files(), house.addresses()) == (before, people)


@pytest.mark.parametrize(
    ("words", "more"),
    [("secret key", {"SALERNO_SECRET_KEY": "x" * 60}), ("pack", {"SALERNO_PACK": "publisher"})],
)
def test_the_backup_of_another_site_is_refused_and_changes_nothing(
    house: House, words: str, more: dict[str, str]
) -> None:
    before, people = house.files(), house.addresses()
    said = house.run("restore", str(old(house)), code=REFUSED, **more)
    assert words in said
    assert (house.files(), house.addresses()) == (before, people)


def test_no_folder_and_no_journal_are_refused_and_change_nothing(house: House) -> None:
    before = house.files()
    assert "Name the folder" in house.run("restore", code=REFUSED)
    nowhere = str(house.data.parent / "nowhere")
    assert "no whole backup" in house.run("restore", nowhere, code=REFUSED)
    stale = house.data.parent / "stale.jsonl"
    stale.write_text("")
    said = house.run("restore", str(old(house)), "--journal", str(stale), code=REFUSED)
    assert "journal" in said
    assert house.files() == before


def test_an_old_backup_brings_everybody_back_but_who_was_erased(house: House) -> None:
    assert MEMBER not in house.addresses()
    kept = str(house.data.parent / "erasures.jsonl")
    said = json.loads(house.run("restore", str(old(house)), "--journal", kept, "--json"))
    assert said["erased"] == 1
    people = house.addresses()
    assert (MEMBER in people, READER in people) == (False, True)
    assert "nobody" in house.run("person", "plan", MEMBER, code=UNKNOWN)
    house.run("person", "plan", READER)
    house.run("ledger", "verify")
    assert "Restored, as of" in house.run("restore", str(old(house)))
    assert MEMBER not in house.addresses()
    again = json.loads(house.run("backup", str(house.backups), "--json"))
    house.run("backup", "prune", str(house.backups))
    assert Path(again["folder"]).is_dir()
