"""A small provider of OpenID Connect for the demonstration: code flow with PKCE, three people."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from salerno.web.elsewhere import page
from salerno.web.elsewhere.people import CLIENT, ID, PEOPLE, PICTURE, SECRET, picture
from salerno.web.elsewhere.tokens import Asked, Desk, WrongCode

SAFE = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
MOST = 20_000  # bytes of a form
BACK = f"/sign-in/with/{ID}/back"
ASKED = ("redirect_uri", "state", "nonce", "code_challenge", "scope")


class Refusal(Exception):
    """What is not answered, and why."""


class Server(ThreadingHTTPServer):
    """The provider. ``site``: the port of the only site that it leads back to."""

    daemon_threads = True

    def __init__(self, host: str, port: int, site: int) -> None:
        super().__init__((host, port), Handler)
        self.site = site
        self.desk = Desk(f"http://{host}:{self.server_port}")
        self.picture = picture()

    def is_ours(self, back: str) -> bool:
        """Whether an address is the site's own way back."""
        return back in {f"http://{name}:{self.site}{BACK}" for name in ("127.0.0.1", "localhost")}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Descriptions, keys, the page, the picture, and what is said of a person."""
        ways = {
            "/.well-known/openid-configuration": self._describe, "/keys": self._keys,
            "/authorize": self._ask, "/userinfo": self._userinfo, "/look.css": self._look,
            PICTURE: self._picture,
        }  # fmt: skip
        self._answer(ways)

    def do_POST(self) -> None:
        """A choice of a person, or a code for tokens."""
        self._answer({"/authorize": self._choose, "/token": self._token})

    def log_message(self, *args: object) -> None:
        """Nothing is logged: addresses hold codes."""

    def _answer(self, ways: Mapping[str, Any]) -> None:
        way = ways.get(urlsplit(self.path).path)
        try:
            if way is None:
                self._send(HTTPStatus.NOT_FOUND, "text/plain", b"Nothing is here.")
            else:
                way()
        except Refusal as refused:
            self._send(HTTPStatus.BAD_REQUEST, "text/plain; charset=utf-8", str(refused).encode())

    def _describe(self) -> None:
        at = self.server.desk.address
        self._send_json({
            "issuer": at, "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token", "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/keys", "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        })  # fmt: skip

    def _keys(self) -> None:
        self._send_json(self.server.desk.keys())

    def _look(self) -> None:
        self._send(HTTPStatus.OK, "text/css", page.LOOK)

    def _picture(self) -> None:
        self._send(HTTPStatus.OK, "image/png", self.server.picture)

    def _ask(self) -> None:
        said = _single(urlsplit(self.path).query)
        if said.get("client_id") != CLIENT or said.get("response_type") != "code":
            raise Refusal("This provider knows one site, and answers with a code.")
        if said.get("code_challenge_method") != "S256":
            raise Refusal("Prove the code: PKCE with S256.")
        self._asked(said)
        shown = page.page({name: said.get(name, "") for name in ASKED})
        self._send(HTTPStatus.OK, "text/html; charset=utf-8", shown)

    def _asked(self, said: Mapping[str, str]) -> Asked:
        back = said.get("redirect_uri", "")
        if not self.server.is_ours(back):
            raise Refusal("This address is not the site's.")
        if not said.get("code_challenge") or not said.get("state"):
            raise Refusal("A state and a challenge are needed.")
        scopes = frozenset(said.get("scope", "").split())
        return Asked(back, said["state"], said.get("nonce", ""), said["code_challenge"], scopes)

    def _choose(self) -> None:
        said = _single(self._body())
        asked, who = self._asked(said), said.get("who", "")
        answer = {"state": asked.state, "iss": self.server.desk.address}
        if who in PEOPLE:
            answer["code"] = self.server.desk.grant(who, asked)
        else:
            answer["error"] = "access_denied"
        self._send(HTTPStatus.FOUND, "text/plain", b"", f"{asked.back}?{urlencode(answer)}")

    def _token(self) -> None:
        said = _single(self._body())
        if not self._is_the_site(said):
            self._send_json({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
            return
        try:
            found = self.server.desk.redeem(said, CLIENT)
        except WrongCode:
            self._send_json({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
            return
        self._send_json(found)

    def _is_the_site(self, said: Mapping[str, str]) -> bool:
        name, secret = said.get("client_id", ""), said.get("client_secret", "")
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "basic":
            try:
                name, _, secret = base64.b64decode(given).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return False
        return name == CLIENT and hmac.compare_digest(secret.replace("+", " "), SECRET)

    def _userinfo(self) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        granted = self.server.desk.tokens.get(token)
        if granted is None:
            self._send_json({"error": "invalid_token"}, HTTPStatus.UNAUTHORIZED)
            return
        who = PEOPLE[granted.sub]
        self._send_json(who.claims(self.server.desk.address, granted.asked.scopes))

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length[:9]) > MOST:
            raise Refusal("A form of up to 20,000 bytes is taken.")
        return self.rfile.read(int(length)).decode(errors="replace")

    def _send_json(self, said: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, "application/json", json.dumps(said).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", SAFE)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)


def _single(text: str) -> dict[str, str]:
    """The first value of each name."""
    try:
        return {name: values[0] for name, values in parse_qs(text, max_num_fields=40).items()}
    except ValueError as error:
        raise Refusal("This form has too many fields.") from error
