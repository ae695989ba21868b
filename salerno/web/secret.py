"""The key of this installation, made once and kept beside its data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_secret(data: Path) -> str:
    """The key that lies under ``data``, made on the first start; only its owner can read it."""
    kept = data / "secret-key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()
