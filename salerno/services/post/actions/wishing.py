"""Which messages are wanted, and stopping them from inside one."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS
from salerno.privacy import choices, clock, outbox
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open, new_subject
from salerno.services.post import queries
from salerno.services.post.clauses import PREFERENCES_POINT, STOPPING
from salerno.services.post.models import Letter, Preference, Suppression
from salerno.services.post.values import ALL, CALLS, Channel, Ended, TopicLine
from salerno.services.post.values.links import address_digest

JOB = Viewer.job("post")


@action(ACCOUNT, CORRESPONDENCE, collects=PREFERENCES_POINT)
def wish(*, by: Viewer, topic: str, channel: str, is_wanted: bool, address: str = "") -> str:
    """Say whether a topic is wanted by a channel; returns the receipt.

    ``address``: the viewer's own confirmed one, which a yes takes off the list of stopped ones.
    """
    line, way = _line(topic), Channel(channel)
    if is_wanted and channel not in queries.channels():
        raise Refused(_("We do not use this channel."), status=422)
    if is_wanted and channel in CALLS and not choices.consent_to(by.known, MARKETING_SMS):
        raise Refused(
            _("Give the number first, and say yes to being called or texted at it."), status=422
        )
    if is_wanted:
        _open_again(by, line, channel, address)
    else:
        take_out_waiting(by.known, (topic,))
    return write_wish(by, line, way, is_wanted, "page")


@action(CORRESPONDENCE, collects=STOPPING)
def stop(*, by: Viewer, topic: str, digest: str, channel: str = Channel.EMAIL) -> str:
    """Stop a topic, or everything that need not be sent, by a link in a letter; the receipt.

    ``digest``: of the address the letter went to. The address itself is not kept.
    """
    suppress_one(by.known, digest, topic, Ended.ASKED)
    lines = queries.topics() if topic == ALL else (_line(topic),)
    take_out_waiting(by.known, [one.id for one in lines])
    receipt = ""
    for one in lines:
        receipt = write_wish(by, one, Channel(channel), False, "letter")
    if topic == ALL:
        question = choices.ask(MARKETING_MAIL)
        receipt = choices.choose(by.known, question, choices.State.REFUSED, channel="letter")
    return receipt


@action(CORRESPONDENCE, collects=STOPPING)
def stop_address_alone(*, by: Viewer, topic: str, digest: str) -> None:
    """Stop a topic for an address whose person is gone: a letter is pressed years later too."""
    if topic != ALL:
        _line(topic)
    suppress_one(new_subject(), digest, topic, Ended.ASKED)


@action(CORRESPONDENCE, collects=STOPPING)
def stop_number(*, by: Viewer, number: str) -> bool:
    """STOP from a telephone: no text and no call to this number; False where it was so already."""
    digest = address_digest(number)
    if queries.stopped_digests((digest,), ALL):
        return False
    people = queries.owners_of_number(number)
    suppress_one(people[0] if people else new_subject(), digest, ALL, Ended.ASKED)
    for owner in people:
        choices.choose(owner, choices.ask(MARKETING_SMS), choices.State.REFUSED, channel="sms")
    return True


@action(CORRESPONDENCE, collects=STOPPING)
def suppress(*, by: Viewer, addresses: Iterable[str], why: Ended, owner: int | None = None) -> int:
    """Nothing that need not be sent goes to these any more; how many that are new."""
    digests = {address_digest(one) for one in addresses}
    fresh = digests - queries.stopped_digests(digests, ALL)
    for digest in sorted(fresh):
        suppress_one(owner if owner is not None else new_subject(), digest, ALL, why)
    return len(fresh)


def suppress_one(owner: int, digest: str, topic: str, why: Ended) -> None:
    """Write one address down as stopped, unless it is."""
    if not queries.is_written((digest,), topic):
        Suppression.objects.create(owner_id=owner, address_digest=digest, topic=topic, why=why)


def take_out_waiting(owner: int, topics: Iterable[str]) -> int:
    """Take letters about these topics out of what waits at the door; how many."""
    with handover(CORRESPONDENCE, ground="letters that are not wanted any more", viewer=JOB):
        rows = Letter.objects.filter(owner_id=owner, topic__in=list(topics))
        found = rows.exclude(disclosure=None).order_by("-pk").values_list("disclosure", flat=True)
        numbers = [one for one in found[:200] if one is not None]
    return outbox.take_out(numbers, ground="the topic was stopped") if numbers else 0


def write_wish(by: Viewer, line: TopicLine, channel: Channel, is_wanted: bool, how: str) -> str:
    """Keep a wish and record it as a choice; the receipt."""
    values = {"is_wanted": is_wanted, "how": how, "at": clock.now()}
    mine = Preference.objects.filter(owner_id=by.known, topic=line.id, channel=channel)
    if not mine.update(**values):
        Preference.objects.create(owner_id=by.known, topic=line.id, channel=channel, **values)
    words = choices.Words("letters", f"{line.title}: {channel.label}")
    form = ChoiceForm.OPT_IN if how == "page" else ChoiceForm.UNSUBSCRIBE
    question = choices.Question(f"letters.{line.id}.{channel.value}", form, words)
    state = choices.State.GIVEN if is_wanted else choices.State.REFUSED
    return choices.choose(by.known, question, state, channel=how)


def _line(topic: str) -> TopicLine:
    found = next((one for one in queries.topics() if one.id == topic), None)
    if found is None:
        raise Refused(_("There is no such topic."), status=422)
    return found


def _open_again(by: Viewer, line: TopicLine, channel: str, address: str) -> None:
    """A new yes outweighs an old stop: of the use, and of this very address."""
    if not line.is_asked_for and channel not in CALLS and not is_open(by.known, MARKETING_MAIL):
        choices.choose(by.known, choices.ask(MARKETING_MAIL), choices.State.GIVEN)
    if address and channel == Channel.EMAIL:
        lift(address, (line.id, ALL))


def lift(address: str, topics: Iterable[str]) -> None:
    """Take an address off the list, where its own person asked to stop and now says yes."""
    digest = address_digest(address)
    with handover(AUTHENTICATE, ground="a yes after a stop", viewer=JOB):
        rows = Suppression.objects.filter(address_digest=digest, topic__in=list(topics))
        rows.filter(why=Ended.ASKED).delete()
