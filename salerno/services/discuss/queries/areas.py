"""Areas, as editors see them at the desk: about nobody."""

from __future__ import annotations

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.doing import query
from salerno.services.discuss import models
from salerno.services.discuss.queries.threads import AREA, made_area
from salerno.services.discuss.rules.limits import page_number
from salerno.services.discuss.values import Area

PAGE = 50
MOST_PAGES = 10**6


@query(EDITORIAL)
def areas(page: object = None) -> tuple[list[Area], int, bool]:
    """One page of all areas, the latest first; its number; whether more follow. One statement."""
    number = page_number(page, MOST_PAGES)
    first = (number - 1) * PAGE
    rows = models.Area.objects.order_by("-opened_at", "-pk").values_list(*AREA)
    found = [made_area(row) for row in rows[first : first + PAGE + 1]]
    return found[:PAGE], number, len(found) > PAGE


@query(EDITORIAL)
def area(area_id: int) -> Area | None:
    """An area by its id. One statement."""
    row = models.Area.objects.filter(pk=area_id).values_list(*AREA).first()
    return None if row is None else made_area(row)
