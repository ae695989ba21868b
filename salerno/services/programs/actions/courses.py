"""Taking a seat of one's institution in a course, and giving it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, BILLING
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.access import actions as access
from salerno.services.access import queries as opened
from salerno.services.access.values import Source
from salerno.services.commerce import queries as shop
from salerno.services.institutions import actions as institutions
from salerno.services.institutions import queries as bodies
from salerno.services.programs import rules
from salerno.services.programs.queries.bodies import seats_in_courses
from salerno.services.programs.queries.seats import HOUSE, all_of, sold_to


@action(ACCOUNT)
def take_course_seat(*, by: Viewer, slug: str, item_id: int) -> None:
    """Let a seat of the viewer's institution pay for a course, for as long as the seat is paid.

    Raises Refused (404) for an institution that is not theirs or a course without a fee, 409
    where it is open for them already or no seat is free.
    """
    body = next((one for one in bodies.own_organisations() if one.slug == slug), None)
    if body is None or shop.fee_product(item_id) is None:
        raise Refused(_("Your institutions have no seat in such a course."), status=404)
    institutions.hold(by=by, organisation_id=body.id)  # two who take the last seat
    if item_id in opened.entitled_ids():
        raise Refused(_("This course is open for you already."), status=409)
    seats = seats_in_courses(body)
    if not seats.free:
        raise Refused(
            _("No seat is free. Ask those who look after your institution to buy one more."),
            status=409,
        )
    access.entitle(
        by=by, subject=by.known, item_id=item_id, source=Source.LICENCE, until=seats.last,
        scope=body.scope,
    )  # fmt: skip


@action(ACCOUNT)
def give_back(*, by: Viewer, item_id: int) -> None:
    """Give a seat back: the course closes, and somebody else can take it."""
    if not access.end(by=by, subject=by.known, item_id=item_id, source=Source.LICENCE):
        raise Refused(_("You sit on no such seat."), status=404)


def settle_courses() -> int:
    """End the seats in courses that are paid no longer, those taken last; how many."""
    ended = 0
    with entered(BILLING, HOUSE, ground="periodic"):
        for scope in opened.scopes_of("institution"):
            paid = all_of(sold_to(int(scope.partition(":")[2]))).count
            held = opened.held_in(scope)
            for at in rules.over(range(len(held)), paid):
                owner, item = held[at]
                ended += access.end_grant(
                    by=HOUSE, subject=owner, item_id=item, source=Source.LICENCE
                )
    return ended
