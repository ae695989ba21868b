"""Measure: ``salerno bench NAME …`` runs ``benchmarks.NAME`` in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

FOLDER = Path(__file__).resolve().parents[4] / "benchmarks"
NO_BENCHMARKS = frozenset({"__init__", "harness"})


class Command(BaseCommand):
    """The command."""

    help = "Measure against plain Django: bench gate, audience, …"

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand every option on as it is given."""
        words = argv[2:]
        known = sorted(one.stem for one in FOLDER.glob("*.py") if one.stem not in NO_BENCHMARKS)
        if not words or words[0] not in known:
            asked = words[0] if words else "nothing"
            self.stdout.write(f"Benchmarks: {', '.join(known)}. Asked for: {asked}.")
            sys.exit(0 if words[:1] in ([], ["--help"]) else 2)
        command = [sys.executable, "-m", f"benchmarks.{words[0]}", *words[1:]]
        sys.exit(subprocess.run(command, cwd=FOLDER.parent, check=False).returncode)  # noqa: S603

    def handle(self, *args: Any, **options: Any) -> None:
        """Only reached from code."""
        raise CommandError("Run it from the command line: salerno bench NAME")
