"""What a person may read again of their letters, which ones they want, and who wants what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import batched

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.declare import Clause
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open
from salerno.services.post.clauses import NUMBER, POSTAL
from salerno.services.post.models import Contact, Letter, Partner, Preference, Suppression
from salerno.services.post.values import (
    ALL,
    CALLS,
    Channel,
    Handed,
    Sent,
    Topic,
    TopicLine,
    Wish,
)
from salerno.services.post.values import Contact as ContactLine
from salerno.services.post.values.links import address_digest

JOB = Viewer.job("post")
AT_ONCE = 500


def channels() -> tuple[str, ...]:
    """The channels that the pack names."""
    used = in_force().settings.get("channels", ())
    return tuple(one.value for one in Channel if isinstance(used, tuple | list) and one in used)


def clauses_of(channel: str) -> tuple[Clause, ...]:
    """What a list of a channel shows of somebody: for the record of who looked."""
    return (POSTAL,) if channel == Channel.POST else (NUMBER,)


def may_have_partners() -> bool:
    """Whether the policy names partners for whom the house may write."""
    linked = in_force().settings.get("cross_unit_linking", ())
    return isinstance(linked, tuple | list) and "partners" in linked


def topics() -> tuple[TopicLine, ...]:
    """Every topic: our own, and one for each of those for whom we write. One statement."""
    own = tuple(TopicLine(one.value, str(one.label)) for one in Topic)
    parents = tuple(in_force().operator.parents)
    partners: tuple[str, ...] = ()
    if may_have_partners():
        rows = Partner.objects.filter(is_active=True).order_by("slug")
        partners = tuple(rows.values_list("name", flat=True))
    return (*own, *(TopicLine(_topic_of(one), one, one) for one in (*parents, *partners)))


def topic_ids() -> frozenset[str]:
    """The topics by id."""
    return frozenset(one.id for one in topics())


def _topic_of(name: str) -> str:
    return f"from_{'_'.join(re.findall(r'[a-z0-9]+', name.lower()))}"[:40].rstrip("_")


@query(ACCOUNT)
def letters() -> list[Sent]:
    """The viewer's letters, the latest first."""
    rows = Letter.objects.order_by("-created_at")[:200]
    return [
        Sent(one.pk, one.name, one.subject, one.text, one.purpose, one.basis, one.created_at)
        for one in rows
    ]


@query(ACCOUNT)
def contact() -> ContactLine:
    """The number and the postal address that the viewer gave for messages."""
    row = Contact.objects.values_list("number", "postal").first()
    return ContactLine(*row) if row else ContactLine()


@query(ACCOUNT)
def wishes() -> list[Wish]:
    """The matrix of topics and the channels that the operator uses, as it stands."""
    stated = {(one.topic, one.channel): one for one in Preference.objects.all()}
    is_written_to = is_open(viewer().known, MARKETING_MAIL)
    is_called = is_open(viewer().known, MARKETING_SMS)
    ways = [Channel(one) for one in channels()]
    found = []
    for topic in topics():
        for way in ways:
            said = stated.get((topic.id, way.value))
            allowed = is_called if way.value in CALLS else is_written_to or topic.is_asked_for
            wanted = said.is_wanted if said else _first(topic.id, way.value)
            found.append(
                Wish(
                    topic.id, topic.title, way.value, str(way.label),
                    allowed and wanted, said.at if said else None, said.how if said else "",
                )
            )  # fmt: skip
    return found


def _first(topic: str, channel: str) -> bool:
    """What holds until somebody says something: nothing rings, and what is asked for is asked."""
    return channel not in CALLS and not TopicLine(topic, "").is_asked_for


@query(CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS)
def wanting(people: Collection[int], topic: str, channel: str) -> frozenset[int]:
    """Those of ``people`` who want a topic by a channel. One statement for five hundred."""
    said: dict[int, bool] = {}
    for some in batched(people, AT_ONCE):
        rows = Preference.objects.filter(owner_id__in=some, topic=topic, channel=channel)
        said |= dict(rows.values_list("owner_id", "is_wanted"))
    first = _first(topic, channel)
    return frozenset(one for one in people if said.get(one, first))


def stopped(addresses: Iterable[str], topic: str) -> frozenset[str]:
    """Those addresses to which a topic, or everything, was stopped, whoever had them then."""
    digests = {address_digest(one): one for one in addresses}
    found = stopped_digests(digests, topic)
    return frozenset(one for digest, one in digests.items() if digest in found)


def stopped_digests(digests: Collection[str], topic: str) -> frozenset[str]:
    """The same, by digests. One statement for five hundred."""
    return _written(digests, (topic, ALL))


def is_written(digests: Collection[str], topic: str) -> bool:
    """Whether this very topic stands as stopped for one of these."""
    return bool(_written(digests, (topic,)))


def _written(digests: Collection[str], names: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    with handover(AUTHENTICATE, ground="whether letters to an address were stopped", viewer=JOB):
        for some in batched(digests, AT_ONCE):
            rows = Suppression.objects.filter(address_digest__in=some, topic__in=names)
            found.update(rows.values_list("address_digest", flat=True))
    return frozenset(found)


@query(MARKETING_SMS)
def numbers(people: Collection[int]) -> dict[int, str]:
    """The numbers of those who gave one for this."""
    found: dict[int, str] = {}
    for some in batched(people, AT_ONCE):
        rows = Contact.objects.filter(owner_id__in=some).exclude(number="")
        found |= dict(rows.values_list("owner_id", "number"))
    return found


@query(MARKETING_MAIL)
def postal_addresses(people: Collection[int]) -> dict[int, str]:
    """The postal addresses of those who gave one for this."""
    found: dict[int, str] = {}
    for some in batched(people, AT_ONCE):
        rows = Contact.objects.filter(owner_id__in=some).exclude(postal="")
        found |= dict(rows.values_list("owner_id", "postal"))
    return found


def owners_of_number(number: str) -> list[int]:
    """Who gave this number for messages, and is still met there."""
    with handover(MARKETING_SMS, ground="whose number a message came from", viewer=JOB):
        rows = Contact.objects.filter(number=number).order_by("owner_id")
        return list(rows.values_list("owner_id", flat=True))


@query(CORRESPONDENCE)
def letter_by_key(key: str) -> tuple[int, str, Handed] | None:
    """Whose letter it was, where it went, and its numbers; None for a key that is not ours."""
    columns = ("owner_id", "to", "pk", "key", "disclosure")
    row = Letter.objects.filter(key=key).values_list(*columns).first()
    return (row[0], row[1], Handed(row[2], row[3], row[4] or 0)) if row else None
