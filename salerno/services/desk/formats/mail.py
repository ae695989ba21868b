"""A mail as it came in, read with a limit on everything that a stranger may send.

Only plain words are taken: files, pictures and HTML beyond its words are left where they are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST_BYTES = 2 * 1024 * 1024
MOST_PARTS = 50
MOST_WORDS = 8000
REFERENCE = re.compile(r"\bR-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Unreadable(ValueError):
    """This is no mail that the desk takes; the text says why."""


@dataclass(frozen=True)
class Mail:
    """What a mail says. ``reference``: the case it answers to, where its subject names one."""

    sender: str = field(repr=False)
    name: str = field(repr=False)
    subject: str = field(repr=False)
    words: str = field(repr=False)
    origin: str
    reference: str
    is_automatic: bool
    sent_at: datetime | None


def read(content: bytes) -> Mail:
    """Read a mail in RFC 822. Raises Unreadable with a sentence for whoever runs the command."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The mail is larger than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        return _read(content)
    except (ValueError, LookupError, AssertionError, AttributeError, TypeError, IndexError,
            RecursionError) as broken:  # fmt: skip
        if isinstance(broken, Unreadable):
            raise
        raise Unreadable("The mail is built so that it cannot be read.") from broken


def _read(content: bytes) -> Mail:
    parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    if sum(1 for _part in parsed.walk()) > MOST_PARTS:
        raise Unreadable(f"The mail has more than {MOST_PARTS} parts.")
    senders = getaddresses([str(parsed.get("From", ""))])
    name, sender = senders[0] if len(senders) == 1 else ("", "")
    try:
        validate_email(sender)
    except ValidationError:
        raise Unreadable("The mail has no sender to whom an answer could go.") from None
    subject = _clean(str(parsed.get("Subject", "")))[:200]
    words = _words(parsed)
    found = REFERENCE.search(subject)
    number = str(parsed.get("Message-ID", "")).strip() or hashlib.sha256(content).hexdigest()
    return Mail(
        sender=sender.lower(), name=_clean(name)[:120], subject=subject,
        words=f"{subject}\n\n{words}".strip()[:MOST_WORDS],
        origin=hashlib.sha256(number.encode(errors="replace")).hexdigest(),
        reference=found.group(0) if found else "", is_automatic=_is_automatic(parsed),
        sent_at=_moment(parsed),
    )  # fmt: skip


def _words(parsed: EmailMessage) -> str:
    body = parsed.get_body(("plain", "html"))
    if body is None:
        return ""
    said = body.get_content()
    text = said if isinstance(said, str) else ""
    if body.get_content_subtype() == "html":
        taken = _Words()
        taken.feed(text)
        text = "".join(taken.said)
    return _clean(text)


class _Words(HTMLParser):
    """The words of a page, without what is not shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What stands inside these is not read."""
        self._hidden += tag in ("script", "style", "head")
        if tag in ("p", "br", "div", "tr", "li"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is not read."""
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._hidden:
            self.said.append(data)


def _clean(text: str) -> str:
    printed = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return _UNPRINTED.sub(" ", printed).strip()


def _is_automatic(parsed: EmailMessage) -> bool:
    """A machine's own answer opens no case: two machines would write to each other for ever."""
    said = str(parsed.get("Auto-Submitted", "no")).lower()
    listed = str(parsed.get("Precedence", "")).lower() in ("bulk", "junk", "list")
    return said != "no" or listed or parsed.get("List-Id") is not None


def _moment(parsed: EmailMessage) -> datetime | None:
    """When it was sent, by its own word: shown and not counted from."""
    try:
        sent = parsedate_to_datetime(str(parsed.get("Date", "")))
    except (ValueError, TypeError):
        return None
    return sent.astimezone(UTC) if sent.tzinfo else sent.replace(tzinfo=UTC)
