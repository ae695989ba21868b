"""A site that is backed up and restored, and killed at every step of both.

Run as a program of its own; prints what it saw as JSON. A step is whatever changes a folder or
starts a process: each trial dies right before one, the next trial before the following one.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from salerno.policy.purposes import ACCOUNT, RESEARCH  # noqa: E402
from salerno.privacy import (  # noqa: E402
    audit,
    choices,
    clock,
    journal,
    ledger,
    restriction,
    rights,
)
from salerno.privacy import subjects as people  # noqa: E402
from salerno.privacy.context import Act, Viewer, acting, entered  # noqa: E402
from salerno.privacy.models import ClosedCell, Vault  # noqa: E402
from salerno.privacy.points import KEEPING  # noqa: E402
from salerno.privacy.purposes import ERASURE, RECORD  # noqa: E402
from salerno.privacy.registry import registry  # noqa: E402
from salerno.privacy.rights import vault, walk  # noqa: E402
from salerno.web.backup import manifest, place  # noqa: E402
from salerno.web.backup.manifest import BackupError  # noqa: E402
from salerno.web.backup.restore import Wish, go_on, restore  # noqa: E402
from salerno.web.backup.take import take  # noqa: E402
from tests.privacy.filled import Filled, fill  # noqa: E402

STEPS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile",
                   "shutil.rmtree", "subprocess.Popen", "os.truncate"})  # fmt: skip
MOST = 600
MONTH = timedelta(days=31)  # how old the backup is; then the clock goes back behind it
DATA = Path(settings.SALERNO_DATA)
TARGET = DATA.parent / "backups"
seen: list[str] = []


def quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody looks."""


def forked(work: Callable[[], object], steps: int) -> bool:
    """Run ``work`` in a process that dies before a step; True where it lived to the end."""
    audit.flush()
    connection.close()
    child = os.fork()
    if child == 0:
        left = [steps]

        def watch(event: str, _words: Any) -> None:
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        work()
        audit.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("it failed by itself")
    return not os.WIFSIGNALED(status)


def new_person(letter: str, stranger: int) -> Filled:
    """Somebody in every table, of whom nothing is held."""
    with entered(ACCOUNT, Viewer.visitor()):
        subject = people.new_subject(layer="none")
    made = fill(subject, letter, stranger or subject)
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        for table in registry().personal():
            if table.name in {"privacy_hold", "privacy_leftover", "privacy_vault"}:
                rows = table.model._base_manager.filter(owner_id=subject)
                rows._raw_delete(rows.db)
    return made


def here() -> dict[int, str]:
    """Everybody, with their state. Read past the gate: the record of a look would be written
    into a folder that was changed under this process.
    """
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute("SELECT id, state FROM privacy_subject WHERE state <> 'pseudonym'")
        return dict(cursor.fetchall())


def bytes_of(words: list[str]) -> int:
    """How many of the words stand in a file of the site or, on PostgreSQL, in a row."""
    found = 0
    texts = [one.read_bytes() for one in DATA.rglob("*") if one.is_file()]
    names = [str(one).encode() for one in DATA.rglob("*")]
    if connection.vendor == "postgresql":
        own: Any = connection
        with own.gate_open(), own.cursor() as cursor:
            for name in own.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{name}" t')
                texts += [str(row[0]).encode() for row in cursor.fetchall()]
    whole = b"\0".join([*texts, *names])
    for word in words:
        found += word.encode() in whole
    return found


def try_take() -> int:
    """A backup killed at each step: never whole before it is, and the next run goes on."""
    for steps in range(MOST):
        before = manifest.whole(TARGET)
        lived = forked(lambda: take(TARGET, quiet), steps)
        after = manifest.whole(TARGET)
        for one in after:
            made = manifest.load(one, settings.SECRET_KEY)
            try:
                list(manifest.verify(one, made))
            except BackupError as error:
                seen.append(f"a backup killed at {steps}: {error}")
        if lived and len(after) <= len(before):
            seen.append("a backup that lived is not there")
        if lived:
            return steps
    raise SystemExit("a backup has too many steps")


def try_ready(wish: Wish, states: dict[int, str]) -> int:
    """Killed before the last step, a restore leaves what serves as it was."""
    for steps in range(MOST):
        lived = forked(lambda: restore(wish, quiet), steps)
        if lived or place.unfinished(DATA):
            return steps
        if here() != states:
            seen.append(f"a restore killed at {steps} changed what serves")
        connection.close()
    raise SystemExit("a restore has too many steps")


def try_last(states: dict[int, str]) -> int:
    """Killed in the last step, the site refuses to serve until it is done."""
    kept = DATA.parent / "kept"
    if connection.vendor == "sqlite":
        shutil.copytree(DATA, kept)
    for steps in range(MOST):
        lived = forked(lambda: go_on(DATA, quiet), steps)
        if not place.unfinished(DATA):
            connection.close()
            if here() == states:
                seen.append(f"the last step ended at {steps} and nothing was restored")
            if lived or connection.vendor == "postgresql":
                return steps
        if connection.vendor == "sqlite":
            connection.close()
            shutil.rmtree(DATA)
            shutil.copytree(kept, DATA)
    raise SystemExit("the last step has too many steps")


def main() -> None:
    """Prepare, kill, look."""
    call_command("migrate", verbosity=0, skip_checks=True)
    journal.path().touch()
    with clock.clock_ahead(-MONTH):
        first = new_person("a", 0)
        ann, ben, cem = (new_person(one, first.subject) for one in "bcd")
        with entered(ACCOUNT, Viewer.person(ben.subject)):
            choices.choose(ben.subject, choices.ask(RESEARCH), "given")
        said: dict[str, Any] = {"take": try_take()}
    source = manifest.whole(TARGET)[-1]
    words = [text for _, _, text in ann.planted]
    said["in_backup"] = bytes_of(words) > 0

    rights.erase(ann.subject, ground="a test")
    closed = vault.close(cem.subject, ground="a test")
    me = Viewer.person(ben.subject)
    with entered(ACCOUNT, me):
        with clock.clock_ahead(-2 * MONTH):  # the clock stood before the backup for a while
            choices.withdraw(ben.subject, "research")
        restriction.contest(by=me, subject=ben.subject, clause="accounts.name", words="wrong")
    late = new_person("e", first.subject)
    rights.erase(late.subject, ground="a test")
    audit.flush()
    states = here()
    said["ready"] = try_ready(Wish(source), states)
    connection.close()
    said["last"] = try_last(states)
    asked = {
        "ann": ann.subject, "ben": ben.subject, "cem": cem.subject, "late": late.subject,
        "key": closed.key, "words": [*ann.words(secret=True), *(name for _, name in ann.files)],
    }  # fmt: skip
    sys.stdout.write(json.dumps({"said": said | {"seen": seen}, "asked": asked}))


def look(asked: dict[str, Any]) -> None:
    """What the restored site is like, to a process that knows nothing of the one before."""
    said: dict[str, Any] = {}
    ben = asked["ben"]
    call_command("purge", verbosity=0, skip_checks=True, stdout=sys.stderr)
    tables = list(registry().personal())
    said["ann"] = sorted(walk.holding(tables, asked["ann"]))
    said["cem"] = sorted(walk.holding(tables, asked["cem"]))
    said["bytes"] = bytes_of(asked["words"])
    said["research"] = people.is_open(ben, RESEARCH)
    with entered(RECORD, Viewer.job("test")):
        cells = ClosedCell.objects.filter(owner_id=ben)
        said["contested"] = "accounts.name" in set(cells.values_list("clause", flat=True))
        said["vaults"] = Vault.objects.exclude(sealed=None).count()
    with entered(ACCOUNT, Viewer.visitor()):
        said["next"] = people.new_subject(layer="none") > asked["late"]
    said["back"] = vault.come_back(asked["key"]) == asked["cem"]
    said["cem_after"] = len(walk.holding(tables, asked["cem"])) > 10
    said["ledger"], said["audit"] = list(ledger.verify().problems), list(audit.verify().problems)
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    if "look" in sys.argv:
        look(json.loads(sys.stdin.read()))
    else:
        main()
