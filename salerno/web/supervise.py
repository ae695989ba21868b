"""The processes of a site: the web server and the job worker, restarted when they crash."""

import ctypes
import http.client
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from salerno.web import prepared
from salerno.web.backup import place
from salerno.web.elsewhere import named

PREPARE = "prepare-data"
HOST = "127.0.0.1"
MOST_WORKERS = 8
QUICK_DEATH = 10.0
MOST_QUICK_DEATHS = 5
PAUSE = 0.5
LONGEST_PAUSE = 30.0
GRACE = 10.0
PATIENCE = 5.0
TICK = 0.1
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program that is kept running. Without one that is not ``needed`` the site goes on."""

    name: str
    command: list[str]
    needed: bool = True
    waits: bool = False  # for the site to answer: a start is for whoever asks for a page
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    resume_at: float = 0.0

    def start(self) -> None:
        """Start the program as a group; on Linux it ends when this process is killed."""
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=death_signal()
        )
        self.started_at = time.monotonic()
        self.resume_at = 0.0

    def is_gone(self) -> bool:
        """Say whether the program has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def is_alive(self) -> bool:
        """Say whether the program still runs."""
        return self.process is not None and self.process.poll() is None

    def clear_away(self) -> None:
        """End what the program has left behind: workers that lost their master."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def plan_restart(self) -> None:
        """Wait longer before each restart that follows a quick death."""
        self.clear_away()
        now = time.monotonic()
        quick = now - self.started_at < QUICK_DEATH
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        self.resume_at = now + min(PAUSE * 2**self.quick_deaths, LONGEST_PAUSE)


@dataclass
class Household:
    """All programs of a site, from start to stop."""

    children: list[Child]
    host: str
    port: int
    stopping: bool = False
    is_ready: bool = False

    def listen(self) -> None:
        """Take over the signals that ask to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Remember the wish; the loop carries it out."""
        self.stopping = True

    def keep(self) -> int:
        """Restart what crashes until asked to stop; give up on what cannot run at all."""
        while not self.stopping:
            for child in self.children:
                if child.is_gone() and self.lose(child):
                    return 1
                if self.may_start(child):
                    child.start()
            self.announce()
            time.sleep(TICK)
        return 0

    def lose(self, child: Child) -> bool:
        """Plan the restart of what ended; say whether the site cannot go on without it."""
        child.plan_restart()
        if child.quick_deaths < MOST_QUICK_DEATHS:
            say(f"The {child.name} ended and is started again.")
            return False
        say(f"The {child.name} cannot run{'; stopping' if child.needed else ''}.")
        child.resume_at = inf
        return child.needed

    def may_start(self, child: Child) -> bool:
        """Say whether it does not run, and now is its time."""
        waits = child.waits and not self.is_ready
        return child.process is None and not waits and time.monotonic() >= child.resume_at

    def announce(self) -> None:
        """Name the address as soon as it answers for the first time."""
        if not self.is_ready and answers(self.host, self.port):
            self.is_ready = True
            pack, address = os.environ["SALERNO_PACK"], f"http://{self.host}:{self.port}"
            say(f"Salerno ({pack}) is at {address}; Ctrl+C stops it.")

    def stop(self) -> None:
        """End every program, gently first."""
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(child.is_alive() for child in self.children):
            time.sleep(TICK)
        for child in self.children:
            child.clear_away()


def death_signal() -> Callable[[], None] | None:
    """Ask the kernel to end a child with its parent, where it can."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(words: str) -> None:
    """Tell the operator at the terminal."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def site_programs(host: str, port: int) -> list[Child]:
    """Name the web server and the job worker."""
    workers = int(os.environ.get("SALERNO_WORKERS", min(os.cpu_count() or 1, MOST_WORKERS)))
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    server += ["--host", host, "--port", str(port), "--workers", str(workers)]
    server += ["--blocking-threads", "1", "--log-level", "warning", "--no-access-log"]
    server += ["--respawn-failed-workers", "--workers-kill-timeout", "8"]
    worker = [sys.executable, "-m", "salerno", "run_jobs"]
    return [
        Child("web server", [*server, "salerno.web.wsgi:application"]),
        Child("job worker", worker, waits=True),
    ]


def hospital(port: int) -> list[Child]:
    """The account elsewhere of the demonstration, unless the operator names providers."""
    if os.environ.get("SALERNO_PROVIDERS") or os.environ.get("SALERNO_PRODUCTION") == "1":
        return []
    own = next((one for one in (port + 1, port + 2) if is_free(HOST, one)), None)
    if own is None:
        return []
    os.environ["SALERNO_PROVIDERS"] = str(named.write(Path(os.environ["SALERNO_DATA"]), own))
    command = [sys.executable, "-m", "salerno", "elsewhere"]
    command += ["--listen", str(own), "--site", str(port)]
    return [Child("hospital", command, needed=False)]


def is_free(host: str, port: int) -> bool:
    """Say whether nobody listens on the port yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Say whether the site gives any answer; a redirection is one."""
    probe = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        probe.request("GET", "/health")
        probe.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        probe.close()
    return True


def prepare(*, demonstration: bool) -> int:
    """Check the house and bring its database up to date; a refusal is said without a traceback."""
    django.setup()
    if words := place.unfinished(Path(settings.SALERNO_DATA)):
        say(words)
        return 1
    data, told = Path(settings.SALERNO_DATA), io.StringIO()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    try:
        place.hold(data)
        prepared.forget(data)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        if demonstration:
            call_command("load_demo", stdout=told)
        prepared.remember(data, told.getvalue(), demonstration=demonstration)
    except (CommandError, place.InUse) as refused:
        say(str(refused))
        return 1
    say(told.getvalue().rstrip() or "The data is up to date.")
    return 0


def make_ready(*, demonstration: bool) -> int:
    """Prepare the data in a process of its own, unless that was done already."""
    data = Path(os.environ["SALERNO_DATA"])
    told = None if place.unfinished(data) else prepared.words(data, demonstration=demonstration)
    if told is None:
        before = [sys.executable, "-m", "salerno", PREPARE]
        return subprocess.run([*before, *(["demo"] * demonstration)], check=False).returncode
    try:
        with place.held(data, alone=False):
            say(told.rstrip() or "The data is up to date.")
    except place.InUse as refused:
        say(str(refused))
        return 1
    return 0


def serve(*, demonstration: bool) -> int:
    """Prepare the data, then run the site until it is asked to stop."""
    host, port = os.environ.get("SALERNO_HOST", HOST), int(os.environ["SALERNO_PORT"])
    if not is_free(host, port):
        say(f"Port {port} is taken: name another one with --port.")
        return 1
    more = hospital(port) if demonstration else []
    if code := make_ready(demonstration=demonstration):
        return code
    household = Household([*site_programs(host, port), *more], host, port)
    household.listen()
    try:
        return household.keep()
    finally:
        household.stop()
