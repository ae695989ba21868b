"""The audit on disk: whole, torn or tampered with, and removable by person and by term."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT, SUPPORT
from salerno.privacy import audit, clock
from salerno.privacy.auditlog import index, segments, writer
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate.words import GuardedSql
from tests.privacy.conftest import House


@pytest.fixture
def folder(house: House) -> Path:
    """Where the lines of this test stand, after what made the house."""
    return house.data / "audit"


def read(folder: Path) -> list[dict[str, Any]]:
    audit.flush()
    return [
        line.payload for path in segments.listed(folder) for line in segments.lines(path)
        if line.payload
    ]  # fmt: skip


def enter(subject: int, *, times: int = 1) -> None:
    for _ in range(times):
        with entered(ACCOUNT, Viewer.person(subject)):
            pass


def test_an_untouched_chain_is_whole(folder: Path, house: House) -> None:
    enter(1, times=5)
    found = audit.verify()
    assert found.lines >= 5
    assert (found.problems, found.torn) == ((), ())


def path_of(folder: Path) -> Path:
    """The one segment of this test, with ten lines about two people at its end."""
    for number in range(10):
        enter(1 + number % 2)
    audit.flush()
    (path,) = segments.listed(folder)
    return path


def test_an_altered_line_is_named(folder: Path, house: House) -> None:
    path = path_of(folder)
    line = list(segments.lines(path))[-2]
    name = segments.chain_of(path)
    for old, new, sentence in (
        (b'"purpose":"account"', b'"purpose":"support"',
         f"{name}: record {line.number} says something else than was committed."),
        (b'"t":"20', b'"t":"19', f"{name}: record {line.number} was altered."),
        (b'{"n"', b'["n"', f"{path.name}: cannot be read at byte {line.offset}."),
    ):  # fmt: skip
        whole = path.read_bytes()
        text = whole[line.offset : line.offset + line.length].replace(old, new)
        path.write_bytes(whole[: line.offset] + text + whole[line.offset + line.length :])
        assert sentence in audit.verify().problems
        path.write_bytes(whole)
    assert audit.verify().problems == ()


def test_a_removed_line_is_named_in_the_middle_and_at_the_end(folder: Path, house: House) -> None:
    path = path_of(folder)
    lines, whole, name = list(segments.lines(path)), path.read_bytes(), segments.chain_of(path)
    middle, last = lines[-3], lines[-1]
    path.write_bytes(whole[: middle.offset] + whole[middle.offset + middle.length :])
    gone = f"{name}: records {middle.number} to {middle.number} are gone."
    assert audit.verify().problems == (gone,)
    path.write_bytes(whole[: last.offset])
    gone = f"{name}: records {last.number} to {last.number} are gone."
    assert audit.verify().problems == (gone,)
    path.unlink()
    assert audit.verify().problems == (f"{name}: all of its records are gone.",)


def test_a_chain_spun_anew_is_not_the_one_that_the_anchor_holds(folder: Path, house: House) -> None:
    path = path_of(folder)
    last = list(segments.lines(path))[-1]
    before = list(segments.lines(path))[-2]
    text, _ = segments.made(last.number, before.digest, clock.now(), {"who": "nobody"})
    path.write_bytes(path.read_bytes()[: last.offset] + text)
    name = segments.chain_of(path)
    assert audit.verify().problems == (
        f"{name}: record {last.number} is not the one its anchor holds.",
    )


def test_a_last_line_cut_short_by_a_stop_is_torn_not_tampered(folder: Path, house: House) -> None:
    path = path_of(folder)
    with path.open("ab") as file:
        file.write(b'{"n":99,"t":"20')
    found = audit.verify()
    assert found.problems == ()
    assert found.torn == (f"{path.name}: its last line was cut short by a stop.",)
    assert audit.records_of(1)


def test_an_empty_segment_is_neither(folder: Path, house: House) -> None:
    path = path_of(folder)
    segments_path = path.with_name(path.name.replace("000001", "000002"))
    segments_path.touch()
    found = audit.verify()
    assert (found.problems, found.torn) == ((), ())


def test_a_person_reads_the_records_about_them_and_no_other(folder: Path, house: House) -> None:
    with clock.clock_at(datetime(2026, 5, 1, tzinfo=UTC)):
        with entered(ACCOUNT, Viewer.person(41), ground="a page") as entry:
            entry.statements[GuardedSql("SELECT 1")] = 2
        with entered(SUPPORT, Viewer.person(42)) as entry:
            entry.subjects.add(41)
    enter(43)
    assert audit.records_of(41) == (
        audit.Recorded(
            datetime(2026, 5, 1, tzinfo=UTC), "subject:41", "account", "contract", "a page", 2
        ),
        audit.Recorded(datetime(2026, 5, 1, tzinfo=UTC), "subject:42", "support", "", "", 0),
    )
    enter(41)
    assert len(audit.records_of(41)) == 3
    assert audit.records_of(44) == ()


def test_the_latest_records_are_the_end_of_all_of_them(folder: Path, house: House) -> None:
    workers = [writer.Writer(lambda: folder) for _ in range(2)]
    for hour in range(6):
        said = {"who": "nobody", "purpose": "account", "subjects": [41 + hour % 2]}
        at = datetime(2026, 5, 1, hour, tzinfo=UTC)
        workers[hour // 2 % 2].put((at, dict, said), durable=True)
    everything = audit.records_of(41)
    assert [one.at.hour for one in everything] == [0, 2, 4]
    for latest in (1, 2, 3, 9):
        assert audit.records_of(41, latest=latest) == everything[-latest:]
    assert audit.records_of(44, latest=5) == ()


def test_a_persons_records_go_byte_for_byte_and_the_chain_still_verifies(
    folder: Path, house: House
) -> None:
    path = path_of(folder)
    audit.bring_index_up_to_date()
    lines = audit.verify().lines
    assert audit.forget(1) == 5
    text = path.read_bytes()
    assert (b'"subject:1"' in text, b'"subject:2"' in text) == (False, True)
    assert audit.records_of(1) == ()
    assert len(audit.records_of(2)) == 5
    found = audit.verify()
    assert (found.lines, found.problems, found.torn) == (lines, (), ())
    assert audit.forget(1) == 0
    enter(1)
    assert len(audit.records_of(1)) == 1
    assert audit.verify().problems == ()


def test_the_index_is_thrown_away_and_made_anew(folder: Path, house: House) -> None:
    path_of(folder)
    before = audit.records_of(1)
    audit.forget(2)
    index.purge(folder)
    assert audit.records_of(1) == before
    assert audit.forget(2) == 0


def test_lines_past_their_term_go_and_what_is_younger_stays(folder: Path, house: House) -> None:
    old = clock.now() - timedelta(days=400)
    with clock.clock_at(old):
        enter(1, times=3)
    term = clock.now() - timedelta(days=365)
    assert audit.expire(term) == 3
    enter(2)
    assert audit.expire(term) == 0
    assert (len(audit.records_of(1)), len(audit.records_of(2))) == (0, 1)
    assert audit.verify().problems == ()


def test_a_closed_segment_past_its_term_goes_whole(
    folder: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.flush()
    monkeypatch.setattr(writer, "SIZE", 1)
    for days in (401, 400, 1):
        with clock.clock_at(clock.now() - timedelta(days=days)):
            enter(days)
        audit.flush()
    first = segments.listed(folder)[0]
    audit.bring_index_up_to_date()
    assert audit.expire(clock.now() - timedelta(days=365)) == 2
    assert [len(audit.records_of(days)) for days in (401, 400, 1)] == [0, 0, 1]
    assert not first.exists()
    assert audit.verify().problems == ()


def test_a_chain_of_a_worker_long_gone_leaves_nothing(folder: Path, house: House) -> None:
    child = a_child("enter(3); audit.flush()", folder.parent)
    assert child.wait() == 0
    names = {segments.chain_of(path) for path in segments.listed(folder)}
    audit.expire(clock.now() + timedelta(days=1))
    left = {segments.chain_of(path) for path in segments.listed(folder)}
    assert len(names - left) == 1
    assert {path.name.partition(".")[0] for path in folder.glob("*.anchor")} == left
    assert audit.verify().problems == ()
    assert audit.records_of(3) == ()


_CHILD = """
import sys, django
django.setup()
from salerno.privacy import audit
from salerno.privacy.context import Viewer, entered
from salerno.policy.purposes import ACCOUNT
def enter(subject):
    with entered(ACCOUNT, Viewer.person(subject)) as entry:
        entry.statements["SELECT 1"] = 1
"""


def a_child(body: str, data: Path) -> subprocess.Popen[bytes]:
    """A worker of the same house in a process of its own."""
    environment = os.environ | {"SALERNO_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD + body], env=environment, stdout=subprocess.PIPE
    )


def test_a_stop_at_any_moment_leaves_at_most_a_torn_line(folder: Path, house: House) -> None:
    for moment in (0.05, 0.1, 0.2):
        child = a_child("print('up', flush=True)\nwhile True: enter(8)", folder.parent)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        child.wait()
    found = audit.verify()
    assert found.problems == ()
    assert len(found.torn) <= 3


def test_what_waited_is_written_at_the_end_and_a_fork_begins_its_own_chain(
    folder: Path, house: House
) -> None:
    body = (
        "import os\n"
        "enter(8); audit.flush(); enter(8)\n"
        "if os.fork() == 0:\n    enter(9); audit.flush(); os._exit(0)\n"
        "os.wait()\n"
    )
    assert a_child(body, folder.parent).wait() == 0
    found = audit.verify()
    assert (found.problems, found.torn) == ((), ())
    assert [len(audit.records_of(one)) for one in (8, 9)] == [2, 1]
    assert len({segments.chain_of(path) for path in segments.listed(folder)}) in (2, 3)


def test_a_full_disk_loses_nothing_and_stops_who_must_not_answer(
    folder: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.flush()
    whole = os.write

    def full(file: int, text: bytes) -> int:
        if b'"c":"' in text:
            whole(file, text[:10])
            raise OSError(28, "No space left on device")
        return whole(file, text)

    monkeypatch.setattr(os, "write", full)
    with (
        pytest.raises(OSError, match="No space left"),
        entered(SUPPORT, Viewer.officer(7, "case-1")),
    ):
        pass
    monkeypatch.setattr(os, "write", whole)
    found = audit.verify()
    assert (found.problems, found.torn) == ((), ())
    assert [one.purpose for one in audit.records_of(7)] == ["support"]


def test_the_writer_tries_again_when_the_disk_is_back(
    folder: Path, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    audit.flush()
    tried = threading.Event()
    whole = os.fsync

    def broken(file: int) -> None:
        tried.set()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    enter(6)
    assert tried.wait(5)
    monkeypatch.setattr(os, "fsync", whole)
    assert len(audit.records_of(6)) == 1
    assert audit.verify().problems == ()


def test_too_much_that_waits_is_written_by_who_comes(
    folder: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.flush()
    monkeypatch.setattr(writer, "MOST_WAITING", 0)
    enter(6)
    assert b'"subject:6"' in b"".join(path.read_bytes() for path in segments.listed(folder))


def test_a_line_that_is_gone_meanwhile_is_no_error(folder: Path, house: House) -> None:
    path = path_of(folder)
    assert segments.read_at(path.with_name("gone"), 0) is None
    audit.bring_index_up_to_date()
    with index._opened(folder) as connection:
        path.rename(path.with_name("gone"))
        assert index._found(connection, folder, 1) == []
        path.with_name("gone").rename(path)
        assert len(index._found(connection, folder, 1)) == 5
    assert json.loads(path.read_bytes().splitlines()[0])["n"] == 1
