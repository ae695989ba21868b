"""A signed call to the machine of a recipient.

The signature is that of Standard Webhooks: HMAC-SHA256, in base64, over ``id.timestamp.body``
under the shared secret. The recipient answers 2xx with ``{"key": …}``, or 204 with nothing: an
answer that names no key could come from anybody in between, and counts as none.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from salerno.adapters.addresses import checked, parts
from salerno.adapters.credentials import Credentials, credentials
from salerno.privacy import clock
from salerno.privacy.parcels import DeliveryFailed, Parcel

SECONDS = 10.0  # for one step
LONGEST = 30.0  # for the whole answer
MOST_BYTES = 64 * 1024
LONGEST_WAIT = 86_400  # seconds: no recipient puts us off for longer
AGAIN = frozenset({408, 409, 425, 429})  # of the answers 4xx, those that may change


@dataclass(frozen=True)
class Answer:
    """What the recipient said."""

    code: int
    body: bytes
    wait: str


class Webhook:
    """Posts a parcel as JSON over TLS. It follows no redirect."""

    def send(self, parcel: Parcel) -> None:
        """Send one parcel. The words of a failure name no address and nothing of the parcel."""
        known = credentials(parcel.recipient)
        body = json.dumps(parcel.as_data(), ensure_ascii=False, sort_keys=True).encode()
        headers = signed(known.needed("secret"), parcel.key, body)
        try:
            answer = _posted(known, body, headers)
        except ssl.SSLError as error:
            raise DeliveryFailed("The recipient's certificate does not hold.") from error
        except (OSError, http.client.HTTPException) as error:
            kind = type(error).__name__
            raise DeliveryFailed(f"The recipient could not be reached ({kind}).") from error
        _check(answer, parcel.key)


def signed(secret: str, key: str, body: bytes) -> dict[str, str]:
    """The headers of a call: what it is, when it was made, and the proof of both."""
    moment = str(int(clock.now().timestamp()))
    digest = hmac.digest(_bytes(secret), b".".join((key.encode(), moment.encode(), body)), "sha256")
    return {
        "Content-Type": "application/json",
        "User-Agent": "Salerno",
        "Idempotency-Key": key,
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _bytes(secret: str) -> bytes:
    """A secret as such, or in base64 behind ``whsec_``."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise DeliveryFailed("The secret of this recipient is no base64.") from error


class _Checked(http.client.HTTPSConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        """Connect, and verify the name."""
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _posted(known: Credentials, body: bytes, headers: Mapping[str, str]) -> Answer:
    place = parts(known.needed("endpoint"), "https")
    host, port = str(place.hostname), place.port or 443
    context = ssl.create_default_context(cafile=known.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    address = checked(host, port, private=known.private)
    connection = _Checked(host, port, address, context)
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, _read(answer), answer.headers.get("Retry-After", ""))
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse) -> bytes:
    """The body; one that is too large, or trickles in, is no answer."""
    until, found = time.monotonic() + LONGEST, b""
    while piece := answer.read1(MOST_BYTES):
        found += piece
        if len(found) > MOST_BYTES or time.monotonic() > until:
            raise http.client.HTTPException
    return found


def _check(answer: Answer, key: str) -> None:
    if answer.code == http.HTTPStatus.NO_CONTENT:
        return
    if 200 <= answer.code < 300:
        if _named(answer.body) != key:
            raise DeliveryFailed("The recipient's answer does not name the delivery.")
        return
    final = 400 <= answer.code < 500 and answer.code not in AGAIN
    words = f"The recipient answered {answer.code}."
    raise DeliveryFailed(words, final=final, after=_wait(answer.wait))


def _named(body: bytes) -> object:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said.get("key") if isinstance(said, dict) else None


def _wait(asked: str) -> timedelta | None:
    """``Retry-After`` in seconds; a date, or nonsense, is left out."""
    if not (asked.isascii() and asked.isdigit()):
        return None
    return timedelta(seconds=min(int(asked[:9]), LONGEST_WAIT))
