"""The seats in courses that institutions bought, in figures: nobody is named."""

from __future__ import annotations

from salerno.policy.purposes import BILLING, SHARED
from salerno.privacy import clock
from salerno.privacy.context import handover
from salerno.privacy.doing import query
from salerno.services.access import queries as access
from salerno.services.access.values import Source
from salerno.services.commerce import queries as shop
from salerno.services.institutions import queries as institutions
from salerno.services.institutions.values import Organisation
from salerno.services.programs.queries.seats import HOUSE, all_of, sold_to
from salerno.services.programs.values import BodySeats


@query(*SHARED)
def seats_in_courses(body: Organisation) -> BodySeats:
    """How many seats an institution has, and how many are taken. Two statements."""
    sold = all_of(sold_to(body.id))
    with handover(BILLING, ground="how many seats are taken", viewer=HOUSE):
        taken = access.taken_in(body.scope)
    return BodySeats(sold.count, taken, sold.until, sold.last)


@query(*SHARED)
def seats_for(item_id: int) -> list[Organisation]:
    """The viewer's institutions that have a seat free for a course with a fee."""
    mine = institutions.own_organisations()
    if not mine or shop.fee_product(item_id) is None:
        return []
    return [one for one in mine if seats_in_courses(one).free]


@query(*SHARED)
def sits(item_id: int) -> bool:
    """Whether a seat of an institution opens a course for the viewer. One statement."""
    now = clock.now()
    return any(
        one.item_id == item_id
        and one.ground.source == Source.LICENCE
        and one.ground.ended_at is None
        and (one.ground.until is None or one.ground.until > now)
        for one in access.entitlements()
    )
