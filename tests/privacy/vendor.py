"""A vendor that keeps what it is sent by the rules of docs/OPERATING.md, and a bad line to it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

from salerno.privacy import clock
from salerno.privacy.parcels import DeliveryFailed, Parcel


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a call is ours, unaltered, and not older than five minutes."""
    key, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdigit() or abs(clock.now().timestamp() - int(moment)) > 300:
        return False
    said = b".".join((key.encode(), moment.encode(), body))
    digest = hmac.new(secret.encode(), said, hashlib.sha256).digest()
    return headers.get("webhook-signature") == f"v1,{base64.b64encode(digest).decode()}"


@dataclass
class Vendor:
    """What somebody outside holds: by person, by delivery."""

    held: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    limited: dict[str, set[str]] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    calls: int = 0

    def take(self, parcel: Parcel) -> None:
        """Take one parcel. What is older than the last, or about somebody erased, is let go."""
        self.calls += 1
        about = parcel.about
        if about in self.gone or parcel.number <= self.highest.get(about, 0):
            return
        self.highest[about] = parcel.number
        self.held.setdefault(about, {})
        self.limited.setdefault(about, set())
        done = {
            "disclosed": self._keep,
            "corrected": self._correct,
            "restricted": self._limit,
            "restriction lifted": self._lift,
            "stop": self._stop,
            "erased": self._erase,
        }
        done[parcel.kind](parcel)

    def _keep(self, parcel: Parcel) -> None:
        self.held[parcel.about][parcel.key] = dict(parcel.payload)

    def _correct(self, parcel: Parcel) -> None:
        mine = self.held[parcel.about]
        for key in set(parcel.payload["deliveries"]) & mine.keys():
            for name in parcel.payload["fields"]:
                mine[key].pop(name, None)
            mine[key].update(parcel.payload["values"])

    def _limit(self, parcel: Parcel) -> None:
        self.limited[parcel.about].update(parcel.payload["deliveries"])

    def _lift(self, parcel: Parcel) -> None:
        self.limited[parcel.about].difference_update(parcel.payload["deliveries"])

    def _stop(self, parcel: Parcel) -> None:
        for key in parcel.payload["deliveries"]:
            self.held[parcel.about].pop(key, None)

    def _erase(self, parcel: Parcel) -> None:
        del self.held[parcel.about], self.limited[parcel.about]
        self.gone.add(parcel.about)


@dataclass
class Line:
    """The way to the vendor: it loses, repeats, delays, and answers wrongly."""

    vendor: Vendor
    random: Random
    is_bad: bool = True
    late: list[tuple[datetime, Parcel]] = field(default_factory=list)
    resurrected: int = 0

    def call(self, parcel: Parcel) -> None:
        """One call. Of what arrives later, nobody hears an answer."""
        self.arrive()
        drawn = self.random.random() if self.is_bad else 1.0
        if drawn < 0.15:
            raise DeliveryFailed("It was lost on its way.")
        if drawn < 0.30:
            self._take(parcel)
            raise DeliveryFailed("It was taken, and the answer was lost.")
        if drawn < 0.38:
            self._later(parcel)
            raise DeliveryFailed("It is still on its way.")
        if drawn < 0.42:
            raise DeliveryFailed("The recipient answered 500.")
        if drawn < 0.46:
            self._take(parcel)
            raise DeliveryFailed("The recipient's answer does not name the delivery.")
        if drawn < 0.47:
            raise DeliveryFailed("The recipient answered 400.", final=True)
        self._take(parcel)
        if self.is_bad and drawn < 0.60:
            self._later(parcel)

    def _later(self, parcel: Parcel) -> None:
        delay = timedelta(minutes=self.random.randint(1, 600))
        self.late.append((clock.now() + delay, parcel))

    def arrive(self) -> None:
        """What was delayed and is due now, in any order."""
        now = clock.now()
        due = [parcel for at, parcel in self.late if at <= now]
        self.late = [one for one in self.late if one[0] > now]
        self.random.shuffle(due)
        for parcel in due:
            self._take(parcel)

    def _take(self, parcel: Parcel) -> None:
        was_gone = parcel.about in self.vendor.gone
        self.vendor.take(parcel)
        self.resurrected += was_gone and parcel.about in self.vendor.held


class OnTheLine:
    """The adapter of the tests."""

    line: ClassVar[Line]

    def send(self, parcel: Parcel) -> None:
        """Hand it to the line."""
        OnTheLine.line.call(parcel)
