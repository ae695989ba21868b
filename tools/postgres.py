"""A throw-away PostgreSQL on a socket of its own, gone at exit."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.apt import postgres

NAME = "salerno"
OWNER = "postgres"
PORT = "5432"
QUICK = "-F -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


def unprivileged() -> str | None:
    """Name the user to become: the server refuses to run as root."""
    if os.geteuid():
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def server() -> Iterator[dict[str, str] | None]:
    """Yield the environment that leads to the server, or nothing where there is none."""
    programs = postgres()
    if programs is None:
        yield None
        return
    who = unprivileged()
    with tempfile.TemporaryDirectory(prefix="salerno-pg-") as folder:
        home = Path(folder)
        if who:
            os.chown(home, pwd.getpwnam(who).pw_uid, -1)

        def call(program: str, *words: str) -> None:
            command = [str(programs / program), *words]
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, user=who)

        data, log = str(home / "data"), str(home / "log")
        call("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        call("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{QUICK} -k {home} -p {PORT}", "start")
        try:
            where = ("-h", folder, "-p", PORT, "-U", OWNER)
            call("createuser", *where, "--createdb", "--no-superuser", NAME)  # rows are locked to it
            call("createdb", *where, "-O", NAME, NAME)
            yield {
                "SALERNO_DB": "postgresql",
                "SALERNO_DB_URL": f"postgresql://{NAME}@/{NAME}?host={home}&port={PORT}",
                "PGHOST": folder,
                "PGPORT": PORT,
                "PGUSER": NAME,
                "PGDATABASE": NAME,
            }
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
