"""``salerno elsewhere``: the account elsewhere of the demonstration. Started by it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.web.elsewhere.server import Server

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Runs until it is asked to stop; in production it does not run at all."""

    help = "Serve an account elsewhere to try sign-in with (demonstration only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listen", type=int, default=0, help="the port; any free one without")
        parser.add_argument("--site", type=int, required=True, help="the port of the site")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Whoever comes from there proves nothing: not in production.")
        with Server(HOST, options["listen"], options["site"]) as server:
            self.stdout.write(f"{server.desk.address}/.well-known/openid-configuration")
            self.stdout.flush()
            server.serve_forever()
