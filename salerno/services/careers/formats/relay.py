"""A message that came by mail to a relay address: which application, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

RELAY = re.compile(r"careers-([0-9a-f]{24})@", re.I)
_QUOTED = re.compile(r"^\s*(?:>|On .{0,200}wrote:|Am .{0,200}schrieb|From:|Von:|-{2,}\s*$)")


@dataclass(frozen=True)
class Relayed:
    """What is passed on."""

    relay: str
    sender: str = field(repr=False)
    text: str = field(repr=False)


def address(relay: str, operator_email: str) -> str:
    """The address by which either side writes to the other."""
    return f"careers-{relay}@{operator_email.rpartition('@')[2]}"


def read(content: bytes) -> Relayed | None:
    """A message, or None where it was sent to no relay or says nothing."""
    parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    to = " ".join(one for _name, one in getaddresses([str(parsed["To"] or "")]))
    found = RELAY.search(to)
    body = parsed.get_body(("plain",))
    if found is None or body is None:
        return None
    text = _own_words(body.get_content())
    sender = parseaddr(str(parsed["From"] or ""))[1].lower()
    return Relayed(found[1].lower(), sender, text) if text and sender else None


def _own_words(text: str) -> str:
    """The text above what it answers."""
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTED.match(line):
            break
        kept.append(line)
    return "\n".join(kept).strip()[:6000]
