"""``salerno search rebuild``: make the search index anew from what is stored."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salerno.privacy.stores import stores
from salerno.services.search.jobs import SearchStore


class Command(BaseCommand):
    """Can be stopped at any time; the next call goes on where it stopped."""

    help = "Make the search index anew, step by step; stopped, it goes on with the next call."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *args: Any, **options: Any) -> None:
        store = stores()[SearchStore.name]
        done: dict[str, int] = {}
        for name, count in store.steps() if isinstance(store, SearchStore) else ():
            done[name] = done.get(name, 0) + count
            if not options["quiet"]:
                self.stderr.write(f"{name}: {done[name]} indexed …")
        said = ", ".join(f"{count} of {name}" for name, count in done.items())
        self.stdout.write(f"Indexed: {said or 'nothing there is'}.")
