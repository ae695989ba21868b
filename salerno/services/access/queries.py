"""Whether the viewer may open something. Their entitlements are their own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from salerno.policy.purposes import ACCOUNT, SHARED
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.services.access import rules
from salerno.services.access.models import Entitlement
from salerno.services.access.values import Asker, Decision, Ground, Held, Thing


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
    held = _held({thing.id, *through}) if _asks(thing) else []
    all_grounds = (*(one.ground for one in held), *grounds)
    asker = Asker(viewer().subject is not None, all_grounds, age)
    return rules.decide(thing, asker, clock.now(), offer=offer)


@query(*SHARED)
def decide_each(things: Iterable[Thing], *, age: int | None = None) -> dict[int, Decision]:
    """The decision of each thing by its id, in at most one statement."""
    listed = list(things)
    by_item: dict[int, list[Ground]] = defaultdict(list)
    for one in _held({each.id for each in listed if _asks(each)}):
        by_item[one.item_id].append(one.ground)
    is_known, now = viewer().subject is not None, clock.now()
    return {
        each.id: rules.decide(each, Asker(is_known, tuple(by_item[each.id]), age), now)
        for each in listed
    }


@query(*SHARED)
def entitled_ids() -> frozenset[int]:
    """The ids of the items that the viewer's entitlements open now. One statement."""
    now = clock.now()
    return frozenset(one.item_id for one in _held(None) if rules.is_live(one.ground, now))


@query(*SHARED)
def entitlements() -> list[Held]:
    """Every entitlement of the viewer, over or not, the latest first. One statement."""
    return _held(None)


def _asks(thing: Thing) -> bool:
    """Whether the answer depends on what the viewer holds."""
    return rules.needed(thing) == rules.ENROLLED


def _held(item_ids: Collection[int] | None) -> list[Held]:
    """The viewer's own rows, whatever the page's purpose: nobody else's are met."""
    if viewer().subject is None or (item_ids is not None and not item_ids):
        return []
    with handover(ACCOUNT, ground="what the viewer may open"):
        rows = Entitlement.objects.order_by("-since", "-pk")
        if item_ids is not None:
            rows = rows.filter(item_id__in=item_ids)
        columns = ("item_id", "source", "since", "until", "ended_at")
        return [Held(row[0], Ground(*row[1:])) for row in rows.values_list(*columns)]
