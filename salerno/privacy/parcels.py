"""What an adapter is handed: a parcel, with the names by which a recipient knows it again.

``about`` names a person to one recipient and to nobody else; ``number`` rises with each parcel.
A recipient that keeps the highest number it took about somebody, and refuses what is lower, ends
with what we hold, whatever order it heard of things in.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

FILE_DROP = "salerno.adapters.file_drop.FileDrop"
HANDED_ON = frozenset({"mail", "sms", "feed_drop"})  # adapters of what is not ours to call back
BY_HAND = ""  # laid down for the operator, who passes it on
DISCLOSED = "disclosed"


class DeliveryFailed(Exception):
    """The recipient did not take it. ``final``: trying again is of no use.

    ``after``: how long the recipient asked us to wait.
    """

    def __init__(self, words: str, *, final: bool = False, after: timedelta | None = None) -> None:
        super().__init__(words)
        self.final = final
        self.after = after


@dataclass(frozen=True)
class Parcel:
    """One delivery. ``kind``: "disclosed", or which notice it is.

    The same ``key`` twice is the same delivery.
    """

    key: str
    recipient: str
    about: str
    number: int
    kind: str
    payload: Mapping[str, Any]

    def as_data(self) -> dict[str, Any]:
        """What a machine at the other end reads."""
        return {
            "key": self.key,
            "about": self.about,
            "number": self.number,
            "kind": self.kind,
            "payload": dict(self.payload),
        }


class Adapter(Protocol):
    """One way out of the house. The same ``key`` twice is the same delivery."""

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        """Hand ``payload`` over, or raise DeliveryFailed."""


@runtime_checkable
class Addressed(Protocol):
    """A way to the machine of a recipient, which has to know whom a parcel is about."""

    def send(self, parcel: Parcel) -> None:
        """Hand the parcel over, or raise DeliveryFailed."""


@runtime_checkable
class Holding(Protocol):
    """An adapter that lays things down in this house, and can remove them."""

    def forget(self, prefix: str) -> int:
        """Remove what was delivered under keys that begin with ``prefix``."""


def known() -> Mapping[str, str]:
    """The adapters that the settings name."""
    found: Mapping[str, str] = getattr(settings, "SALERNO_ADAPTERS", {})
    return found


def adapter(name: str) -> Adapter | Addressed:
    """The adapter of a name in the settings; what has none is laid down as a file."""
    made: Adapter | Addressed = import_string(known().get(name, FILE_DROP))()
    return made


def hand_over(name: str, parcel: Parcel) -> None:
    """Let the adapter of this name deliver. Raises DeliveryFailed."""
    way = adapter(name)
    if isinstance(way, Addressed):
        way.send(parcel)
    else:
        way.deliver(parcel.payload, parcel.key)


def holding() -> list[Holding]:
    """The adapters that lay things down in this house."""
    made = [import_string(one)() for one in sorted({FILE_DROP, *known().values()})]
    return [one for one in made if isinstance(one, Holding)]


def key_prefix(subject: int) -> str:
    """How the keys of what goes out about one person begin: keyed, so that it names nobody."""
    return _keyed(f"outbox|{subject}")[:16]


def key_of(subject: int, disclosure: int) -> str:
    """The key by which an adapter, and a recipient, knows one delivery when it is named again."""
    return key_prefix(subject) + _keyed(f"outbox|{subject}|{disclosure}")[:32]


def lane(subject: int, recipient: str, adapter_name: str) -> str:
    """By which name ``recipient`` knows whom a parcel is about; "" where order does not count.

    A letter is read by a person, and a feed is fetched: neither waits for the one before.
    """
    return "" if adapter_name in HANDED_ON else _keyed(f"about|{recipient}|{subject}")[:32]


def _keyed(said: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256").hex()
