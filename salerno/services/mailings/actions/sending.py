"""A mailing on its way: its people are found, and each copy goes through the gate by itself.

Each step is one transaction and can be stopped after any; the next run goes on from there.
"""

from __future__ import annotations

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.mailings import queries
from salerno.services.mailings.clauses import SENDING_MANY
from salerno.services.mailings.formats import words
from salerno.services.mailings.models import Campaign as Row
from salerno.services.mailings.models import Delivery
from salerno.services.mailings.values import Campaign, Fate, State, Why
from salerno.services.post import actions as post
from salerno.services.post.values import Channel, Handed, NewLetter, NewText
from salerno.services.post.values.links import stop_address
from salerno.services.post.values.telephones import may_ring


@action(CORRESPONDENCE, collects=SENDING_MANY)
def fill(*, by: Viewer, one: Campaign) -> bool:
    """Find the next people of a mailing and give each a copy; False when nobody is left."""
    people = queries.base(one, after=one.place)
    if not people:
        Row.objects.filter(pk=one.id, state=State.QUEUED).update(state=State.SENDING)
        return False
    fates = queries.judged(one, people)
    Delivery.objects.bulk_create(
        (
            Delivery(
                owner_id=person,
                campaign_id=one.id,
                fate=Fate.DROPPED if why else Fate.QUEUED,
                why=why,
            )
            for person, why in fates.items()
        ),
        ignore_conflicts=True,
    )
    Row.objects.filter(pk=one.id).update(place=people[-1])
    return True


@action(CORRESPONDENCE, collects=SENDING_MANY)
def send_copy(*, by: Viewer, one: Campaign, copy: int, owner: int, where: str, why: str) -> str:
    """Send one copy, or leave it out where it is not wanted any more; what became of it.

    ``why``: what speaks against it by now. The gate of letters asks again, at this very moment.
    A text that may not ring now goes on waiting.
    """
    row = Delivery.objects.select_for_update().filter(pk=copy, fate=Fate.QUEUED)
    if not row.exists():
        return ""
    if why or not where:
        return _settle(copy, Fate.DROPPED, why=Why.GONE if why != Why.RECENT else Why.RECENT)
    try:
        with handover(queries.purpose_of(one), ground="a copy of a mailing", viewer=by):
            handed = _send(by, one, owner, where)
    except Refused:
        if one.channel == Channel.SMS and not may_ring(where, clock.now()):
            return str(Fate.QUEUED)
        return _settle(copy, Fate.DROPPED, why=Why.GONE)
    return _settle(copy, Fate.HANDED, handed)


def _send(by: Viewer, one: Campaign, owner: int, where: str) -> Handed:
    name = f"mailing {one.id}"
    if one.channel == Channel.SMS:
        said = words.text(one).text
        return post.send_text(by=by, text=NewText(owner, name, where, said, one.topic))
    stop = stop_address(one.origin, owner, one.topic, where) if one.topic else ""
    message = words.letter(one, stop)
    letter = NewLetter(
        owner, name, where, in_force().operator.email, message.subject, message.text, message.html,
        one.sort, one.topic, one.origin,
    )  # fmt: skip
    return post.send(by=by, letter=letter)


def _settle(copy: int, fate: Fate, handed: Handed | None = None, why: str = "") -> str:
    Delivery.objects.filter(pk=copy).update(
        fate=fate,
        why=why,
        at=clock.now(),
        letter=handed.id if handed else None,
        disclosure=handed.disclosure if handed else None,
    )
    return str(fate)


@action(CORRESPONDENCE)
def finish(*, by: Viewer, campaign_id: int) -> bool:
    """A mailing is sent when no copy of it waits."""
    if Delivery.objects.filter(campaign_id=campaign_id, fate=Fate.QUEUED).exists():
        return False
    row = Row.objects.filter(pk=campaign_id, state=State.SENDING)
    return bool(row.update(state=State.DONE, finished_at=clock.now()))


@action(CORRESPONDENCE)
def drop_rest(*, by: Viewer, campaign_id: int) -> int:
    """Leave out every copy that waits; how many."""
    rest = Delivery.objects.filter(campaign_id=campaign_id, fate=Fate.QUEUED)
    return rest.update(fate=Fate.DROPPED, at=clock.now())
