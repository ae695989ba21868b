"""``salerno role``: who of the staff may do what."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions
from salerno.services.accounts.queries import standing
from salerno.services.accounts.values import Role
from salerno.web.management.commands.person import found


class Command(BaseCommand):
    """Ends with 0 when done and 3 when nobody has this number or address."""

    help = "Give a role of the staff to somebody, take it away, or list somebody's roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("give", "take", "list"))
        parser.add_argument("person", help="the number of a subject, or an e-mail address")
        parser.add_argument("role", nargs="?", choices=[one.value for one in Role])

    def handle(self, *args: Any, **options: Any) -> None:
        subject, by = found(options["person"]), Viewer.job("role")
        with entered(AUTHENTICATE, by, ground="the operator's command"):
            if options["what"] != "list":
                verb = actions.give_role if options["what"] == "give" else actions.take_role
                verb(by=by, subject=subject, role=Role(options["role"] or self._missing()))
            roles = sorted(standing(subject=subject).roles)
        self.stdout.write(", ".join(roles) or "No role.")

    def _missing(self) -> str:
        self.stderr.write(f"Name a role: {', '.join(Role.values)}.")
        raise SystemExit(2)
