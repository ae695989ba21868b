"""``salerno careers_relay < message``: pass on a message that came to a relay address."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.careers.actions import relay
from salerno.services.careers.actions.standing import HOUSE

MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    """Reads one message from standard input."""

    help = "Pass on a message that was sent to an application's relay address."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Read, and pass on. Raises CommandError for what is not passed on."""
        content = sys.stdin.buffer.read(MOST_BYTES)
        try:
            with entered(CAREERS, HOUSE, ground="a message came by mail"):
                relay(by=HOUSE, content=content)
        except Refused as refusal:
            raise CommandError(str(refusal.words)) from refusal
