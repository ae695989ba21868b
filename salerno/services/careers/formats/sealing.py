"""Documents at rest: sealed with a key of this installation, and read only to be handed over."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


@cache
def _box(secret: str) -> Fernet:
    key = hashlib.sha256(b"salerno.careers:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(content: bytes) -> bytes:
    """A document as it lies on disk."""
    return _box(settings.SECRET_KEY).encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """A document as it was sent. Raises InvalidToken for what this installation did not seal."""
    return _box(settings.SECRET_KEY).decrypt(sealed)
