"""``migrate``, and then the second lock over what it left."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.gate.locks import lay_locks, passes_by
from salerno.privacy.gate.states import Executor
from salerno.privacy.purposes import ERASURE

vars(migrate)["MigrationExecutor"] = Executor  # the only way in: the command asks for it by name
ASKED = ("app_label", "plan", "check_unapplied", "run_syncdb", "prune", "fake", "fake_initial")


class Command(migrate.Command):
    """Django's own command; afterwards the gate's inputs and locks are laid.

    The rewriting of rows that a library's migration brings runs under ERASURE, which meets every
    row and shows none; the schema editor is exempt by itself.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        changes = not (options.get("plan") or options.get("check_unapplied"))
        if passes_by(connections[options["database"]]):
            raise CommandError(
                "This PostgreSQL role is a superuser or bypasses row-level security, so the second "
                "lock would not hold. Make a role with NOSUPERUSER NOBYPASSRLS and use it."
            )
        if changes:
            lay_locks(connections[options["database"]])
        if self._is_done(options):
            return
        by = Viewer.job("migrate")
        with entered(ERASURE, by, ground="migration"), acting(Act("privacy.migrate", None)):
            super().handle(*args, **options)
        if changes:
            lay_locks(connections[options["database"]])

    def _is_done(self, options: dict[str, Any]) -> bool:
        """Whether everything is applied and nobody asked for more: then no state is made of it."""
        if options["verbosity"] or any(options.get(one) for one in ASKED):
            return False
        loader = MigrationLoader(connections[options["database"]])
        loader.check_consistent_history(connections[options["database"]])
        return set(loader.graph.nodes) <= set(loader.applied_migrations)
