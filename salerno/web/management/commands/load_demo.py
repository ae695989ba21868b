"""``salerno load_demo``: the demonstration people of every room, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from salerno.services.accounts import demo as accounts


class Command(BaseCommand):
    """Loads what is missing and prints who can sign in."""

    help = "Load the demonstration people; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        people = accounts.load()
        self.stdout.write("Accounts of the demonstration:")
        for one in people:
            self.stdout.write(f"  {one.role:<14} {one.email:<34} {one.password}")
