"""Mailings as editors see them: by number and reason, never by name."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q

from salerno.policy.purposes import CORRESPONDENCE, EDITORIAL
from salerno.privacy import clock, outbox
from salerno.privacy.context import handover
from salerno.privacy.doing import query
from salerno.privacy.models import Disclosure
from salerno.services.mailings.models import Campaign as Row
from salerno.services.mailings.models import Delivery
from salerno.services.mailings.queries.audience import JOB, places_of
from salerno.services.mailings.values import Called, Campaign, Fate, Report, State, Status, Why
from salerno.services.post import queries as post
from salerno.services.post.values import Channel, Sort
from salerno.services.post.values.telephones import may_ring, zones_of

PAGE = 100


@query(EDITORIAL)
def campaigns() -> list[Campaign]:
    """Every mailing, the latest first. Two statements."""
    titles = {one.id: one.title for one in post.topics()}
    return [_made(one, titles) for one in Row.objects.order_by("-pk")[:PAGE]]


@query(EDITORIAL, CORRESPONDENCE)
def campaign(campaign_id: int) -> Campaign | None:
    """One mailing; None where there is none."""
    row = Row.objects.filter(pk=campaign_id).first()
    return _made(row, {one.id: one.title for one in post.topics()}) if row else None


@query(CORRESPONDENCE)
def due_campaigns() -> list[Campaign]:
    """What waits to go out by itself, the oldest first."""
    titles = {one.id: one.title for one in post.topics()}
    sent = Q(channel__in=[Channel.EMAIL, Channel.SMS])
    rows = Row.objects.filter(sent, state__in=[State.QUEUED, State.SENDING]).order_by("queued_at")
    return [_made(one, titles) for one in rows]


@query(EDITORIAL)
def notice_of(version: int) -> Campaign | None:
    """The notice that was given of a version of the policy."""
    row = Row.objects.filter(version=version, sort=Sort.SERVICE).order_by("pk").first()
    return _made(row, {}) if row else None


def _made(row: Row, titles: dict[str, str]) -> Campaign:
    return Campaign(
        row.pk, row.sort, row.topic, titles.get(row.topic, row.topic), row.channel, row.subject,
        row.body, row.state, row.most_shows, row.ends_date, row.version, row.origin, row.place,
        row.made_at, row.queued_at, row.finished_at,
    )  # fmt: skip


@query(EDITORIAL)
def report(campaign_id: int) -> Report:
    """How far a mailing has come. Two statements, whatever its size."""
    with handover(CORRESPONDENCE, ground="how far a mailing has come", viewer=JOB):
        rows = Delivery.objects.filter(campaign_id=campaign_id).order_by()
        fates = dict(rows.values_list("fate").annotate(Count("pk")))
        why = dict(rows.exclude(why="").values_list("why").annotate(Count("pk")))
    return Report(fates, why)


@query(EDITORIAL)
def statuses(campaign_id: int, *, after: int = 0) -> list[Status]:
    """What became of each copy, behind number ``after``: by the copy's number, never by name."""
    with handover(CORRESPONDENCE, ground="what became of each copy", viewer=JOB):
        rows = Delivery.objects.filter(campaign_id=campaign_id, pk__gt=after).order_by("pk")
        found = list(rows.values_list("pk", "fate", "why", "disclosure", "at")[:PAGE])
    carried = outbox.states([one[3] for one in found if one[3]])
    return [
        Status(pk, fate, _title(fate, carried.get(disclosure or 0, "")), _why(why), at)
        for pk, fate, why, disclosure, at in found
    ]


def _title(fate: str, carried: str) -> str:
    """What became of it, in words; of what was handed over, how far the carrier is."""
    words = {
        Disclosure.State.SENT: "the carrier has it",
        Disclosure.State.FAILED: "the carrier refused it",
        Disclosure.State.STOPPED: "taken back at the door",
    }
    more = words.get(Disclosure.State(carried)) if carried and fate == Fate.HANDED else ""
    return str(more or Fate(fate).label)


def _why(why: str) -> str:
    return str(Why(why).label) if why else ""


@query(CORRESPONDENCE)
def waiting_copies(campaign_id: int, *, after: int = 0, limit: int = 100) -> dict[int, int]:
    """Copies that wait, by number, with whose they are."""
    rows = Delivery.objects.filter(campaign_id=campaign_id, fate=Fate.QUEUED, pk__gt=after)
    return dict(rows.order_by("pk").values_list("pk", "owner_id")[:limit])


@query(CORRESPONDENCE)
def call_list(one: Campaign, copies: Collection[int]) -> list[Called]:
    """The numbers or addresses of these copies, with the hours in which they may ring."""
    rows = Delivery.objects.filter(pk__in=list(copies)).order_by("pk")
    owners = dict(rows.values_list("pk", "owner_id"))
    places = places_of(one, list(owners.values()))
    return [
        Called(pk, places[owner], _hours(one, places[owner]))
        for pk, owner in owners.items()
        if owner in places
    ]


def _hours(one: Campaign, where: str) -> str:
    if one.channel != Channel.PHONE:
        return ""
    zones = ", ".join(str(zone) for zone in zones_of(where))
    return f"8-21 {zones}{'' if may_ring(where, clock.now()) else ' (not now)'}"
