"""The hospital of the demonstration: it proves, refuses, and is never in production."""

from __future__ import annotations

import base64
import hashlib
import threading
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from django.core.management import call_command
from django.core.management.base import CommandError

from salerno.privacy import clock
from salerno.web import supervise
from salerno.web.elsewhere import named
from salerno.web.elsewhere.people import CLIENT, PEOPLE, SECRET
from salerno.web.elsewhere.server import BACK, Server
from salerno.web.providers import read_providers

SITE = 8123
PROOF = "p" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(PROOF.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": CLIENT, "response_type": "code", "redirect_uri": f"http://127.0.0.1:{SITE}{BACK}",
    "state": "s", "nonce": "n", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    "scope": "openid profile email",
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    """A provider on a free port."""
    with Server("127.0.0.1", 0, SITE) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def code(server: Server, who: str, **changes: str) -> str:
    """The code that somebody's browser is sent back with."""
    answer = requests.post(
        f"{server.desk.address}/authorize", {**ASKED, "who": who, **changes}, timeout=60,
        allow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(ASKED["redirect_uri"])
    return parse_qs(urlsplit(answer.headers["Location"]).query).get("code", [""])[0]


def tokens(server: Server, given: str, **changes: str) -> requests.Response:
    """What the site is answered for a code."""
    said = {
        "grant_type": "authorization_code", "code": given, "code_verifier": PROOF,
        "redirect_uri": ASKED["redirect_uri"], "client_id": CLIENT, "client_secret": SECRET,
    }  # fmt: skip
    return requests.post(f"{server.desk.address}/token", said | changes, timeout=60)


def test_a_code_is_worth_a_signed_identity_and_what_was_granted(server: Server) -> None:
    page = requests.get(f"{server.desk.address}/authorize", ASKED, timeout=60)
    assert (page.status_code, all(one.name in page.text for one in PEOPLE.values())) == (200, True)
    who = next(iter(PEOPLE))
    found: Any = tokens(server, code(server, who)).json()
    known = requests.get(f"{server.desk.address}/keys", timeout=60).json()
    key = jwt.PyJWK(known["keys"][0])
    said = jwt.decode(
        found["id_token"], key, ["RS256"], audience=CLIENT, issuer=server.desk.address
    )
    assert (said["sub"], said["nonce"]) == (who, "n")
    bearer = {"Authorization": f"Bearer {found['access_token']}"}
    told = requests.get(f"{server.desk.address}/userinfo", headers=bearer, timeout=60).json()
    assert {"sub", "email", "email_verified", "name", "picture", "birthdate"} <= set(told)
    picture = requests.get(told["picture"], timeout=60)
    assert picture.content.startswith(b"\x89PNG")


def test_a_code_is_good_once_for_a_minute_and_for_its_own_browser(server: Server) -> None:
    who = next(iter(PEOPLE))
    first = code(server, who)
    assert tokens(server, first).status_code == 200
    assert tokens(server, first).status_code == 400
    assert tokens(server, code(server, who), code_verifier="another").status_code == 400
    assert tokens(server, code(server, who), client_secret="wrong").status_code == 401
    assert tokens(server, code(server, who), redirect_uri="http://x/").status_code == 400
    late = code(server, who)
    granted = server.desk.codes[late]
    server.desk.codes[late] = type(granted)(
        granted.sub, granted.asked, clock.now() - timedelta(minutes=2)
    )
    assert tokens(server, late).status_code == 400


def test_it_leads_back_to_its_site_alone_and_takes_a_no(server: Server) -> None:
    assert code(server, "") == ""
    asks = f"{server.desk.address}/authorize"
    wrong: list[dict[str, str]] = [
        {"redirect_uri": "https://evil.example/"}, {"redirect_uri": f"http://127.0.0.1:1{BACK}"},
        {"client_id": "x"}, {"code_challenge_method": "plain"}, {"state": ""},
    ]  # fmt: skip
    for change in wrong:
        assert requests.get(asks, ASKED | change, timeout=60).status_code == 400
    much = requests.post(asks, b"a=1&" * 6000, timeout=60)
    many = requests.post(asks, b"a=1&" * 60, timeout=60)
    assert (much.status_code, many.status_code) == (400, 400)
    script = requests.get(asks, ASKED | {"nonce": '"><script>'}, timeout=60)
    assert "<script>" not in script.text
    bearer = {"Authorization": "Bearer nothing"}
    away = requests.get(f"{server.desk.address}/userinfo", headers=bearer, timeout=60)
    assert (away.status_code, requests.get(f"{asks}/x", timeout=60).status_code) == (401, 404)


def test_the_demonstration_names_it_and_production_never_starts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    port = supervise_port()
    for name in ("SALERNO_PROVIDERS", "SALERNO_PRODUCTION"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SALERNO_DATA", str(tmp_path))
    [child] = supervise.hospital(port)
    assert "elsewhere" in child.command
    [provider] = read_providers(str(tmp_path / named.FILE))
    assert (provider["provider_id"], provider["client_id"]) == ("hospital", CLIENT)
    assert tomllib.loads((tmp_path / named.FILE).read_text())["hospital"]["secret"] == SECRET
    assert supervise.hospital(port) == []  # an operator's own providers are named now
    monkeypatch.setenv("SALERNO_PROVIDERS", "")
    monkeypatch.setenv("SALERNO_PRODUCTION", "1")
    assert supervise.hospital(port) == []
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not in production"):
        call_command("elsewhere", "--site", str(port))


def supervise_port() -> int:
    """A port whose neighbours are free."""
    return next(one for one in range(20_000, 30_000) if supervise.is_free("127.0.0.1", one + 1))
