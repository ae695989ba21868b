"""A house of its own for a proof: an empty folder, an empty database, the real site's processes."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import uuid4

import psycopg
from psycopg import sql

from salerno.web.proof.visitor import ProofError, Visitor
from salerno.web.supervise import is_free

PATIENCE = 400.0  # a loaded machine makes and fills a whole site first
WITHOUT = "salerno.web.proof.settings"
LOG, LOWEST = "site.log", 10_000


@dataclass(frozen=True)
class House:
    """Where the site answers and what it stores where. ``url`` is "" for SQLite."""

    address: str
    data: Path
    url: str
    secret: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run ``salerno …`` beside the site. Raises ProofError where it fails."""
        program = [sys.executable, "-m", "salerno", *words]
        done = subprocess.run(  # noqa: S603  our own program
            program, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ProofError(f"salerno {' '.join(words)}: {done.stderr.strip()[-600:]}")
        return done.stdout

    @cached_property
    def columns(self) -> list[dict[str, Any]]:
        """Every column with its law, as the site itself says; it does not change while it runs."""
        found: list[dict[str, Any]] = json.loads(self.command("map", "--json"))["columns"]
        return found


@contextmanager
def built(pack: str, url: str = "", leave_out: str = "") -> Iterator[House]:
    """Start the demonstration in a folder of its own; everything is gone at the end.

    ``url``: a PostgreSQL server on which an own database is made. ``leave_out``: the store
    that this site's erasures forget.
    """
    with TemporaryDirectory(prefix="salerno-proof-") as folder, _database(url) as own:
        house = _planned(Path(folder), own, pack, leave_out)
        with (house.data / LOG).open("w") as log, _running(house, log):
            yield house


def _planned(data: Path, url: str, pack: str, leave_out: str) -> House:
    port, secret = free_port(), secrets.token_urlsafe(40)
    environment = os.environ | {
        "SALERNO_DATA": str(data), "SALERNO_PACK": pack, "SALERNO_PORT": str(port),
        "SALERNO_SECRET_KEY": secret, "SALERNO_DB_URL": url, "SALERNO_WORKERS": "1",
        "SALERNO_HOST": "127.0.0.1",
    }  # fmt: skip
    if leave_out:
        environment |= {"DJANGO_SETTINGS_MODULE": WITHOUT, "SALERNO_PROOF_WITHOUT": leave_out}
    return House(f"http://127.0.0.1:{port}", data, url, secret, environment)


@contextmanager
def _running(house: House, log: IO[str]) -> Iterator[None]:
    program = [sys.executable, "-m", "salerno", "demo"]
    process = subprocess.Popen(  # noqa: S603  our own program
        program, env=house.environment, stdout=log, stderr=log
    )
    try:
        _wait(house, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(house: House, process: subprocess.Popen[bytes]) -> None:
    until, visitor = time.monotonic() + PATIENCE, Visitor(house.address)
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ProofError(f"The site ended: {(house.data / LOG).read_text()[-2000:]}")
        try:
            if visitor.get("/health").status:
                return
        except OSError:
            time.sleep(0.2)
    raise ProofError("The site did not answer.")


@contextmanager
def _database(url: str) -> Iterator[str]:
    """An empty database on the server of ``url``, or "" for SQLite."""
    if not url:
        yield ""
        return
    name = f"proof_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    head, mark, query = url.partition("?")
    try:
        yield f"{head.rpartition('/')[0]}/{name}{mark}{query}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            gone = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(gone)


def free_port() -> int:
    """A port on which nobody listens, nor on the two after it, which the site may take as well.

    Below those that a system gives to connections: it is free still when the site takes it.
    """
    while True:
        port = LOWEST + 3 * secrets.randbelow(600)
        if all(is_free("127.0.0.1", port + more) for more in range(3)):
            return port
