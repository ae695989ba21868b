"""``salerno run_jobs``: periodic work and queued tasks, in one process."""

from __future__ import annotations

import logging
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections
from django_tasks_db.models import DBTaskResult

from salerno.web import faults, periodic
from salerno.web.backup import place

TICK = 1.0
WAIT = 10.0  # seconds, while the machine has a fault

log = logging.getLogger("salerno.jobs")


class Command(BaseCommand):
    """Runs until it is asked to stop."""

    help = "Run periodic work and queued tasks until stopped."
    _stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        data = Path(settings.SALERNO_DATA)
        try:
            place.hold(data)
        except place.InUse as refused:
            raise CommandError(str(refused)) from refused
        self._listen()
        while not self._stopping:
            if words := place.unfinished(data):
                raise CommandError(words)
            self._round(once=options["once"])
            if options["once"]:
                return
            time.sleep(TICK)

    def _round(self, *, once: bool) -> None:
        """Do what is due. A disk without room and a locked database are waited out, not died of."""
        close_old_connections()
        try:
            for job in periodic.due():
                periodic.run(job)
            if DBTaskResult.objects.ready().exists():
                call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
                self._listen()  # the worker took the signals over
        except (DatabaseError, InterfaceError, OSError) as error:
            fault = faults.of(error)
            if fault is None or once:
                raise
            log.error(fault.told)
            time.sleep(WAIT)

    def _listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
