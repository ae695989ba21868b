"""``salerno backup DIR``: a consistent copy of everything that the site stores."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.web.backup import manifest, take
from salerno.web.backup.manifest import BackupError
from salerno.web.backup.place import InUse
from salerno.web.backup.telling import Line

REFUSED = 4


class Command(BaseCommand):
    """Ends with 0 when the backup is whole, 4 with a sentence when it was refused."""

    help = "Back up database, files, audit, outbox and policy into a folder below DIR."

    requires_system_checks: list[str] = []  # noqa: RUF012  what is broken is backed up as well

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where backups are kept")
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        line = Line(self.stderr)
        try:
            done = take.take(options["folder"], line)
            made = manifest.load(done, settings.SECRET_KEY)
        except (BackupError, InUse) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from refused
        except OSError as error:
            words = f"The backup could not be written: {error.strerror}. Run it again to go on."
            raise CommandError(words, returncode=REFUSED) from error
        finally:
            line.end()
        said = {
            "folder": str(done), "files": len(made.files), "bytes": made.size,
            "made_at": made.made_at.isoformat(), "ends_at": made.ends_at.isoformat(),
        }  # fmt: skip
        words = (
            f"{done}: {len(made.files)} files, {made.size:,} bytes. It must be deleted by "
            f"{made.ends_at:%Y-%m-%d}; `salerno backup prune {options['folder']}` does that."
        )
        self.stdout.write(json.dumps(said, indent=1) if options["json"] else words)
