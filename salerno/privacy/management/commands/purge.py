"""``salerno purge``: the bytes that a deletion leaves behind go too.

An erased row can be reached by nothing from the moment of its erasure, and its bytes may still
lie in free pages, in the write-ahead log or in old row versions. This rewrites them.
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection as django_connection
from django.db.utils import DatabaseError

from salerno.privacy import journal, strays
from salerno.privacy.registry import registry
from salerno.privacy.rights import carry_out
from salerno.privacy.stores import merge_all, store_tables, stores

connection: Any = django_connection

PATIENCE = 30.0
BUSY = 3
STATISTICS = "pg_statistic"  # the planner's: it holds the values that are frequent


class Command(BaseCommand):
    """Ends with 0 when everything was rewritten, 3 when somebody held the database too long."""

    help = "Rewrite what is stored, so that no byte of what was deleted is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = carry_out()
        places = sum(_purged(subject) for subject in sorted(set(journal.subjects())))
        strays.sweep()
        merge_all()
        rewrite = _rewrite_sqlite if connection.vendor == "sqlite" else _rewrite_postgresql
        notes = rewrite()
        if options["json"]:
            said = {"steps": steps, "places": places, "notes": notes}
            self.stdout.write(json.dumps(said, indent=1))
            return
        self.stdout.write(f"{steps} steps were left over, {places} places emptied; rewritten.")
        for note in notes:
            self.stdout.write(self.style.WARNING(note))


def _purged(subject: int) -> int:
    """Take an erased person out of every derived store once more."""
    return sum(store.purge(subject) for store in stores().values())


def _rewrite_sqlite() -> list[str]:
    """Rewrite the file, and cut the write-ahead log to nothing before and after."""
    until = time.monotonic() + PATIENCE
    with connection.gate_open(), connection.cursor() as cursor:
        _checkpoint(cursor, until)
        cursor.execute("VACUUM")
        _checkpoint(cursor, until)
    return []


def _checkpoint(cursor: Any, until: float) -> None:
    while True:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not cursor.fetchone()[0]:
            return
        if time.monotonic() > until:
            words = "Somebody reads the database without a pause: try again at a quiet hour."
            raise CommandError(words, returncode=BUSY)
        time.sleep(0.1)


def _rewrite_postgresql() -> list[str]:
    """Rewrite every table that is ours, and then let the server's own log begin anew."""
    with connection.gate_open(), connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        ours = {one.name for one in registry().tables.values()} | store_tables().keys()
        for name in sorted(ours & present):
            cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(name)}")
        cursor.execute(f"VACUUM FULL {STATISTICS}")
        try:
            _begin_log_anew(cursor)
        except DatabaseError as error:
            said = str(error).strip().splitlines()[0]
            return [f"The server's log keeps old bytes until it is overwritten: {said}."]
    return []


def _begin_log_anew(cursor: Any) -> None:
    """Go past every file of the log, and have old ones deleted where they were used again."""
    cursor.execute("SHOW wal_recycle")
    recycles = cursor.fetchone()[0] == "on"
    if recycles:
        cursor.execute("ALTER SYSTEM SET wal_recycle = off")
        cursor.execute("SELECT pg_reload_conf()")
    try:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT count(*) FROM pg_ls_waldir()")
        for _file in range(cursor.fetchone()[0] + 1):
            cursor.execute("SELECT pg_logical_emit_message(false, 'purge', '')")
            cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    finally:
        if recycles:
            cursor.execute("ALTER SYSTEM RESET wal_recycle")
            cursor.execute("SELECT pg_reload_conf()")
