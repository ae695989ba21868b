"""``salerno collection-points``: every place that stores personal data, with its fields."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salerno.privacy.mapping import collection_points


class Command(BaseCommand):
    """Lists the registered collection points. Nothing personal is stored anywhere else."""

    help = "List every place that stores personal data, with its fields."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        found = collection_points()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1, ensure_ascii=False))
            return
        for one in found:
            about = f"version {one['version']}, by {one['channel']}, for {one['purpose']}"
            self.stdout.write(f"\n{one['point']}: {one['title']} ({about})")
            for name in one["fields"]:
                self.stdout.write(f"  {name}")
