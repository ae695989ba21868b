"""What every benchmark shares: alternating runs, one object as answer, a table for people."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

type Task = Callable[[], object]


@dataclass
class Result:
    """One measured case."""

    case: str
    database: str
    size: int
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: float | None = None
    met: bool | None = None
    samples: dict[str, list[float]] = field(default_factory=dict)


def alternate(
    tasks: Mapping[str, Task], *, runs: int = 7, seconds: float = 0.15
) -> dict[str, list[float]]:
    """Seconds a call of each task, in ``runs`` rounds in which all take turns."""
    times = {name: _repeats(task, seconds) for name, task in tasks.items()}
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(runs):
        names = list(tasks) if turn % 2 else list(reversed(tasks))
        for name in names:
            found[name].append(_timed(tasks[name], times[name]))
    return found


def _repeats(task: Task, seconds: float) -> int:
    task()
    once = max(_timed(task, 1), 1e-6)
    return max(1, min(5_000, int(seconds / once)))


def _timed(task: Task, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        task()
    return (time.perf_counter() - start) / times


def compared(
    case: str, database: str, size: int, tasks: Mapping[str, Task], goal: float | None
) -> Result:
    """One case: ours against plain, by the median of the rounds' ratios."""
    samples = alternate(tasks)
    ours, plain = (statistics.median(samples[one]) for one in ("ours", "plain"))
    pairs = zip(samples["ours"], samples["plain"], strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    return Result(
        case, database, size, round(ours * 1e6, 2), "us", round(plain * 1e6, 2), round(ratio, 3),
        goal, None if goal is None else ratio <= goal,
        {name: [round(one * 1e6, 2) for one in each] for name, each in samples.items()},
    )  # fmt: skip


def machine() -> str:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, Python {sys.version.split()[0]}"
    )


def report(bench: str, results: list[Result], *, as_json: bool) -> None:
    """Print the one object, or a table; a missed goal is printed as missed."""
    if as_json:
        said = {
            "bench": bench,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "results": [asdict(one) for one in results],
        }
        print(json.dumps(said))
        return
    print(f"{bench} on {machine()}")
    print(
        f"{'case':<34}{'database':<12}{'size':>9}{'value':>16}{'plain':>12}{'ratio':>8}{'goal':>7}"
    )
    for one in results:
        goal = "" if one.goal is None else f"{one.goal:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[one.met]
        plain = "" if one.baseline is None else f"{one.baseline:.1f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        value = f"{one.value:.1f} {one.unit}"
        print(f"{one.case:<34}{one.database:<12}{one.size:>9}{value:>16}{plain:>12}{ratio:>8}"
              f"{goal:>7} {verdict}")  # fmt: skip


def note(words: str) -> None:
    """Say what goes on, where it does not mix with the answer."""
    print(words, file=sys.stderr, flush=True)


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[dict[str, str] | None]:
    """A throw-away server, or one that PGHOST names; None where there is none.

    ``durable``: it brings each transaction to the disk, as one in use does.
    """
    if os.environ.get("PGHOST"):
        names = ("HOST", "PORT", "USER", "DATABASE")
        yield {f"PG{one}": os.environ.get(f"PG{one}", "") for one in names}
        return
    programs = _programs()
    if programs is None:
        yield None
        return
    who = "postgres" if os.geteuid() == 0 and _is_user("postgres") else None
    if os.geteuid() == 0 and who is None:
        who = "nobody"
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        home = Path(folder)
        if who:
            subprocess.run(["chown", who, folder], check=True)
        yield from _served(programs, home, who, durable=durable)


def _served(
    programs: Path, home: Path, who: str | None, *, durable: bool
) -> Iterator[dict[str, str]]:
    def call(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), *words], check=True, cwd=home, user=who,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    data = str(home / "data")
    call("initdb", "-D", data, "-U", "chief", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    options = f"{'' if durable else '-F '}-c listen_addresses= -c shared_buffers=512MB -k {home}"
    call("pg_ctl", "-D", data, "-l", str(home / "log"), "-w", "-o", options, "start")
    try:
        reached = ("-h", str(home), "-U", "chief")
        call("psql", *reached, "-q", "-c", "CREATE ROLE salerno LOGIN", "postgres")
        call("createdb", *reached, "-O", "salerno", "salerno")
        yield {"PGHOST": str(home), "PGPORT": "5432", "PGUSER": "salerno", "PGDATABASE": "salerno"}
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _programs() -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [Path(one) for one in os.environ.get("PATH", "").split(":") if one]
    return next((one for one in places if (one / "initdb").exists()), None)


def _is_user(name: str) -> bool:
    return subprocess.run(["id", name], check=False, capture_output=True).returncode == 0
