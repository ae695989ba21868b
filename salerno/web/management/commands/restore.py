"""``salerno restore DIR``: a backup takes the place of what is stored, and nobody comes back."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.web.backup import manifest, place
from salerno.web.backup.manifest import BackupError
from salerno.web.backup.place import InUse
from salerno.web.backup.restore import Wish, go_on, restore
from salerno.web.backup.telling import Line

REFUSED = 4


class Command(BaseCommand):
    """Ends with 0 when the site is whole again, 4 with a sentence when it was refused."""

    help = "Restore the backup in DIR, or its newest; without DIR go on with one that was killed."
    requires_system_checks: list[str] = []  # noqa: RUF012  the database may be the thing that broke

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
        parser.add_argument(
            "--journal", type=Path, metavar="FILE", help="the copy of erasures.jsonl kept apart"
        )
        parser.add_argument(
            "--override", default="", metavar="REASON",
            help="restore with a journal that is too old; the reason is recorded",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        line = Line(self.stderr)
        try:
            done = self._done(options, line)
        except (BackupError, InUse) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        except OSError as error:
            words = f"Not restored: {error.strerror}. Run `salerno restore` again."
            raise CommandError(words, returncode=REFUSED) from error
        finally:
            line.end()
        words = (
            f"Restored, as of {done['backup']}. Done again since then: {done['erased']} erased, "
            f"{done['closed']} closed with a key, {done['withdrawn']} choices taken back, "
            f"{done['restricted']} restrictions. The ledger and the audit are whole, and nobody "
            "who was erased can be reached."
        )
        self.stdout.write(json.dumps(done, indent=1) if options["json"] else words)

    def _done(self, options: dict[str, Any], line: Line) -> dict[str, Any]:
        data = Path(settings.SALERNO_DATA)
        if place.begun(data) is not None:
            with place.held(data, alone=True):
                return go_on(data, line)
        if options["folder"] is None:
            raise BackupError("Name the folder of the backup.")
        found = manifest.whole(options["folder"])
        if not found:
            raise BackupError(f"{options['folder']} holds no whole backup.")
        if options["journal"] is not None and not options["journal"].is_file():
            raise BackupError(f"{options['journal']} is no file.")
        return restore(Wish(found[-1], options["journal"], options["override"].strip()), line)
