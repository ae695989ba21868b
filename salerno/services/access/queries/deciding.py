"""Whether the viewer may open something. Their entitlements are their own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, SHARED
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.services.access import rules
from salerno.services.access.models import Entitlement
from salerno.services.access.values import Asker, Decision, Ground, Held, Reason, Thing

WHAT_TO_DO: Mapping[Reason, Promise | str] = {
    Reason.SIGN_IN: _("Sign in, or create an account, to open this."),
    Reason.NOT_ENROLLED: _("Enrol to open this."),
    Reason.NOT_BEGUN: _("Your access begins on %(date)s."),
    Reason.ENDED: _("Your access has ended. Enrol again to open this."),
    Reason.TOO_YOUNG: _("This is for people of %(years)s years and older."),
    Reason.AGE_UNKNOWN: _("This is for people of %(years)s years and older: say that you are."),
    Reason.WITHDRAWN: _("This was taken back."),
    Reason.SUBSCRIBE: _("Subscribe to read this, or read it where your institution does."),
    Reason.NOT_PUBLISHED: _("This opens on %(date)s."),
}


def worded(decision: Decision) -> Decision:
    """The decision with what to do, in words; nothing where it opens."""
    words = str(WHAT_TO_DO.get(decision.reason, ""))
    date = date_format(decision.at, "j F Y") if decision.at else ""
    return replace(decision, what_to_do=words % {"date": date, "years": decision.years})


@query(*SHARED)
def decide(
    thing: Thing,
    *,
    through: Collection[int] = (),
    grounds: tuple[Ground, ...] = (),
    age: int | None = None,
    offer: str = "",
) -> Decision:
    """Whether the viewer may open ``thing``. At most one statement, and none where it is open.

    ``through``: ids of items whose entitlement opens this one too, as a course opens its units.
    ``grounds``: what else opens it, that no entitlement holds. ``offer``: where one can enrol.
    """
    held = held_of({thing.id, *through}) if _asks(thing) else []
    all_grounds = (*(one.ground for one in held), *grounds)
    asker = Asker(viewer().subject is not None, all_grounds, age)
    return worded(rules.decide(thing, asker, clock.now(), offer=offer))


@query(*SHARED)
def decide_each(things: Iterable[Thing], *, age: int | None = None) -> dict[int, Decision]:
    """The decision of each thing by its id, in at most one statement."""
    listed = list(things)
    by_item: dict[int, list[Ground]] = defaultdict(list)
    for one in held_of({each.id for each in listed if _asks(each)}):
        by_item[one.item_id].append(one.ground)
    is_known, now = viewer().subject is not None, clock.now()
    return {
        each.id: worded(rules.decide(each, Asker(is_known, tuple(by_item[each.id]), age), now))
        for each in listed
    }


@query(*SHARED)
def entitled_ids() -> frozenset[int]:
    """The ids of the items that the viewer's entitlements open now. One statement."""
    now = clock.now()
    return frozenset(one.item_id for one in held_of(None) if rules.is_live(one.ground, now))


@query(*SHARED)
def entitlements() -> list[Held]:
    """Every entitlement of the viewer, over or not, the latest first. One statement."""
    return held_of(None)


def _asks(thing: Thing) -> bool:
    """Whether the answer depends on what the viewer holds."""
    return rules.needed(thing) in {rules.ENROLLED, rules.SUBSCRIBED}


def held_of(item_ids: Collection[int] | None, *, covers: str = "") -> list[Held]:
    """The viewer's own rows, whatever the page's purpose: nobody else's are met.

    With ``covers``, those too that open each thing of a kind.
    """
    if viewer().subject is None or (item_ids is not None and not item_ids):
        return []
    with handover(ACCOUNT, ground="what the viewer may open"):
        rows = Entitlement.objects.order_by("-since", "-pk")
        if item_ids is not None:
            asked = Q(item_id__in=item_ids)
            rows = rows.filter(asked | Q(covers=covers) if covers else asked)
        columns = ("item_id", "covers", "source", "since", "until", "ended_at")
        return [Held(row[0], Ground(*row[2:]), row[1]) for row in rows.values_list(*columns)]
