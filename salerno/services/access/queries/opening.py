"""Whether something opens for a visit: open, subscribed, licensed, or free for this time.

A list and the page itself ask the same question, so that a lock never says what the page does
not do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.signing import BadSignature, Signer

from salerno.policy.purposes import ACCOUNT, SHARED
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.services.access import rules
from salerno.services.access.clauses import COUNTER as COUNTER
from salerno.services.access.clauses import READING
from salerno.services.access.models import Reading
from salerno.services.access.queries.deciding import held_of, worded
from salerno.services.access.queries.tables import Licensed, Tables, tables
from salerno.services.access.values import (
    Asker,
    Decision,
    Held,
    Opening,
    Published,
    Read,
    Reason,
    Visit,
)

_signer = Signer(salt="salerno.access.counter")


@dataclass(frozen=True)
class _Standing:
    """What the viewer of one visit holds, as far as one kind of things goes."""

    held: tuple[Held, ...]
    licensed: Licensed | None
    reads: tuple[Read, ...]
    tables: Tables
    is_known: bool
    now: datetime

    @property
    def of(self) -> int:
        """How many things are free in a period."""
        return self.tables.registered if self.is_known else self.tables.anonymous


def period_days() -> int:
    """Days for which a reading counts: the term that the policy gives it."""
    return in_force().clause(READING.id).term.days


@query(*SHARED)
def opening(thing: Published, visit: Visit) -> Opening:
    """Whether ``thing`` opens. At most three statements, and none where it is open to all."""
    if rules.needed(thing) != rules.SUBSCRIBED:
        asker = Asker(viewer().subject is not None, tuple(one.ground for one in _enrolled(thing)))
        return Opening(worded(rules.decide(thing, asker, clock.now())))
    return _judged(thing, _standing(thing.kind, {thing.id}, visit))


@query(*SHARED)
def locks(things: Iterable[Published], visit: Visit) -> dict[int, bool]:
    """By id, whether each thing of one kind is locked now. At most three statements."""
    listed = list(things)
    asked = [one for one in listed if rules.needed(one) == rules.SUBSCRIBED]
    found = dict.fromkeys((one.id for one in listed), False)
    if asked:
        standing = _standing(asked[0].kind, {one.id for one in asked}, visit)
        found |= {one.id: not _judged(one, standing).decision.allowed for one in asked}
    is_known = viewer().subject is not None
    for one in listed:
        if rules.needed(one) == rules.REGISTERED:
            found[one.id] = not is_known
    return found


@query(*SHARED)
def own_reads() -> list[Read]:
    """What the viewer opened freely and still counts, the latest first. One statement."""
    return list(reversed(_reads_of_viewer(clock.now())))


def first_reads(thing: Published, opened: Opening) -> tuple[Read, ...]:
    """What is to be written down after an opening: itself, where it counts for the first time."""
    return (Read(thing.id, clock.now()),) if opened.counts else ()


def counted_in(counter: str) -> tuple[Read, ...]:
    """The readings that a visitor's counter holds and that still count; none of a forged one."""
    try:
        text = _signer.unsign(counter) if counter else ""
    except BadSignature:
        return ()
    return rules.kept(rules.read_counter(text), clock.now(), period_days())


def _standing(kind: str, ids: set[int], visit: Visit) -> _Standing:
    now, is_known = clock.now(), viewer().subject is not None
    held = tuple(held_of(ids, covers=kind))
    if any(rules.is_live(one.ground, now) and one.covers == kind for one in held):
        return _Standing(held, None, (), Tables(), is_known, now)
    known = tables(kind)
    licensed = known.at(visit.address, now) if visit.address else None
    if licensed is None and known.licences and is_known:
        licensed = known.of(visit.bodies(), now)
    if licensed is not None:
        return _Standing(held, licensed, (), known, is_known, now)
    reads = _reads_of_viewer(now) if is_known else counted_in(visit.counter)
    return _Standing(held, None, tuple(reads), known, is_known, now)


def _reads_of_viewer(now: datetime) -> tuple[Read, ...]:
    with handover(ACCOUNT, ground="what the viewer opened of what is counted"):
        rows = Reading.objects.values_list("item_id", "read_at")
        return rules.kept((Read(*one) for one in rows), now, period_days())


def _enrolled(thing: Published) -> list[Held]:
    is_asked = rules.needed(thing) == rules.ENROLLED
    return held_of({thing.id}, covers=thing.kind) if is_asked else []


def _judged(thing: Published, standing: _Standing) -> Opening:
    known = standing.tables
    grounds = tuple(
        one.ground for one in standing.held if one.item_id == thing.id or one.covers == thing.kind
    )
    if standing.licensed is not None:
        grounds = (*grounds, standing.licensed.ground)
    decision = rules.decide(thing, Asker(standing.is_known, grounds), standing.now)
    if decision.reason is not Reason.SUBSCRIBE:
        return _opened(decision, standing)
    if thing.id in known.exempt:
        free = Decision(True, Reason.OPEN) if known.exempt[thing.id] else decision
        return Opening(worded(free))
    return _metered(thing, decision, standing)


def _opened(decision: Decision, standing: _Standing) -> Opening:
    name = standing.licensed.name if standing.licensed is not None else ""
    is_licensed = decision.allowed and standing.licensed is not None
    return Opening(worded(decision), through=name if is_licensed else "")


def _metered(thing: Published, refused: Decision, standing: _Standing) -> Opening:
    found = rules.judged(thing.id, standing.reads, standing.of)
    days = period_days()
    if not found.is_free:
        return Opening(worded(refused), 0, standing.of, days)
    free = Opening(Decision(True, Reason.FREE), found.left, standing.of, days)
    if not found.is_first:
        return free
    if standing.is_known:
        return replace(free, counts=True)
    text = rules.counter_text((*standing.reads, Read(thing.id, standing.now)))
    return replace(free, counter=_signer.sign(text))
