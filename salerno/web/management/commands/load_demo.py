"""``salerno load_demo``: the demonstration of every room, once."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from salerno.services.accounts import demo as accounts


class Command(BaseCommand):
    """Loads what is missing and prints who can sign in."""

    help = "Load the demonstration; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        people = accounts.load()
        for name in rooms():
            import_module(name).load()
        self.stdout.write("Accounts of the demonstration:")
        for one in people:
            self.stdout.write(f"  {one.role:<14} {one.email:<34} {one.password}")


def rooms() -> list[str]:
    """The demonstrations of the rooms after the people, lower floors first."""
    ours = [one.name for one in apps.get_app_configs() if one.name.startswith("salerno.services.")]
    found = [f"{one}.demo" for one in ours if one != "salerno.services.accounts"]
    return [one for one in found if find_spec(one)]
