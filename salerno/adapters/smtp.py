"""Letters over SMTP. SALERNO_SMTP: host, port, user, password, tls (none | starttls | tls)."""

from __future__ import annotations

import smtplib
import ssl
import threading
import time
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

from salerno.adapters.letters import is_letter, message
from salerno.adapters.signing import as_sent
from salerno.privacy.outbox import DeliveryFailed

SECONDS = 30
FRESH = 30.0  # seconds for which a connection serves further letters
_FINAL = 500  # replies from here on will not change
_READY = 250
_own = threading.local()  # each thread has a line of its own


class Smtp:
    """Hands a letter to the mail carrier of the settings."""

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        """Send one letter, signed where there is a key. The words of a failure name no address."""
        if not is_letter(payload):
            raise DeliveryFailed("Only letters go out by mail.", final=True)
        made = message(payload, key)
        sender = parseaddr(str(made["From"]))[1]
        raw = as_sent(made, sender.rpartition("@")[2])
        try:
            server = _line(_given())
            server.sendmail(payload.get("envelope") or sender, [str(payload["to"])], raw)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(reply[0] for reply in error.recipients.values())
            raise _failure("recipient", code) from error
        except smtplib.SMTPResponseException as error:
            raise _failure("letter", error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            kind = type(error).__name__
            raise DeliveryFailed(f"The mail carrier could not be reached ({kind}).") from error


def _line(given: Mapping[str, Any]) -> smtplib.SMTP:
    """A connection to the carrier: the one of the last letter while it is fresh, else a new one."""
    name = repr(sorted(given.items()))
    kept: tuple[str, float, smtplib.SMTP] | None = getattr(_own, "line", None)
    _own.line = None
    if kept is not None:
        if kept[0] == name and time.monotonic() - kept[1] < FRESH and _answers(kept[2]):
            _own.line = (name, kept[1], kept[2])
            return kept[2]
        kept[2].close()
    server = _connected(given)
    _own.line = (name, time.monotonic(), server)
    return server


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.rset()[0] == _READY
    except (OSError, smtplib.SMTPException):
        return False


def _failure(what: str, code: int) -> DeliveryFailed:
    words = f"The mail carrier refused the {what} with code {code}."
    return DeliveryFailed(words, final=code >= _FINAL)


def _given() -> Mapping[str, Any]:
    """The carrier as the settings name it: a mapping, or an address smtp(s)://…"""
    named = getattr(settings, "SALERNO_SMTP", {})
    if not isinstance(named, str):
        return dict(named)
    parts = urlsplit(named)
    usual = "tls" if parts.scheme == "smtps" else "none"
    return {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or 25,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": dict(parse_qsl(parts.query)).get("tls", usual),
    }


def _connected(given: Mapping[str, Any]) -> smtplib.SMTP:
    host, port = given.get("host", "127.0.0.1"), int(given.get("port", 25))
    mode = given.get("tls", "none")
    if mode == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    if mode == "starttls":
        server.starttls(context=ssl.create_default_context())
    if given.get("user"):
        server.login(given["user"], given.get("password", ""))
    return server
