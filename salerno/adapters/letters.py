"""A letter's payload as a message of RFC 5322."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from salerno.privacy import clock, law
from salerno.privacy.outbox import DeliveryFailed


def is_letter(payload: Mapping[str, Any]) -> bool:
    """Whether a payload is a letter at all."""
    return {"to", "subject", "text"} <= payload.keys()


def message(payload: Mapping[str, Any], key: str) -> EmailMessage:
    """The message of a payload {to, subject, text, html, headers}, the same for the same key."""
    operator = law.in_force().operator
    made = EmailMessage()
    try:
        made["From"] = formataddr((operator.name, operator.email))
        made["To"] = payload["to"]
        made["Subject"] = payload["subject"]
        made["Date"] = format_datetime(clock.now())
        made["Message-ID"] = (
            f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{_domain(operator)}>"
        )
        for name, value in (payload.get("headers") or {}).items():
            del made[name]
            made[name] = value
    except (ValueError, MessageError) as error:
        raise DeliveryFailed("A header of the letter is malformed.", final=True) from error
    made.set_content(payload["text"])
    if payload.get("html"):
        made.add_alternative(payload["html"], subtype="html")
    return made


def _domain(operator: law.Operator) -> str:
    return operator.email.rpartition("@")[2] or "localhost"
