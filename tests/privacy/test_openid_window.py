"""The way out to a provider of sign-in: its own hosts, no redirect, a bounded answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
import requests

from salerno.adapters.openid import MOST_BYTES, Bounded, OpenId


class Handler(BaseHTTPRequestHandler):
    """Answers, leads elsewhere, or says too much."""

    def do_GET(self) -> None:
        """One answer for each path."""
        self.send_response(302 if self.path == "/away" else 200)
        if self.path == "/away":
            self.send_header("Location", "/said")
        self.end_headers()
        self.wfile.write(b"x" * (MOST_BYTES + 1) if self.path == "/much" else b"{}")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where a server of this test answers."""
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_it_speaks_to_the_hosts_it_was_opened_for(address: str) -> None:
    host = urlsplit(address).netloc
    assert Bounded([host]).get(f"{address}/said").json() == {}
    with pytest.raises(requests.RequestException, match="no address of this provider"):
        Bounded(["login.example"]).get(f"{address}/said")


def test_it_follows_nowhere_and_takes_no_more_than_it_should(address: str) -> None:
    host = urlsplit(address).netloc
    assert Bounded([host]).get(f"{address}/away").status_code == 302
    with pytest.raises(requests.RequestException, match="too large"):
        Bounded([host]).get(f"{address}/much")


def test_a_picture_that_lies_elsewhere_is_none(address: str) -> None:
    host = urlsplit(address).netloc
    assert OpenId().fetch(f"{address}/said", [host]) == b"{}"
    assert OpenId().fetch(f"{address}/said", ["login.example"]) == b""
    assert OpenId().fetch(f"{address}/much", [host]) == b""
