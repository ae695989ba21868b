"""Giving access, and ending it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, BILLING, COURSES
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.access.clauses import ENTITLEMENT_POINT, ORDER_POINT
from salerno.services.access.models import Entitlement
from salerno.services.access.values import NewGrant, Source


@action(COURSES, ACCOUNT, collects=ENTITLEMENT_POINT)
def entitle(
    *,
    by: Viewer,
    subject: int,
    item_id: int,
    source: Source,
    until: datetime | None = None,
    scope: str = "",
) -> int:
    """Let ``subject`` open an item from now on; the id of the entitlement.

    Given twice from one source it is one entitlement; one that had ended begins anew. Somebody
    else than the subject needs a relation to them within ``scope``. Raises Refused (400) for an
    end that has passed.
    """
    now = clock.now()
    if until is not None and until <= now:
        raise Refused(_("Access cannot end before it begins."), status=400)
    row = Entitlement.objects.filter(owner_id=subject, item_id=item_id, source=source).first()
    if row is None:
        row = Entitlement.objects.create(
            owner_id=subject, item_id=item_id, source=source, since=now, until=until, scope=scope
        )
        return int(row.pk)
    is_over = row.ended_at is not None or (row.until is not None and row.until <= now)
    row.since = now if is_over else row.since
    row.until, row.ended_at, row.scope = until, None, scope
    row.save(update_fields=["since", "until", "ended_at", "scope"])
    return int(row.pk)


@action(COURSES, ACCOUNT)
def end(*, by: Viewer, subject: int, item_id: int, source: Source | None = None) -> bool:
    """End what ``subject`` may open of an item, from one source or from all.

    Whether something ended: a second time nothing does.
    """
    live = Entitlement.objects.filter(owner_id=subject, item_id=item_id, ended_at=None)
    if source is not None:
        live = live.filter(source=source)
    return bool(live.update(ended_at=clock.now()))


@action(BILLING, collects=ORDER_POINT)
def grant(*, by: Viewer, new: NewGrant) -> int:
    """Open what was paid for; the id of the entitlement. Given again, its end is moved.

    What had ended begins anew. An end that has passed opens nothing, and is kept as it is.
    """
    now = clock.now()
    mine = Entitlement.objects.filter(owner_id=new.subject, item_id=new.item_id, source=new.source)
    row = mine.first()
    if row is None:
        row = Entitlement.objects.create(
            owner_id=new.subject, item_id=new.item_id, source=new.source, covers=new.covers,
            since=new.since or now, until=new.until,
        )  # fmt: skip
        return int(row.pk)
    is_over = row.ended_at is not None or (row.until is not None and row.until <= now)
    since = (new.since or now) if is_over else row.since
    mine.update(since=since, until=new.until, ended_at=None, covers=new.covers)
    return int(row.pk)


@action(BILLING)
def end_grant(
    *, by: Viewer, subject: int, item_id: int, source: Source, at: datetime | None = None
) -> bool:
    """End what was paid for, now or at a time; whether there was something to end."""
    live = Entitlement.objects.filter(
        owner_id=subject, item_id=item_id, source=source, ended_at=None
    )
    return bool(live.update(ended_at=at or clock.now()))


@action(BILLING)
def end_scope(*, by: Viewer, subject: int, scope: str) -> int:
    """End all that was opened for ``subject`` within a scope; how many things."""
    live = Entitlement.objects.filter(owner_id=subject, scope=scope, ended_at=None)
    return live.exclude(scope="").update(ended_at=clock.now())
