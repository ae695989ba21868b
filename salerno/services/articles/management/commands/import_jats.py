"""``salerno import jats FILE…``: takes articles in JATS XML, each whole or not at all."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.privacy.errors import Refused
from salerno.services.articles.commands import import_file
from salerno.services.articles.formats.jats.report import as_json
from salerno.services.articles.values import Editorial, Kept

OUTCOMES = {
    "new": "taken",
    "version": "taken as a new version",
    "again": "drawn anew, the same version",
    "same": "unchanged",
}
REFUSED = 1


class Command(BaseCommand):
    """Ends with 0 when every file was taken, 1 when one was refused; the others are taken."""

    help = "Import articles in JATS XML, with the pictures that lie beside them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument("--access", choices=("open", "registered", "subscribed"), default="",
                            help="who reads the whole text, as before if not given")  # fmt: skip
        parser.add_argument("--images", type=Path, help="the folder of the pictures, "
                            "the file's own if not given")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        said = [self._take(one, options) for one in options["file"]]
        if options["json"]:
            self.stdout.write(json.dumps({"files": said}, indent=1, ensure_ascii=False))
        refused = sum("refused" in one for one in said)
        if refused:
            words = f"{refused} of {len(said)} files were refused; nothing of them is stored."
            raise CommandError(words, returncode=REFUSED)

    def _take(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        try:
            kept = import_file(path, about=Editorial(options["access"]), images=options["images"])
        except Refused as refusal:
            line = getattr(refusal, "line", 0)
            if not options["json"]:
                where = f"{path}:{line}" if line else str(path)
                self.stderr.write(self.style.ERROR(f"{where}: {refusal.words}"))
            return {"file": str(path), "refused": str(refusal.words), "line": line}
        if not options["json"]:
            self._print(path, kept)
        return {
            "file": str(path), "outcome": kept.outcome, "address": kept.address,
            "version": kept.number, "notes": as_json(kept.notes),
        }  # fmt: skip

    def _print(self, path: Path, kept: Kept) -> None:
        words = OUTCOMES[kept.outcome]
        self.stdout.write(f"{path}: {words}, {kept.address}, version {kept.number}")
        for one in kept.notes:
            self.stdout.write(f"  {path}:{one.line}: {one.words}")
