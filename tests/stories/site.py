"""A site of its own for a story: real processes, real database, an empty folder."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from salerno.web.elsewhere.named import FILE
from salerno.web.elsewhere.people import ID
from salerno.web.supervise import is_free
from tests.stories.made import Made, database

PATIENCE = 300.0  # a loaded machine makes and fills a whole site first
LOWEST, BLOCKS, WORKERS = 12_000, 600, 8  # 19,200 ports, and none of the system's own range


@dataclass
class Site:
    """A running demonstration: where it answers and where it stores."""

    address: str
    data: Path
    pack: str
    database: str
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``salerno …`` beside the running site."""
        return subprocess.run(
            [sys.executable, "-m", "salerno", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def free_port() -> int:
    """A port on which nobody listens, nor on the two after it, which the site may take as well.

    Below those that the system gives to connections, so that it is free when the site is ready to
    take it; and no two workers of a run choose among the same.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    while True:
        port = secrets.randbelow(BLOCKS) * 4 * WORKERS + worker * 4 + LOWEST
        if all(is_free("127.0.0.1", port + more) for more in range(3)):
            return port


@contextmanager
def running(made: Made, data: Path, pack: str = "", **more: str) -> Iterator[Site]:
    """Start the demonstration in a copy of what was made, wait until it answers, and stop it at
    the end. ``pack``: a folder of the operator's own.
    """
    port, pack = free_port(), pack or made.pack
    shutil.copytree(made.data, data, dirs_exist_ok=True)
    with database(made.kind, made.name) as reached:
        environment = os.environ | reached | more
        environment |= {
            "SALERNO_DATA": str(data),
            "SALERNO_PACK": pack,
            "SALERNO_PORT": str(port),
            "SALERNO_POSTS_PER_WINDOW": "9999",  # everybody in these stories has one address
        }
        log = (data / "site.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "salerno", "demo"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process, data / "site.log")
            for one in hospital(data):
                wait_for(one, process, data / "site.log")
            yield Site(address, data, pack, made.kind, environment)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
            log.close()


def hospital(data: Path) -> list[str]:
    """Where the account elsewhere of the demonstration answers, which is a program of its own."""
    named = data / FILE
    return [tomllib.loads(named.read_text())[ID]["server"]] if named.exists() else []


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first answer. Raises with the site's own words when it ends instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"The site ended:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The site did not answer:\n{log.read_text()}")
