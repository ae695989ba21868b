"""What stands on the desk: per body what waits, what is late, what was refused. Counts only."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q

from salerno.policy.purposes import CREDITS
from salerno.privacy import clock, outbox
from salerno.privacy.context import handover
from salerno.privacy.doing import query
from salerno.services.credits import models, rules
from salerno.services.credits.queries.bodies import bodies, machine, recipient
from salerno.services.credits.values import BodyState, State


@query(CREDITS)
def states() -> list[BodyState]:
    """Every body with its counts. A fixed number of statements."""
    with handover(CREDITS, ground="how many reports wait", viewer=machine()):
        counted = {one["body_id"]: one for one in _counted()}
    gone = models.Sent.objects.filter(told_at=None).exclude(gone_at=None)
    deletes = dict(gone.values_list("body_id").annotate(n=Count("pk")))
    off, kind = outbox.stopped(), recipient()
    found = []
    for one in bodies():
        row = counted.get(one.id, {})
        name = f"{kind.id}.{rules.party(one.id)}" if kind else ""
        stopped = off.get(name, "")
        if one.contract_ends and one.contract_ends < clock.today():
            stopped = "ended"
        found.append(
            BodyState(
                one, row.get("waiting", 0), row.get("overdue", 0), row.get("oldest"),
                row.get("refused", 0), deletes.get(one.id, 0), stopped,
            )
        )  # fmt: skip
    return found


def _counted() -> list[dict[str, Any]]:
    waits = Q(state=State.WAITING)
    rows = models.Report.objects.values("body_id").annotate(
        waiting=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(due_on__lt=clock.today())),
        oldest=Min("due_on", filter=waits),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
    )
    return [dict(one) for one in rows]


@query(CREDITS)
def overdue() -> int:
    """How many reports are past their day. One statement."""
    with handover(CREDITS, ground="how many reports are late", viewer=machine()):
        rows = models.Report.objects.filter(state=State.WAITING, due_on__lt=clock.today())
        return rows.count()
