"""Laws of the start: a Python is found by running it, crashed programs come back, none stays."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from salerno import __main__ as command
from salerno.web import supervise
from salerno.web.supervise import Child, Household
from tests.stories.site import free_port
from tools.sources import ROOT

NOWHERE = ("127.0.0.1", 9)
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with the barest shell, and one Python that is none."""
    for program in ("sh", "dirname", "cat", "rm"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    return tmp_path


def find_python(path: Path, home: str) -> subprocess.CompletedProcess[str]:
    """Ask the launcher which Python it would take."""
    return subprocess.run(
        ["sh", "-c", ". tools/environment.sh; find_python"],
        check=False,
        cwd=ROOT,
        env={"PATH": str(path), "HOME": home},
        capture_output=True,
        text=True,
    )


def test_a_shim_that_cannot_run_is_passed_over(bare: Path) -> None:
    (bare / "python3").symlink_to(sys.executable)
    assert Path(find_python(bare, "/nowhere").stdout.strip()).exists()


def test_without_python_one_sentence_says_so(bare: Path, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    for name in ("run", "tools/environment.sh", "requirements/base.txt"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    told = subprocess.run(
        [place / "run"],
        check=False,
        env={"PATH": str(bare), "HOME": "/nowhere"},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("Salerno needs Python 3.12 or newer")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["policy", "check", "--json"], ["policy_check", "--json"]),
        (["policy", "diff"], ["policy", "diff"]),
        (["collection-points"], ["collection_points"]),
        (["bench", "gate", "--people", "9"], ["bench", "gate", "--people", "9"]),
        (["unknown", "word"], ["unknown", "word"]),
    ],
)
def test_the_most_words_that_name_a_command_win(words: list[str], name: list[str]) -> None:
    known = dict.fromkeys(("policy", "policy_check", "collection_points", "bench"), "salerno")
    assert command.resolve(words, known) == name


def test_options_before_the_command_are_taken() -> None:
    given = ["--pack", "school", "--port=1", "policy", "check", "--json"]
    assert command.split(given) == (given[:3], given[3:])


def test_a_crashed_program_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "PAUSE", 0.0)
    child = Child("sleeper", SLEEPER)
    household = Household([child], *NOWHERE)
    child.start()
    first = child.process
    assert first is not None
    first.kill()
    first.wait()
    monkeypatch.setattr(household, "announce", lambda: stop_after_restart(household, child))
    assert household.keep() == 0
    assert child.process is not None
    assert child.process.pid != first.pid
    household.stop()
    assert not child.is_alive()


def stop_after_restart(household: Household, child: Child) -> None:
    """End the loop once the program runs again."""
    household.stopping = child.process is not None


def test_a_program_that_cannot_run_ends_the_site(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervise, "PAUSE", 0.0)
    household = Household(
        [Child("stillborn", [sys.executable, "-c", "raise SystemExit(3)"])], *NOWHERE
    )
    assert household.keep() == 1
    assert capsys.readouterr().out.endswith("The stillborn cannot run; stopping.\n")


def test_the_site_goes_on_without_what_it_does_not_need(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervise, "PAUSE", 0.0)
    short, long = [sys.executable, "-c", "raise SystemExit(3)"], SLEEPER
    household = Household([Child("guest", short, needed=False), Child("sleeper", long)], *NOWHERE)
    said = "The guest cannot run.\n"
    monkeypatch.setattr(
        household, "announce", lambda: setattr(household, "stopping", heard().endswith(said))
    )
    told: list[str] = []

    def heard() -> str:
        told.append(capsys.readouterr().out)
        return "".join(told)

    assert household.keep() == 0
    assert household.children[1].is_alive()
    household.stop()


def test_workers_of_a_dead_master_are_cleared_away(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    master = (
        f"import subprocess as s; open({str(note)!r}, 'w').write(str(s.Popen({SLEEPER!r}).pid))"
    )
    child = Child("master", [sys.executable, "-c", master])
    child.start()
    assert child.process is not None
    child.process.wait()
    orphan = int(note.read_text())
    os.kill(orphan, 0)
    child.clear_away()
    wait_for_end(orphan)


def wait_for_end(process: int) -> None:
    """Wait until a process is gone, or waits only to be reaped."""
    for _ in range(1200):  # a minute
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its master")


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as other:
        port = free_port()  # which no connection of somebody else's is given meanwhile
        other.bind(("127.0.0.1", port))
        other.listen()
        assert not supervise.is_free("127.0.0.1", port)
    assert supervise.is_free("127.0.0.1", port)
