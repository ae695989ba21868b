"""What the desk reads: meters, exemptions and licences. Nobody is named in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from salerno.policy.purposes import SHARED
from salerno.privacy.doing import query
from salerno.services.access import models
from salerno.services.access.values import LicenceShown, MeterSet

MOST = 500


@query(*SHARED)
def meters() -> list[MeterSet]:
    """What is free of each kind that is counted. One statement."""
    rows = models.Meter.objects.order_by("kind").values_list("kind", "anonymous", "registered")
    return [MeterSet(*one) for one in rows]


@query(*SHARED)
def exemptions() -> dict[int, bool]:
    """Things that the meter leaves out, and whether each is free. One statement."""
    return dict(models.Exemption.objects.values_list("item_id", "is_free")[:MOST])


@query(*SHARED)
def licences(reference: str = "") -> list[LicenceShown]:
    """The licences, or that of one order, the latest first, with networks. Two statements."""
    columns = (
        "pk", "name", "covers", "organisation_id", "reference", "since", "until", "ended_at",
    )  # fmt: skip
    rows = models.Licence.objects.order_by("-since", "-pk")
    if reference:
        rows = rows.filter(reference=reference)
    found = list(rows.values_list(*columns)[:MOST])
    blocks: dict[int, list[str]] = defaultdict(list)
    networks = models.Network.objects.filter(licence_id__in=[one[0] for one in found])
    for licence, block in networks.order_by("pk").values_list("licence_id", "block"):
        blocks[licence].append(block)
    return [replace(LicenceShown(*one), networks=tuple(blocks[one[0]])) for one in found]
