"""After an erasure and a purge no byte of the index says what the person wrote."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

import tools.postgres

CHIEF = tools.postgres.CHIEF
ROOT = Path(__file__).resolve().parents[2]
MANY = 400  # enough for several segments and pages

WRITE = """
import django; django.setup()
import sys
from django.db import connection, transaction
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Viewer, entered
from salerno.privacy.subjects import new_subject
from salerno.services.search.formats import index_of
word, many = sys.argv[1], int(sys.argv[2])
with entered(ACCOUNT, Viewer.visitor()):
    ann, ben = new_subject(), new_subject()
own = index_of(connection.vendor)
for number in range(many):
    with transaction.atomic(), connection.cursor() as cursor:
        text = f"{word}ann{number} of much" if number % 7 == 0 else f"{word}ben{number} of much"
        own.put_documents(cursor, "note", [(number, ann if number % 7 == 0 else ben, text)])
print(ann)
"""
ERASE = """
import django; django.setup()
import sys
from django.db import connection
from salerno.privacy import rights
from salerno.services.search.formats import index_of
from salerno.services.search.rules import parse
word, ann = sys.argv[1], int(sys.argv[2])
rights.erase(ann, ground="asked")
with connection.cursor() as cursor:
    own = index_of(connection.vendor)
    print(len(own.match_documents(cursor, parse(f"{word}ann7"), 10)),
          len(own.match_documents(cursor, parse(f"{word}ben8"), 10)))
"""


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database where the tests run on PostgreSQL, "" on SQLite."""
    url = os.environ.get("SALERNO_DB_URL", "")
    if not url:
        yield ""
        return
    name = f"bytes_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    head, mark, query = url.partition("?")
    try:
        yield f"{head.rpartition('/')[0]}/{name}{mark}{query}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            gone = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(gone)


class House:
    """A folder and a database of one test."""

    def __init__(self, data: Path, url: str) -> None:
        self.data, self.url = data, url
        self.environment = os.environ | {
            "SALERNO_DATA": str(data), "SALERNO_DB_URL": url, "SALERNO_PACK": "publisher",
            "SALERNO_POLICY_DRAFT": "1", "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
            "SALERNO_SECRET_KEY": secrets.token_urlsafe(40),
        }  # fmt: skip

    def run(self, *words: str) -> str:
        """Run Python in the house."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def count(self, needle: str) -> int:
        """How often a word stands in any file of the database, once all of it is written.

        The log of a PostgreSQL server is its chief's to begin anew, and is not looked at.
        """
        folder = _server_files(self.url) if self.url else self.data
        files = [one for one in folder.rglob("*") if one.is_file()]
        return sum(one.read_bytes().count(needle.encode()) for one in files)


def _server_files(url: str) -> Path:
    """Where this database lies on the tests' own server. Skips on a server that is not ours.

    Other tests make and drop theirs beside it.
    """
    try:
        with psycopg.connect(url, user=CHIEF, autocommit=True) as server:
            server.execute("CHECKPOINT")
            asked = "SELECT oid FROM pg_database WHERE datname = current_database()"
            number = server.execute(asked).fetchone()
            shown = server.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        pytest.skip("only a server that the tests started shows its files")
    assert shown is not None
    assert number is not None
    return Path(str(shown[0])) / "base" / str(number[0])


def test_no_byte_of_what_was_written_is_left_in_the_index(tmp_path: Path) -> None:
    word = f"quinsy{secrets.token_hex(6)}"
    with database() as url:
        house = House(tmp_path, url)
        house.run("-m", "salerno", "migrate", "--verbosity", "0")
        ann = house.run("-c", WRITE, word, str(MANY)).split()[-1]
        assert house.count(f"{word}ann") > 0, "the search is blind"
        assert house.run("-c", ERASE, word, ann).split()[-2:] == ["0", "1"]
        house.run("-m", "salerno", "purge")
        assert house.count(f"{word}ann") == 0
        assert house.count(f"{word}ben") > 0
