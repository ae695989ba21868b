"""A throw-away PostgreSQL on a port of its own, gone at exit."""

import os
import pwd
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, run

from tools.apt import postgres

NAME, CHIEF = "salerno", "chief"
HOST = "127.0.0.1"
QUICK = "-F -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 "
QUICK += "-c autovacuum=off"  # its workers stand in a database that a test drops


def unprivileged() -> str | None:
    """Name the user to become: the server refuses to run as root."""
    known = [user.pw_name for user in pwd.getpwall() if user.pw_name in ("postgres", "nobody")]
    return None if os.geteuid() else max(known)


@contextmanager
def server() -> Iterator[dict[str, str] | None]:
    """Yield the environment that leads to the server, or nothing where there is none."""
    if (programs := postgres()) is None:
        yield None
        return
    with socket.create_server((HOST, 0)) as probe:
        port = str(probe.getsockname()[1])
    who, password = unprivileged(), secrets.token_hex(16)
    url = f"postgresql://{NAME}:{password}@{HOST}:{port}/{NAME}"
    known = {"PGHOST": HOST, "PGPORT": port, "PGUSER": NAME, "PGPASSWORD": password}
    with tempfile.TemporaryDirectory(prefix="salerno-pg-") as folder:
        data, secret = f"{folder}/data", Path(folder, "password")
        secret.write_text(password)
        for path in (folder, secret) if who else ():
            os.chown(path, pwd.getpwnam(who or "").pw_uid, -1)

        def call(program: str, *words: str) -> None:
            command, env = [str(programs / program), *words], os.environ | known
            run(command, check=True, cwd=folder, stdout=DEVNULL, env=env, user=who)

        safe = ("-U", CHIEF, "-A", "scram-sha-256", "--pwfile", str(secret), "-N")
        call("initdb", "-D", data, *safe, "-E", "UTF8", "--no-locale")
        options = ("-l", f"{folder}/log", "-w", "-o", f"{QUICK} -h {HOST} -p {port} -k {folder}")
        call("pg_ctl", "-D", data, *options, "start")
        try:
            role = f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}'"
            call("psql", "-U", CHIEF, "-q", "-c", role, "postgres")  # row security binds it
            call("createdb", NAME)
            yield {**known, "PGDATABASE": NAME, "SALERNO_DB": "postgresql", "SALERNO_DB_URL": url}
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
