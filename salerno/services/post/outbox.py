"""What the local carrier holds: a folder of letters as they would leave the house."""

from __future__ import annotations

from contextlib import suppress
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
    """The letters in the folder, the latest first. What is taken away meanwhile is passed over."""
    found = sorted(folder().glob("*.eml"), key=_laid_at, reverse=True)
    return [mail for one in found[:MOST] if (mail := _read(one)) is not None]


def _laid_at(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


def _read(path: Path) -> Mail | None:
    try:
        raw, laid_at = path.read_bytes(), path.stat().st_mtime
    except FileNotFoundError:
        return None
    parsed = BytesParser(EmailMessage, policy=policy.default).parsebytes(raw)
    body = parsed.get_body(("plain",))
    at = datetime.fromtimestamp(laid_at, UTC)
    text = body.get_content() if body is not None else ""
    return Mail(path.stem, str(parsed["To"]), str(parsed["Subject"]), text, at)
