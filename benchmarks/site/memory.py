"""The memory of one worker of the real web server, after it served every page often."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
django.setup()

# After the setup: these need the settings.
from benchmarks.site import people  # noqa: E402
from salerno.services.accounts.demo import PASSWORD  # noqa: E402
from salerno.web.proof.house import House, built  # noqa: E402
from salerno.web.proof.visitor import Visitor  # noqa: E402

PATHS = ("/", "/privacy", "/you/profile", "/you")
TIMES = 100


def resident(house: House) -> float:
    """The largest resident memory, in MB, among the web server's workers of ``house``."""
    mark = f"SALERNO_DATA={house.data}".encode()
    return max(_sizes(mark)) / 1024


def _sizes(mark: bytes) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            said = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            if b"granian" in (folder / "cmdline").read_bytes() or "granian" in said["Name"]:
                yield int(said["VmRSS"].split()[0])
        except (OSError, KeyError):
            continue


def main(count: int) -> None:
    """Serve, measure, say it in one line."""
    with built("publisher") as house:
        command = [sys.executable, "-m", "benchmarks.site.worker", "ours"]
        asked = json.dumps({"do": "populate", "people": count}) + "\n"
        subprocess.run(command, input=asked, text=True, check=True, env=house.environment,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        visitor = Visitor(house.address)
        known = {"login": people.email_of(count // 2), "password": PASSWORD}
        visitor.fill("/sign-in", lambda one: known.get(one.name, one.value), has="password")
        for _time in range(TIMES):
            for path in PATHS:
                assert visitor.get(path).status == 200, path
        print(json.dumps({"megabytes": round(resident(house), 1)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
