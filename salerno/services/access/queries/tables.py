"""What holds for everybody: meters, exemptions and networks, kept in memory under their epoch.

One statement every other second asks whether the epoch is still the one that was read; only a
change reads the tables anew. Nothing in them is about a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache

from salerno.services.access import rules
from salerno.services.access.models import Exemption, Licence, Meter, Network
from salerno.services.access.values import Ground, Source


@dataclass(frozen=True)
class Licensed:
    """A licence as it is looked up."""

    name: str
    organisation_id: int | None
    ground: Ground


@dataclass(frozen=True)
class Tables:
    """All that is asked of a kind, but what the viewer holds."""

    epoch: str = ""
    anonymous: int = 0
    registered: int = 0
    exempt: Mapping[int, bool] = field(default_factory=dict)
    licences: Mapping[int, Licensed] = field(default_factory=dict)
    ranges: rules.Ranges = field(default_factory=lambda: rules.Ranges(()))

    def at(self, address: str, now: datetime) -> Licensed | None:
        """The licence that holds in the network of ``address``."""
        found = (self.licences[one] for one in self.ranges.of(address))
        return next((one for one in found if rules.is_live(one.ground, now)), None)

    def of(self, bodies: Collection[int], now: datetime) -> Licensed | None:
        """The licence of one of these organisations."""
        return next(
            (
                one
                for one in self.licences.values()
                if one.organisation_id in bodies and rules.is_live(one.ground, now)
            ),
            None,
        )


CACHED, SECONDS = "access.meter", 2
_kept: dict[str, Tables] = {}


def tables(kind: str) -> Tables:
    """The tables of a kind. One statement, or none, and three more after a change."""
    row = cache.get(f"{CACHED}:{kind}")
    if row is None:
        asked = Meter.objects.filter(kind=kind)
        row = asked.values_list("epoch", "anonymous", "registered").first() or ("", 0, 0)
        cache.set(f"{CACHED}:{kind}", row, SECONDS)
    if not row[0]:
        return Tables()
    known = _kept.get(kind)
    if known is None or known.epoch != row[0]:
        known = _kept[kind] = _read(kind, *row)
    return known


def forget(kind: str) -> None:
    """A change of this worker counts at once; others learn of it within two seconds."""
    cache.delete(f"{CACHED}:{kind}")


def _read(kind: str, epoch: str, anonymous: int, registered: int) -> Tables:
    exempt = dict(Exemption.objects.filter(kind=kind).values_list("item_id", "is_free"))
    columns = ("pk", "name", "organisation_id", "since", "until", "ended_at")
    licences = {
        row[0]: Licensed(row[1], row[2], Ground(Source.LICENCE, *row[3:]))
        for row in Licence.objects.filter(covers=kind).order_by("pk").values_list(*columns)
    }
    blocks = Network.objects.filter(licence__covers=kind).values_list("block", "licence_id")
    ranges = rules.Ranges((rules.block(text), licence) for text, licence in blocks.iterator())
    return Tables(epoch, anonymous, registered, exempt, licences, ranges)
