"""Codes and tokens: each code is good once, for a minute, for the browser that proved it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from salerno.privacy import clock

KEY = "demonstration"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """What a site asks of a person at the door of the provider."""

    back: str
    state: str
    nonce: str
    challenge: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Granted:
    """What a person granted, and when."""

    sub: str
    asked: Asked
    at: datetime


class WrongCode(Exception):
    """A code that is none, is spent, is late, or was not proved."""


@dataclass
class Desk:
    """What the provider remembers while it runs."""

    address: str
    codes: dict[str, Granted] = field(default_factory=dict)
    tokens: dict[str, Granted] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def keys(self) -> dict[str, Any]:
        """The public half, as a set of JSON web keys."""
        known = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [known | {"kid": KEY, "alg": "RS256", "use": "sig"}]}

    def grant(self, sub: str, asked: Asked) -> str:
        """A code for the browser to bring back."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Granted(sub, asked, clock.now())
        return code

    def redeem(self, said: Mapping[str, str], client: str) -> dict[str, Any]:
        """Tokens for a code. Raises WrongCode."""
        granted = self.codes.pop(said.get("code", ""), None)
        if granted is None or clock.now() - granted.at > MINUTE:
            raise WrongCode
        proof = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if not hmac.compare_digest(shown, granted.asked.challenge):
            raise WrongCode
        if said.get("redirect_uri") != granted.asked.back:
            raise WrongCode
        token = secrets.token_urlsafe(24)
        self.tokens[token] = granted
        return {
            "access_token": token, "token_type": "Bearer", "expires_in": int(HOUR.total_seconds()),
            "scope": " ".join(sorted(granted.asked.scopes)),
            "id_token": self._identity(granted, client),
        }  # fmt: skip

    def _identity(self, granted: Granted, client: str) -> str:
        now = clock.now()
        said = {
            "iss": self.address, "aud": client, "sub": granted.sub, "nonce": granted.asked.nonce,
            "iat": now, "exp": now + HOUR, "jti": secrets.token_urlsafe(12),
        }  # fmt: skip
        return jwt.encode(said, self.key, algorithm="RS256", headers={"kid": KEY})
