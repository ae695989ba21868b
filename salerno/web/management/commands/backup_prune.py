"""``salerno backup prune DIR``: no backup is kept longer than the policy says."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.web.backup import manifest, take
from salerno.web.backup.manifest import BackupError

REFUSED = 4


class Command(BaseCommand):
    """Ends with 0 when nothing past its term is left, 4 with a sentence otherwise."""

    help = "Delete the backups below DIR whose term has passed."

    requires_system_checks: list[str] = []  # noqa: RUF012  what is broken is backed up as well

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where backups are kept")
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            gone = take.prune(options["folder"])
            left = [
                (one, manifest.load(one, settings.SECRET_KEY).ends_at)
                for one in manifest.whole(options["folder"])
            ]
        except BackupError as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        if options["json"]:
            said = {
                "gone": [str(one) for one in gone],
                "left": {str(one): at.isoformat() for one, at in left},
            }
            self.stdout.write(json.dumps(said, indent=1))
            return
        self.stdout.write(f"{len(gone)} deleted, {len(left)} left.")
        for one, at in left:
            self.stdout.write(f"  {one.name}, until {at:%Y-%m-%d}")
