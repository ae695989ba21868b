"""``salerno prove erasure``: is a person who was erased gone, from every row and every byte?"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.web.proof.erasure import Proof, prove
from salerno.web.proof.visitor import ProofError

BROKEN, NOT_RUN = 1, 3


class Command(BaseCommand):
    """Ends with 0 when the proof holds, 1 when something was found, 3 when it could not be run."""

    help = "Plant values in a site of its own, erase, and look for each in every row and byte."
    requires_system_checks: list[str] = []  # noqa: RUF012  the site that it starts is checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("erasure",))
        parser.add_argument("--json", action="store_true", help="one object, for a machine")
        parser.add_argument(
            "--leave-out", default="", metavar="STORE",
            help="let the erasure forget a store (media, audit, spool, a table): it must fail",
        )  # fmt: skip

        parser.add_argument(
            "--account-only", action="store_true",
            help="fill the account alone, not the rooms, and never close it: proves less, sooner",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        url, rooms = os.environ.get("SALERNO_DB_URL", ""), not options["account_only"]
        try:
            found = prove(settings.SALERNO_PACK, url, options["leave_out"], rooms=rooms)
        except ProofError as error:
            raise CommandError(f"Not proven: {error}", returncode=NOT_RUN) from error
        if options["json"]:
            self.stdout.write(json.dumps(found.said(), indent=1, ensure_ascii=False))
        else:
            self._print(found)
        if not found.holds:
            sys.exit(BROKEN)

    def _print(self, found: Proof) -> None:
        said = found.said()
        for one in said["places"]:
            self.stdout.write(
                f"{one['when']}: {one['where']}: {one['value']}, {one['as']}, {one['times']} times"
            )
        self.stdout.write(
            f"{found.planted} values planted, {found.stored} of them stored ({found.pack}, "
            f"{found.database}). Reachable after the erasure: {said['reachable']}. Left in "
            f"bytes: {said['bytes_before_purge']} before the purge, "
            f"{said['bytes_after_purge']} after it."
        )
        stores = ", ".join(f"{name} {count}" for name, count in found.stores.items())
        self.stdout.write(f"By kind of store, values held before: {stores}.")
        for name, why in found.not_planted.items():
            self.stdout.write(self.style.WARNING(f"Not planted: {name}: {why}."))
        self.stdout.write(
            f"A backup taken before holds {said['backups']['taken_before']} of them, as it must, "
            f"until {found.backup_until[:10]}."
        )
        if not found.rooms:
            left = "Nothing was given to the rooms, and the account never closed."
            self.stdout.write(self.style.WARNING(left))
        for name in found.not_searched:
            self.stdout.write(self.style.WARNING(f"Not searched: {name}."))
