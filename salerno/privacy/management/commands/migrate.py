"""``migrate``, and then the second lock over what it left."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from salerno.privacy.gate.locks import lay_locks


class Command(migrate.Command):
    """Django's own command; afterwards the gate's inputs and locks are laid."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options.get("plan") or options.get("check_unapplied")):
            lay_locks(connections[options["database"]])
