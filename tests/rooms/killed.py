"""The rooms' verbs, each sent as a browser sends it, to a process that is killed on the way.

Run as a program of its own. For each verb it keeps the database as it was, then forks a writer
for each statement and commit at which one can be killed, and looks: every table must be as it
was, or as the whole verb leaves it. It prints what it saw as JSON.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import django
import psycopg

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from salerno.privacy import audit  # noqa: E402
from salerno.privacy.context import Viewer, entered  # noqa: E402
from salerno.privacy.purposes import AUTHENTICATE  # noqa: E402
from salerno.services.accounts.models import User  # noqa: E402
from salerno.web.proof.visitor import Form, Forms  # noqa: E402
from tests.rooms.verbs import VERBS, Verb  # noqa: E402

ALIVE = 10**9
LAST = 8  # so many points before the end are all tried: there lie the commits
EVERY = int(os.environ.get("SALERNO_KILL_EVERY", "5"))
# Written by the session and the door, before and after the verb.
AROUND = ("django_", "accounts_session", "web_", "sqlite_")

type State = dict[str, str]


@dataclass
class Seen:
    """What was seen of one verb: at how many points, how often old, how often new."""

    points: int = 0
    old: int = 0
    new: int = 0
    status: int = 0
    changed: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)


class Killer:
    """Kills this process when the count runs out."""

    def __init__(self, points: int) -> None:
        self.left = points

    def pass_one(self) -> None:
        """One more point at which the process may die."""
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), 9)

    def __call__(self, execute: Callable[..., object], *words: object) -> object:
        self.pass_one()
        return execute(*words)

    def watch_commits(self) -> None:
        """The moments right before and right after a commit are points as well."""
        wrapper: Any = connections["default"]  # what ``connection`` stands for
        commit = wrapper._commit

        def watched() -> None:
            self.pass_one()
            commit()
            self.pass_one()

        wrapper._commit = watched


def browser(email: str) -> Client:
    """A browser that is signed in."""
    client = Client()
    with entered(AUTHENTICATE, Viewer.job("test")):
        user = User.objects.get(email=email)
    client.force_login(user)
    return client


def chosen(page: bytes, verb: Verb) -> Form:
    """The form of a page that goes where the verb does, and has what it needs."""
    reader = Forms()
    reader.feed(page.decode())
    for one in reader.forms:
        names = {control.name for control in one.controls}
        goes = (one.action.partition("?")[0] or verb.page).endswith(verb.action)
        if one.method == "post" and goes and (not verb.has or verb.has in names):
            return one
    raise SystemExit(f"{verb.name}: no such form: {[one.action for one in reader.forms]}")


def page_of(verb: Verb, client: Client) -> str:
    """The page with the form; where it is a pattern, the first such link on another page."""
    if not verb.via:
        return verb.page
    text = client.get(verb.via).content.decode()
    found = re.search(rf'href="({verb.page})"', text)
    if found is None:
        raise SystemExit(f"{verb.name}: no link {verb.page} on {verb.via}")
    return found[1]


def request_of(verb: Verb, client: Client) -> tuple[str, dict[str, object]]:
    """The address and the values that the verb's form sends."""
    address = page_of(verb, client)
    page = client.get(address)
    if page.status_code != 200:
        raise SystemExit(f"{verb.name}: {address} answered {page.status_code}")
    form = chosen(page.content, verb)
    values: dict[str, object] = {}
    for one in form.controls:
        if one.kind in {"radio", "checkbox"}:
            if one.is_marked or (one.name in verb.ticks):
                values.setdefault(one.name, one.value or "on")
        elif one.kind != "file":
            values[one.name] = one.value or (one.choices[-1] if one.choices else "")
    return urljoin(address, form.action or address), {**values, **verb.values}


def kept() -> None:
    """Keep the database as it is now."""
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database())) as bare:
            bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(database(), database().with_suffix(".kept"))
    else:
        copied(NAME, f"{NAME}_kept")


def restored() -> None:
    """Bring the database back to how it was kept."""
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("-wal", "-shm"):
            Path(f"{database()}{end}").unlink(missing_ok=True)
        shutil.copyfile(database().with_suffix(".kept"), database())
    else:
        copied(f"{NAME}_kept", NAME)


def database() -> Path:
    """The file of the database."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


NAME = str(settings.DATABASES["default"]["NAME"])


def copied(source: str, target: str) -> None:
    """Copy a database of the server."""
    url = os.environ["SALERNO_DB_URL"]
    head, _, query = url.partition("?")
    with psycopg.connect(f"{head.rpartition('/')[0]}/postgres?{query}", autocommit=True) as server:
        # A writer's end may not have been noticed yet.
        gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        server.execute(f"{gone} WHERE datname = %s AND usename = current_user".encode(), (source,))
        server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'.encode())


def state() -> State:
    """A digest of each table, read with the bare driver."""
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> State:
    found = {}
    bare = sqlite3.connect(database())
    names = [one for (one,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        if not name.startswith(AROUND):
            rows = sorted(repr(row) for row in bare.execute(f'SELECT * FROM "{name}"'))
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    bare.close()
    return found


def _postgresql() -> State:
    with psycopg.connect(os.environ["SALERNO_DB_URL"], autocommit=True) as bare:
        bare.execute("SET salerno.purpose = '*'")
        asked = bare.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [one for (one,) in asked if not one.startswith(AROUND)]
        told = {}
        for name in names:
            row = bare.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{name}\" t".encode()
            ).fetchone()
            told[name] = str(row and row[0])
        return told


def changed(before: State, after: State) -> list[str]:
    """The tables that differ."""
    return sorted(name for name in after if after[name] != before.get(name))


def forked(client: Client, path: str, values: dict[str, object], points: int) -> tuple[bool, int]:
    """Send the request in a process that dies at a point: whether it lived, and its answer."""
    audit.flush()
    connection.close()
    child = os.fork()
    if child == 0:
        killer = Killer(points)
        connection.ensure_connection()
        killer.watch_commits()
        with connection.execute_wrapper(killer):
            answer = client.post(path, values)
        audit.flush()
        counted().write_text(str(points - killer.left))
        os._exit(answer.status_code // 100)
    _, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status)
    return not died, 0 if died else os.waitstatus_to_exitcode(status)


def counted() -> Path:
    """Where a writer that lived says how many points it passed."""
    return Path(str(settings.SALERNO_DATA)) / "points"


def tried(verb: Verb) -> Seen:
    """Kill one verb everywhere; at last let it live, and leave what it did."""
    client = browser(verb.email)
    path, values = request_of(verb, client)
    kept()
    before = state()
    _, status = forked(client, path, values, ALIVE)
    total = int(counted().read_text())
    seen = Seen(total, status=status, changed=changed(before, state()))
    if status not in {2, 3} or not seen.changed:
        raise SystemExit(f"{verb.name}: {path} answered {status}xx and changed {seen.changed}")
    for points in sorted({*range(0, total, EVERY), *range(max(total - LAST, 0), total)}):
        restored()
        forked(client, path, values, points)
        here = changed(before, state())
        seen.old += not here
        seen.new += here == seen.changed
        if here and here != seen.changed:
            seen.torn.append(f"at {points}: {here}")
    restored()
    forked(client, path, values, ALIVE)
    return seen


def main() -> None:
    """Make the demonstration, try every verb of the pack, say what was seen."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=sys.stderr)
    verbs = VERBS[os.environ["SALERNO_PACK"]]
    said = {one.name: vars(tried(one)) for one in verbs}
    sys.stdout.write("\n" + json.dumps(said))


if __name__ == "__main__":
    main()
