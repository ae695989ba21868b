"""Counting what was opened freely, and saying how much is free."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.access.clauses import READING_POINT
from salerno.services.access.models import COVERED, Exemption, Meter, Reading, new_epoch
from salerno.services.access.queries.opening import counted_in
from salerno.services.access.queries.tables import forget
from salerno.services.access.values import MeterSet, Read

MOST_FREE = 50


@action(ACCOUNT, collects=READING_POINT)
def count_reading(*, by: Viewer, reads: Iterable[Read]) -> int:
    """Write down what the viewer opened freely; how many were new.

    What was written down before stands, unless its period is over.
    """
    given = {one.item_id: one.at for one in reads}
    known = dict(
        Reading.objects.filter(item_id__in=given, owner_id=by.known).values_list(
            "item_id", "read_at"
        )
    )
    new = {item: at for item, at in given.items() if item not in known}
    Reading.objects.bulk_create(
        [Reading(owner_id=by.known, item_id=item, read_at=at) for item, at in new.items()],
        ignore_conflicts=True,
    )
    return len(new)


@action(ACCOUNT, collects=READING_POINT)
def adopt_counter(*, by: Viewer, counter: str) -> int:
    """What a visitor's counter holds counts for the account from the sign-in on; how many."""
    return count_reading(by=by, reads=counted_in(counter))


@action(EDITORIAL)
def set_meter(*, by: Viewer, new: MeterSet) -> None:
    """Say how many things of a kind are free in a period, without and with an account."""
    if new.kind not in dict(COVERED):
        raise Refused(_("Nothing of this kind is counted."), status=400)
    if not (0 <= new.anonymous <= MOST_FREE and 0 <= new.registered <= MOST_FREE):
        raise Refused(_("Between 0 and 50 can be free."), status=422)
    if new.registered < new.anonymous:
        raise Refused(_("With an account as many are free as without one, or more."), status=422)
    Meter.objects.update_or_create(
        kind=new.kind,
        defaults={
            "anonymous": new.anonymous, "registered": new.registered, "epoch": new_epoch(),
        },
    )  # fmt: skip
    forget(new.kind)


@action(EDITORIAL)
def exempt(*, by: Viewer, item_id: int, kind: str, is_free: bool | None) -> None:
    """Leave a thing out of the meter: free to all, or never free. None: it is counted again."""
    if kind not in dict(COVERED):
        raise Refused(_("Nothing of this kind is counted."), status=400)
    if is_free is None:
        Exemption.objects.filter(item_id=item_id).delete()
    else:
        values = {"kind": kind, "is_free": is_free}
        Exemption.objects.update_or_create(item_id=item_id, defaults=values)
    changed(kind)


def changed(kind: str) -> None:
    """Let every worker read the tables of a kind anew."""
    if not Meter.objects.filter(kind=kind).update(epoch=new_epoch()):
        Meter.objects.create(kind=kind)
    forget(kind)
