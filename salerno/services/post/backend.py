"""Where Django's mail ends: each message becomes a letter with a purpose, or is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from salerno.privacy.context import Viewer, handover
from salerno.privacy.errors import GateError
from salerno.privacy.registry import registry
from salerno.services.post import actions
from salerno.services.post.values import NewLetter

PURPOSE, OWNER, NAME = "X-Purpose", "X-Owner", "X-Letter"


class PostBackend:
    """Named in MAILERS. A message says in its headers what it is for, and about whom."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        """Django hands its options over; none is needed."""

    def open(self) -> bool:
        """Nothing to open."""
        return False

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, messages: Sequence[Any]) -> int:
        """Send each; how many that were. Raises GateError for one without a purpose."""
        for one in messages:
            self._send(one)
        return len(messages)

    def _send(self, message: Any) -> None:
        headers = message.extra_headers
        purpose = registry().purposes.get(headers.get(PURPOSE, ""))
        if purpose is None or not headers.get(OWNER):
            raise GateError("A message without a purpose or without a person is not sent.")
        html = [one[0] for one in getattr(message, "alternatives", []) if one[1] == "text/html"]
        for to in message.to:
            letter = NewLetter(
                owner=int(headers[OWNER]),
                name=headers.get(NAME, "letter"),
                to=to,
                sender=message.from_email,
                subject=str(message.subject),
                text=str(message.body),
                html=str(html[0]) if html else "",
            )
            with handover(purpose, ground=f"letter {letter.name}", viewer=Viewer.job("post")):
                actions.send(by=Viewer.job("post"), letter=letter)
