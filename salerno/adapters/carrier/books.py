"""What the carrier of the demonstration keeps: one file for each payment, and its notices."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from salerno.adapters.carrier.cards import CARDS, Trick, digits
from salerno.privacy import clock
from salerno.privacy.anchors import folder

type Payment = dict[str, Any]
SIGNED_FOR = timedelta(minutes=5)
MOST_BODY = 65_536


class NoSuchPayment(Exception):
    """The carrier knows nothing of it."""


class Books:
    """The carrier's own files. Each is changed under a lock, and whole or not at all."""

    def __init__(self, place: Path | None = None) -> None:
        self.place = place or folder() / "carrier"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.place.mkdir(parents=True, exist_ok=True)
        with (self.place / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _path(self, reference: str) -> Path:
        return self.place / f"{hashlib.sha256(reference.encode()).hexdigest()[:40]}.json"

    def payment(self, reference: str) -> Payment:
        """A payment. Raises NoSuchPayment."""
        try:
            found: Payment = json.loads(self._path(reference).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoSuchPayment(reference) from None
        return found

    def change(self, reference: str, how: Callable[[Payment], None]) -> Payment:
        """Change a payment. Raises NoSuchPayment."""
        with self._locked():
            found = self.payment(reference)
            how(found)
            self._write(found)
            return found

    def _write(self, payment: Payment) -> None:
        path = self._path(payment["reference"])
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(payment), encoding="utf-8")
        fresh.replace(path)
        marker = path.with_suffix(".notices")
        if payment["notices"]:
            marker.touch()
        else:
            marker.unlink(missing_ok=True)

    def begin(self, charge: dict[str, Any]) -> Payment:
        """Make a payment ready. The same reference again is the same one."""
        with self._locked():
            try:
                return self.payment(charge["reference"])
            except NoSuchPayment:
                made = charge | {
                    "state": "open", "captured": 0, "refunds": {}, "card": None, "notices": [],
                }  # fmt: skip
                self._write(made)
                return made

    def pay(self, reference: str, number: str, expiry: str) -> bool:
        """Charge a card that is typed now; whether it paid. Nothing of its number is kept."""
        trick = CARDS.get(digits(number), CARDS["4000000000000002"])
        last_four = digits(number)[-4:]

        def how(one: Payment) -> None:
            if one["state"] == "paid":
                return
            token = f"tok_{secrets.token_hex(12)}"
            card = {"token": token, "brand": "Visa", "last_four": last_four, "expiry": expiry}
            self._capture(one, trick, card)

        return bool(self.change(reference, how)["state"] == "paid")

    def _capture(self, one: Payment, trick: Trick, card: dict[str, str]) -> None:
        if trick.declines:
            one["state"] = "declined"
            self._notify(one, (0,))
            return
        if trick.is_reordered:
            self._notify(one, (2,))
        one["state"], one["captured"] = "paid", one["cents"]
        one["card"] = card | {"later": trick.later} if one["keeps"] else None
        self._notify(one, trick.notices)

    def charge(self, charge: dict[str, Any]) -> Payment:
        """Charge a card that is kept. The same reference again charges nothing more."""
        card = self._kept(charge["token"])
        self.begin(charge)

        def how(one: Payment) -> None:
            if one["state"] == "open":
                does = Trick("", declines=card is None or not card["later"])
                self._capture(one, does, card or {})

        return self.change(charge["reference"], how)

    def _kept(self, token: str) -> dict[str, Any] | None:
        for path in self.place.glob("*.json"):
            card = json.loads(path.read_text(encoding="utf-8"))["card"]
            if card is not None and token and card["token"] == token:
                found: dict[str, Any] = card
                return found
        return None

    def refund(self, reference: str, refund: str, cents: int) -> Payment:
        """Give back. The same refund again gives nothing more."""

        def how(one: Payment) -> None:
            back = sum(each for each, state in one["refunds"].values() if state == "done")
            if refund not in one["refunds"]:
                done = "done" if 0 < cents <= one["captured"] - back else "failed"
                one["refunds"][refund] = [cents, done]
                self._notify(one, (0,))

        return self.change(reference, how)

    def _notify(self, one: Payment, after: tuple[int, ...]) -> None:
        event = f"evt_{secrets.token_hex(12)}"
        now = clock.now()
        one["notices"] += [
            {"event": event, "at": (now + timedelta(seconds=wait)).isoformat()} for wait in after
        ]

    def due(self) -> list[tuple[str, bytes]]:
        """The notices whose time has come, each with its signature. They are sent once."""
        found: list[tuple[str, bytes]] = []
        with self._locked():
            for marker in sorted(self.place.glob("*.notices")):
                path = marker.with_suffix(".json")
                one = json.loads(path.read_text(encoding="utf-8"))
                ripe = [each for each in one["notices"] if _is_ripe(each["at"])]
                if ripe:
                    found += [self._notice(one["reference"], each["event"]) for each in ripe]
                    one["notices"] = [each for each in one["notices"] if each not in ripe]
                    self._write(one)
        return found

    def _notice(self, reference: str, event: str) -> tuple[str, bytes]:
        body = json.dumps({"event": event, "reference": reference}).encode()
        stamp = int(clock.now().timestamp())
        return f"t={stamp},v1={self.signature(stamp, body)}", body

    def signature(self, stamp: int, body: bytes) -> str:
        """The carrier's signature under what it sends."""
        return hmac.digest(self._secret(), f"{stamp}.".encode() + body, "sha256").hex()

    def _secret(self) -> bytes:
        path = self.place / "secret"
        if not path.exists():
            self.place.mkdir(parents=True, exist_ok=True)
            with path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not path.stat().st_size:
                    file.write(secrets.token_hex(32).encode())
        return path.read_bytes()


def _is_ripe(at: str) -> bool:
    return datetime.fromisoformat(at) <= clock.now()
