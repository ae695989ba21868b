"""Which database the environment names: PostgreSQL by its address, or a file beside the data."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PATIENCE = 20  # seconds to wait for a lock that another holds; then the page says so


def _postgres(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    more = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "salerno.privacy.gate.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": more.get("host", unquote(parts.hostname or "")),
        "PORT": more.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c lock_timeout={PATIENCE}s {more.get('options', '')}".strip()},
    }


def database(data: Path) -> dict[str, object]:
    if url := os.environ.get("SALERNO_DB_URL", ""):
        return _postgres(url)
    return {
        "ENGINE": "salerno.privacy.gate.sqlite",
        "NAME": data / "salerno.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
