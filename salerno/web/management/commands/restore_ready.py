"""The part of ``salerno restore`` that runs on the restored data. Started by it, not by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from salerno.privacy import journal
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.purposes import ERASURE
from salerno.web.backup import again, postgresql
from salerno.web.backup.take import FILES
from salerno.web.backup.telling import Line


class Command(BaseCommand):
    """Reads what is asked from its input, and ends with one line of JSON."""

    help = "Make a restored backup ready (a part of restore)."
    requires_system_checks: list[str] = []  # noqa: RUF012  nothing is there yet

    def handle(self, *args: Any, **options: Any) -> None:
        asked = json.loads(sys.stdin.read())
        if connection.vendor == "postgresql":
            line = Line(self.stderr)
            lay_schema(asked["migrations"])
            connection.close()
            postgresql.copy_in(Path(asked["source"]), line)
            line.end()
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        at = datetime.fromisoformat(asked["at"])
        known = Path(asked["source"]) / FILES / journal.NAME
        old = list(journal.entries(known)) if known.exists() else None
        done = again.apply(at, int(asked["people"]), str(asked["override"]), old)
        self.stdout.write(json.dumps(vars(done)))


def lay_schema(migrations: Mapping[str, list[str]]) -> None:
    """The tables as they were when the backup was taken."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    known = {(app, name) for app, names in migrations.items() for name in names}
    last = [
        key
        for key in sorted(known)
        if not any(one.key[0] == key[0] and one.key in known for one in nodes[key].children)
    ]
    by = Viewer.job("restore")
    with entered(ERASURE, by, ground="restore"), acting(Act("web.restore", None)):
        executor.migrate(last)
