"""Periodic work: every third of a minute, sponsors learn which leads they are to remove."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import SPONSORS
from salerno.privacy import clock, outbox
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.sponsors import actions, queries, rules
from salerno.services.sponsors.models import Passed

MOST = 500


def tell_sponsors() -> int:
    """Note what is gone, and lay it in the folder of each sponsor that has one; how many told."""
    by = queries.machine()
    with entered(SPONSORS, by, ground="periodic"):
        actions.settle(by=by)
    waiting = Passed.objects.filter(told_at=None, sponsor__has_drop=True).exclude(gone_at=None)
    columns = ("pk", "number", "sponsor_id", "sponsor__slug", "paper__slug", "gone_at")
    told = 0
    for pk, number, sponsor_id, feed, paper, gone_at in waiting.values_list(*columns)[:MOST]:
        at = gone_at.isoformat(timespec="seconds") if gone_at else ""
        record = {"feed": feed, "record": "remove", "number": number, "paper": paper, "at": at}
        if outbox.tell(rules.recipient(sponsor_id), record, f"remove-{number}"):
            told += Passed.objects.filter(pk=pk, told_at=None).update(told_at=clock.now())
    return told


PERIODIC = (Periodic("tell sponsors what to remove", timedelta(seconds=20), tell_sponsors),)
