"""The local carrier: a folder of letters as they would leave the house."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from salerno.services.post.values import Mail, NewLetter

KEY = re.compile(r"[\w-]+\Z")


def folder() -> Path:
    """Where the letters lie."""
    return Path(settings.SALERNO_DATA) / "outbox"


def drop(letter: NewLetter, *, key: str) -> None:
    """Put a letter into the folder when the transaction ends."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = letter.sender, letter.to, letter.subject
    made.set_content(letter.text)
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    transaction.on_commit(partial(_write, made.as_bytes(), key))


def _write(content: bytes, key: str) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    half = folder() / f".{key}"
    half.write_bytes(content)
    half.replace(folder() / f"{key}.eml")


def mails() -> list[Mail]:
    """Every letter in the folder, the latest first."""
    found = sorted(folder().glob("*.eml"), key=lambda one: one.name, reverse=True)
    return [_read(one) for one in found[:200]]


def mail(key: str) -> Mail | None:
    """One letter, or None."""
    path = folder() / f"{key}.eml"
    return _read(path) if KEY.match(key) and path.is_file() else None


def _read(path: Path) -> Mail:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    body = parsed.get_body(("plain",))
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    text = body.get_content() if body is not None else ""
    return Mail(path.stem, str(parsed["To"]), str(parsed["Subject"]), text, at)
