"""What the local carrier holds: a folder of letters as they would leave the house."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings

from salerno.services.post.values import Mail

MOST = 50


def folder() -> Path:
    """Where the letters lie."""
    return Path(settings.SALERNO_DATA) / "outbox"


def mails() -> list[Mail]:
    """The letters in the folder, the latest first."""
    found = sorted(folder().glob("*.eml"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    return [_read(one) for one in found[:MOST]]


def _read(path: Path) -> Mail:
    parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    body = parsed.get_body(("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    text = body.get_content() if body is not None else ""
    return Mail(path.stem, str(parsed["To"]), str(parsed["Subject"]), text, at)
