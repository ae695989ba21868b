"""Giving access, and ending it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COURSES
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.access.clauses import ENTITLEMENT_POINT
from salerno.services.access.models import Entitlement
from salerno.services.access.values import Source


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
