"""``salerno map``: every column of every table, with its law."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salerno.privacy.mapping import exports, whole_map


class Command(BaseCommand):
    """Ends with 1 where something is not declared."""

    help = "List every stored column with clause, purposes, basis, term, audience and erasure."
    requires_system_checks: list[str] = []  # noqa: RUF012  it names what the checks would stop at

    def add_arguments(self, parser: ArgumentParser) -> None:
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one object, for a machine")
        for name, (title, _made) in exports().items():
            form.add_argument(f"--{name}", action="store_true", help=title)

    def handle(self, *args: Any, **options: Any) -> None:
        for name, (_title, made) in exports().items():
            if options[name]:
                self.stdout.write(made(), ending="")
                return
        found = whole_map()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1, ensure_ascii=False))
        else:
            self._print(found)
        if found["undeclared"]:
            sys.exit(1)

    def _print(self, found: dict[str, Any]) -> None:
        table = ""
        for one in found["columns"]:
            if one["model"] != table:
                table = one["model"]
                self.stdout.write(f"\n{table}")
            self.stdout.write(f"  {one['column']:<24} {_law(one)}")
        self.stdout.write("\nAbout nobody")
        for one in found["exempt"]:
            self.stdout.write(f"  {one['table']:<40} {one['reason']}")
        for name in found["undeclared"]:
            self.stdout.write(self.style.ERROR(f"Not declared: {name}"))
        self.stdout.write(f"\n{found['declared']} of {found['fields']} columns are declared.")


def _law(one: dict[str, Any]) -> str:
    if "clause" not in one:
        return str(one["kind"])
    to = ", ".join(one["recipients"]) or "nobody"
    return (
        f"{one['clause']} ({one['category']}); for {', '.join(one['purposes'])}; "
        f"seen by {one['audience']}; kept {one['retention']}; goes to {to}; "
        f"on erasure {one['erasure']}"
    )
