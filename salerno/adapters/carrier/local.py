"""The carrier of the demonstration, as the house speaks to it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from salerno.adapters.carrier.books import MOST_BODY, SIGNED_FOR, Books, NoSuchPayment, Payment
from salerno.privacy import clock
from salerno.privacy.paying import (
    Begun,
    Card,
    Charge,
    Heard,
    Paid,
    Returned,
    Told,
    Untrusted,
)


class LocalGateway:
    """What ``salerno.privacy.paying.Gateway`` asks for."""

    name = "Harbour Pay"
    address = ""

    def __init__(self, books: Books | None = None) -> None:
        self.books = books or Books()

    def begin(self, charge: Mapping[str, object]) -> Begun:
        """Prepare its page."""
        checked = Charge.of(charge)
        self.books.begin(asdict(checked))
        return Begun(checked.reference, f"/gateway/{checked.reference}")

    def charge(self, charge: Mapping[str, object]) -> Told:
        """Charge a card that it keeps."""
        return told(self.books.charge(asdict(Charge.of(charge))))

    def refund(self, reference: str, carrier_id: str, refund: str, cents: int) -> Told:
        """Give back."""
        return told(self.books.refund(reference, refund, cents))

    def state(self, reference: str, carrier_id: str) -> Told | None:
        """Where a payment stands."""
        try:
            return told(self.books.payment(reference))
        except NoSuchPayment:
            return None

    def hear(self, body: bytes, signature: str) -> Heard | None:
        """Read a notice. Raises Untrusted."""
        stamp, given = _parts(signature)
        if len(body) > MOST_BODY or not hmac.compare_digest(
            given, self.books.signature(stamp, body)
        ):
            raise Untrusted("The signature is not the carrier's.")
        at = datetime.fromtimestamp(stamp, UTC)
        if abs(clock.now() - at) > SIGNED_FOR:
            raise Untrusted("The signature is too old.")
        said = json.loads(body)
        return Heard(said["event"], said["reference"], at)


def _parts(signature: str) -> tuple[int, str]:
    """The time and the signature of a header t=…,v1=…"""
    named = dict(one.partition("=")[::2] for one in signature.split(","))
    stamp = named.get("t", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        raise Untrusted("The signature is not the carrier's.")
    return int(stamp), named.get("v1", "")


def told(one: Payment) -> Told:
    """A payment as the house reads it."""
    card = one["card"]
    kept = Card(card["token"], card["brand"], card["last_four"], card["expiry"]) if card else None
    refunds = tuple(Returned(name, *said) for name, said in one["refunds"].items())
    return Told(
        one["reference"], Paid(one["state"]), one["captured"], one["currency"], refunds, kept
    )
