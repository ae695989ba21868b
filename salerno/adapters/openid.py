"""The way out to a provider of sign-in: its own addresses, small answers, no redirects.

Named in the settings as ``SALERNO_ADAPTERS["sign_in"]``. The room asks for a session by that
name and imports nothing of it. What goes out is our own name at the provider and the code that
the person's browser brought back; nothing that we hold about anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

SECONDS = 5
MOST_BYTES = 5 * 1024 * 1024


class Bounded(requests.Session):
    """A session that speaks to the hosts it was opened for, and takes no more than it should."""

    def __init__(self, hosts: Collection[str]) -> None:
        super().__init__()
        self.trust_env = False
        self._hosts = frozenset(hosts)
        for prefix in ("https://", "http://"):
            self.mount(prefix, HTTPAdapter(max_retries=0))

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask. Raises requests.RequestException for another host, or for an answer too large."""
        host = urlsplit(str(url)).netloc
        if host not in self._hosts:
            raise requests.RequestException(f"{host} is no address of this provider.")
        kwargs |= {"timeout": SECONDS, "stream": True, "allow_redirects": False}
        answer = super().request(method, url, *args, **kwargs)
        content = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        answer.close()
        if len(content) > MOST_BYTES:
            raise requests.RequestException("The answer is too large.")
        answer._content = content  # noqa: SLF001  read here, so that it is bounded
        return answer


class OpenId:
    """What the room's sign-in asks for."""

    def session(self, hosts: Collection[str]) -> Bounded:
        """A session for these hosts."""
        return Bounded(hosts)

    def fetch(self, address: str, hosts: Collection[str]) -> bytes:
        """A picture that a provider names: b"" where it lies elsewhere, or cannot be had."""
        try:
            with self.session(hosts) as window:
                answer = window.get(address)
                answer.raise_for_status()
        except requests.RequestException:
            return b""
        return answer.content
