"""The providers that people may sign in with, from a file of the operator's.

SALERNO_PROVIDERS names a TOML file with one table for each::

    [hospital]
    name = "Sandhill Hospital"
    server = "https://login.sandhill.example"
    client_id = "salerno"
    secret = "…"
    hosts = ["keys.sandhill.example"]   # where else it answers, if anywhere
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SCOPES = ("openid", "profile", "email")
_ID = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")


def read_providers(named: str) -> list[dict[str, Any]]:
    """The providers of the file, as the sign-in library takes them; none where none is named."""
    if not named:
        return []
    try:
        said = tomllib.loads(Path(named).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"SALERNO_PROVIDERS: {error}") from error
    return [_provider(name, one) for name, one in said.items()]


def _provider(name: str, said: Any) -> dict[str, Any]:
    needed = ("name", "server", "client_id", "secret")
    if not _ID.match(name) or not isinstance(said, dict):
        raise ImproperlyConfigured(f"SALERNO_PROVIDERS: {name!r} is no name of a provider.")
    lacking = [one for one in needed if not isinstance(said.get(one), str) or not said[one]]
    if lacking or urlsplit(str(said.get("server"))).scheme not in {"https", "http"}:
        raise ImproperlyConfigured(f"SALERNO_PROVIDERS, {name}: give {', '.join(needed)}.")
    return {
        "provider_id": name,
        "name": said["name"],
        "client_id": said["client_id"],
        "secret": said["secret"],
        "settings": {
            "server_url": said["server"],
            "scope": list(SCOPES),
            "hosts": [urlsplit(said["server"]).netloc, *map(str, said.get("hosts", []))],
        },
    }


def origins(providers: list[dict[str, Any]]) -> tuple[str, ...]:
    """Where a form that begins a sign-in may lead, for the policy of the page's content."""
    parts = [urlsplit(one["settings"]["server_url"]) for one in providers]
    return tuple(sorted({f"{one.scheme}://{one.netloc}" for one in parts}))
