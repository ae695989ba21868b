"""Faults of the machine: no room, a held lock, a clock that jumps. Nothing is lost by them."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client

from salerno.policy.purposes import ACCOUNT, RESEARCH
from salerno.privacy import audit, choices, clock, journal, ledger, retention
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.accounts import actions
from salerno.web import faults, periodic
from salerno.web.databases import database
from tests import people
from tests.ground import pack
from tests.people import PASSWORD, Person
from tests.web.whole import rows, sentence

__all__ = ["pack"]

TABLE = "privacy_restriction"  # what the form below writes, and nothing before it
WORDS = "名は結婚する前のものです。" * 150  # longer than a page of SQLite
SENT = {"clause": "accounts.name", "ground": "accuracy", "words": WORDS, "review_date": ""}
HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def own(pack: str, tmp_path: Path) -> Iterator[Path]:
    """The database as a site has it: on SQLite a file, which another process can open."""
    faults.forget()
    file = tmp_path / "salerno.sqlite3"
    memory: Any = connections["default"]
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        yield file
        faults.forget()
        return
    memory.ensure_connection()
    file.write_bytes(memory.connection.serialize())
    made: Any = connections.create_connection("default")
    options = memory.settings_dict["OPTIONS"] | {"timeout": 0.2}
    made.settings_dict = memory.settings_dict | {"NAME": file, "OPTIONS": options}
    connections["default"] = made
    try:
        yield file
    finally:
        made.close()
        connections["default"] = memory
        faults.forget()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process writes, and takes long over it."""
    if connection.vendor == "sqlite":
        command = [sys.executable, "-c", HOLDER, str(file)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as held:
            assert held.stdout is not None
            assert held.stdout.readline() == "held\n"
            yield
            held.communicate("")
        return
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as held:
        held.execute(f"LOCK TABLE {TABLE} IN EXCLUSIVE MODE")
        yield
        held.rollback()


@contextmanager
def full(_file: Path) -> Iterator[None]:
    """There is no room for one page more. A server's disk is not ours to fill: it says the same."""
    own: Any = connection
    with own.gate_open(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            yield
            cursor.execute("PRAGMA max_page_count = 1000000")
            return
        cursor.execute(
            "CREATE FUNCTION pg_temp.no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER no_room BEFORE INSERT ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.no_room()"
        )
        yield
        cursor.execute(f"DROP TRIGGER no_room ON {TABLE}")


def browser(who: Person) -> Client:
    client = who.browser()
    client.raise_request_exception = False
    return client


type Break = Callable[[Path], AbstractContextManager[None]]


@pytest.mark.parametrize(("broken", "said"), [(locked, "waited"), (full, "no room")])
def test_what_cannot_be_stored_is_answered_with_its_words_and_stored_the_next_time(
    own: Path, broken: Break, said: str
) -> None:
    client = browser(people.person())
    before = rows()
    with broken(own):
        answer = client.post("/you/limits/restrict", SENT)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert said in sentence(answer)
        assert WORDS.strip() in answer.content.decode()
        assert rows() == before
        assert client.get("/about").status_code == 200
    assert rows() == before
    assert client.post("/you/limits/restrict", SENT).status_code == 302
    assert (rows()[TABLE] != before[TABLE], ledger.verify().problems) == (True, ())


@pytest.mark.parametrize(("broken", "said"), [(locked, "locked"), (full, "no room")])
def test_health_says_what_is_wrong_and_that_it_is_over(own: Path, broken: Break, said: str) -> None:
    client = browser(people.person())
    with broken(own):
        client.post("/you/limits/restrict", SENT)
        answer = Client().get("/health")
        assert answer.status_code == 503
        assert said in answer.json()["checks"]["database"]
    with clock.clock_ahead(timedelta(minutes=11)):
        assert Client().get("/health").json()["checks"]["database"] == "green"


def test_a_site_waits_for_a_lock_no_longer_than_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SALERNO_DB_URL", "postgresql://a:b@h/n?options=-csearch_path%3Dx")
    assert database(tmp_path)["OPTIONS"] == {"options": "-c lock_timeout=20s -csearch_path=x"}
    monkeypatch.delenv("SALERNO_DB_URL")
    options: Any = database(tmp_path)["OPTIONS"]
    assert options["timeout"] == 20


def test_a_fault_of_the_program_is_none_of_the_machine() -> None:
    assert faults.of(None) is None
    assert faults.of(ZeroDivisionError()) is None
    assert faults.of(FileNotFoundError(2, "nowhere")) is None
    assert faults.of(psycopg.OperationalError("no server")) is faults.AWAY
    assert faults.of(psycopg.errors.DeadlockDetected()) is faults.BUSY
    assert faults.of(psycopg.errors.UndefinedTable()) is None


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """The system takes no byte past ``size`` in any file of this process."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


def test_nobody_is_erased_whom_the_journal_could_not_take_down(pack: str) -> None:
    faults.forget()
    ann = people.person()
    client = browser(ann)
    journal.append(10**9)
    one = journal.path().read_bytes()
    journal.path().write_bytes(one * (4 * 2**20 // len(one)))
    before, size = rows(), journal.path().stat().st_size
    sent = {"word": "erase", "password": PASSWORD}
    with no_file_beyond(size):
        answer = client.post("/you/erase", sent)
    assert (answer.status_code, rows()) == (503, before)
    assert "no room" in sentence(answer)
    assert PASSWORD not in answer.content.decode()
    assert ann.subject not in set(journal.subjects())
    assert client.post("/you/erase", sent)["Location"] == "/gone"
    assert ann.subject in set(journal.subjects())
    faults.forget()


JUMPS = (timedelta(days=400), timedelta(days=-400), timedelta(0))


def test_ledger_and_audit_are_whole_whichever_way_the_clock_jumps(pack: str) -> None:
    ann = people.person()
    client, later = ann.browser(), ann.browser()
    for by in JUMPS:
        with clock.clock_ahead(by), entered(ACCOUNT, ann.viewer):
            choices.choose(ann.subject, choices.ask(RESEARCH), "given")
            choices.withdraw(ann.subject, RESEARCH.id)
            actions.change_recovery_phone(by=ann.viewer, number="")
    with clock.clock_ahead(JUMPS[0]):
        assert client.get("/you").status_code == 302, "the session is past its end"
    assert later.get("/you").status_code == 200, "nothing was deleted by that clock"
    assert (ledger.verify().problems, audit.verify().problems) == ((), ())


def test_work_goes_on_when_the_clock_went_back_and_health_says_so(pack: str) -> None:
    done: list[int] = []
    job = Periodic("deliver the outbox", timedelta(hours=1), lambda: done.append(1))
    with clock.clock_ahead(timedelta(days=30)):
        assert periodic.run(job)
    assert periodic.due((job,)) == [job]
    answer = Client().get("/health")
    assert "set the clock" in answer.json()["checks"]["periodic work"]
    assert (answer.status_code, periodic.run(job)) == (503, True)
    assert (len(done), periodic.due((job,))) == (2, [])
    assert Client().get("/health").json()["checks"]["periodic work"] == "green"


def test_what_deletes_by_the_clock_waits_until_somebody_says_that_it_is_right(pack: str) -> None:
    ends = {one.name for one in periodic.JOBS if one.ends}
    people.person()  # stands in the ledger, which says when the house was last at work
    with clock.clock_ahead(timedelta(days=400)):
        found = {one.name for one in periodic.due()}
        assert (bool(found), found & ends) == (True, set())
        assert "If that is right" in Client().get("/health").json()["checks"]["retention"]
        retention.sweep(confirmed=True)
        assert ends <= {one.name for one in periodic.due()}
    with clock.clock_ahead(timedelta(days=100)):
        assert {one.name for one in periodic.due()} & ends == set(), "it went back again"
