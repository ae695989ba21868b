"""Sealing: what only this installation can open. Used for cookies and for stored secrets."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings

from salerno.privacy import clock


@cache
def _box(secret: str) -> Fernet:
    key = hashlib.sha256(b"salerno.sealing:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Seal ``text`` now."""
    moment = int(clock.now().timestamp())
    return _box(settings.SECRET_KEY).encrypt_at_time(text.encode(), moment).decode()


def unseal(sealed: str, within: timedelta | None = None) -> str:
    """Open what was sealed ``within`` this time. Raises InvalidToken otherwise."""
    box = _box(settings.SECRET_KEY)
    if within is None:
        return box.decrypt(sealed.encode()).decode()
    moment = int(clock.now().timestamp())
    seconds = int(within.total_seconds())
    return box.decrypt_at_time(sealed.encode(), seconds, moment).decode()
