"""What may be read: live campaigns by every page, reports by staff, interests by their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet, Sum

from salerno.policy.purposes import ACCOUNT, ADVERTS, EDITORIAL, SHARED
from salerno.privacy import clock, law, outbox
from salerno.privacy.doing import query
from salerno.privacy.law import Basis, Recipient
from salerno.services.adverts import models, rules, values
from salerno.services.adverts.rules import Flight
from salerno.services.adverts.values import State

MOST = 500
FRESH = timedelta(seconds=10)  # how long a worker remembers what is live
COUNTED = timedelta(hours=1)  # how long a banner on an open page can be counted
SALT = "adverts.banner"


def is_offered() -> bool:
    """Whether the operator shows advertising at all."""
    policy = law.in_force()
    has_basis = policy.purpose(ADVERTS.id).bases[""] is not Basis.NONE
    return policy.settings.get("ads_mode") != "off" and has_basis


def may_choose() -> bool:
    """Whether the operator lets advertising be chosen by anything of the reader."""
    return str(law.in_force().settings.get("ads_mode", "")).startswith("segments")


def vendors() -> dict[str, Recipient]:
    """The vendors whose tags may stand in pages: in the policy, under contract, not stopped."""
    policy = law.in_force()
    if not policy.settings.get("ads_third_party_tags"):
        return {}
    named = {name: one for name, one in policy.recipients.items() if one.tag and one.enabled}
    stopped = outbox.stopped() if named else {}
    today = clock.today()
    return {
        name: one for name, one in named.items() if name not in stopped and not one.has_ended(today)
    }


@dataclass
class _Live:
    """What a worker remembers of the campaigns that are live. About nobody."""

    at: datetime | None = None
    policy: str = ""
    flights: tuple[Flight, ...] = ()
    vendor_of: dict[str, str] | None = None


_live = _Live()


def forget_live() -> None:
    """Let this worker look again at what is live."""
    _live.at = None


@query(*SHARED)
def live(now: datetime) -> tuple[tuple[Flight, ...], dict[str, str]]:
    """The flights that are live, and the vendor of each placement that has one.

    A worker looks once in ten seconds: a page asks the database nothing for it.
    """
    digest = law.in_force().digest
    if _live.at is None or _live.policy != digest or not timedelta(0) <= now - _live.at < FRESH:
        rows = models.Creative.objects.filter(
            campaign__state=State.LIVE, campaign__ends_at__gt=now
        ).select_related("campaign")
        _live.flights = tuple(_flight(one) for one in rows.order_by("pk")[:10_000])
        chosen = models.PlacementOption.objects.values_list("placement", "vendor")
        _live.vendor_of = dict(chosen)
        _live.at, _live.policy = now, digest
    return _live.flights, dict(_live.vendor_of or {})


def _flight(row: models.Creative) -> Flight:
    booked = row.campaign
    return Flight(
        row.pk, booked.pk, frozenset(booked.placements), booked.starts_at, booked.ends_at,
        booked.budget, booked.served, frozenset(booked.subjects), frozenset(booked.countries),
        booked.segment, booked.cap,
    )  # fmt: skip


@query(*SHARED)
def banner(decision: rules.Decision, token: str, *, is_tailored: bool) -> values.Banner | None:
    """The banner of a decision. One statement."""
    row = _banners().filter(pk=decision.creative).first()
    if row is None:
        return None
    shown: tuple[Any, ...] = (token, *row, tuple(decision.reasons), is_tailored)
    return values.Banner(*shown)


@cache
def _banners() -> QuerySet[models.Creative, tuple[Any, ...]]:
    """The question behind ``banner``, made once; columns in the order of the value."""
    rows = models.Creative.objects.annotate(is_framed=~Q(markup=""))
    return rows.values_list(
        "campaign_id", "headline", "words", "alt", "width", "height", "is_framed",
        "campaign__advertiser__name", "campaign__advertiser__policy_link", "campaign__unit",
    )  # fmt: skip


@query(*SHARED)
def frame(creative: int) -> str | None:
    """The markup of a creative whose campaign is live."""
    rows = models.Creative.objects.filter(pk=creative, campaign__state=State.LIVE)
    return rows.exclude(markup="").values_list("markup", flat=True).first()


@query(*SHARED)
def image_of(creative: int) -> Path | None:
    """Where the image of a creative lies while its campaign is live."""
    row = models.Creative.objects.filter(pk=creative, campaign__state=State.LIVE).first()
    return Path(row.image.path) if row is not None and row.image else None


@query(*SHARED)
def where(creative: int) -> str | None:
    """Where a click on a creative leads."""
    found = models.Creative.objects.filter(pk=creative).values_list("link", "key").first()
    return None if found is None else rules.tagged(*found)


def sealed(token: values.Token) -> str:
    """A token as it stands in an address: signed, without anything of a reader in it."""
    said = [
        token.nonce, token.creative, token.campaign, token.placement, list(token.inputs),
        list(token.reasons), list(token.subjects), token.item,
    ]  # fmt: skip
    return signing.dumps(said, salt=SALT, compress=True)


def opened(sent: str) -> values.Token | None:
    """The token of an address; None where it is not ours or older than an hour."""
    try:
        said = signing.loads(sent, salt=SALT, max_age=COUNTED)
    except signing.BadSignature:
        return None
    nonce, creative, campaign, placement, inputs, reasons, subjects, item = said
    return values.Token(
        nonce, creative, campaign, placement, tuple(inputs), tuple(reasons), tuple(subjects), item
    )


@query(ADVERTS)
def interests_of(subject: int) -> frozenset[str]:
    """The interests of somebody for whom advertising may be chosen. One statement."""
    rows = models.Interest.objects.filter(owner_id=subject)
    return frozenset(rows.values_list("subject", flat=True)[:200])


@query(ACCOUNT)
def interests(mine: int) -> list[values.Interest]:
    """The viewer's own list, the latest first. One statement."""
    rows = models.Interest.objects.filter(owner_id=mine).order_by("-at", "-pk")
    return [values.Interest(*one) for one in rows.values_list("pk", "subject", "source", "at")]


@query(ADVERTS)
def segments() -> dict[str, int]:
    """How many people each interest has of those who may be met; small ones are left out."""
    rows = models.Interest.objects.values("subject").annotate(people=Count("owner", distinct=True))
    counted = rows.filter(people__gte=rules.SMALLEST).order_by("-people", "subject")
    return dict(counted.values_list("subject", "people")[:200])


@query(EDITORIAL)
def advertisers() -> list[values.AdvertiserCard]:
    """Every advertiser by name. One statement."""
    rows = models.Advertiser.objects.annotate(booked=Count("campaigns")).order_by("name", "pk")
    return [_advertiser(one, one.booked) for one in rows[:MOST]]


@query(EDITORIAL)
def advertiser(advertiser_id: int) -> values.AdvertiserCard | None:
    """One advertiser."""
    row = models.Advertiser.objects.filter(pk=advertiser_id).first()
    return None if row is None else _advertiser(row)


def _advertiser(row: models.Advertiser, booked: int = 0) -> values.AdvertiserCard:
    return values.AdvertiserCard(
        row.pk, row.slug, row.name, row.address, row.country, row.contract, row.policy_link,
        bool(row.token_digest), booked,
    )  # fmt: skip


@query(EDITORIAL)
def campaigns() -> list[values.CampaignCard]:
    """Every campaign, the latest first. One statement."""
    rows = models.Campaign.objects.select_related("advertiser").order_by("-starts_at", "-pk")
    return [_campaign(one) for one in rows[:MOST]]


@query(EDITORIAL)
def campaign(campaign_id: int) -> values.CampaignCard | None:
    """One campaign with its creatives. Three statements."""
    row = models.Campaign.objects.select_related("advertiser").filter(pk=campaign_id).first()
    if row is None:
        return None
    rows = list(row.creatives.order_by("pk"))
    blocked = dict(
        models.Blocked.objects.filter(creative__in=rows)
        .values_list("creative_id")
        .annotate(Sum("times"))
    )
    return _campaign(row, tuple(_creative(one, blocked.get(one.pk, 0)) for one in rows))


def _campaign(
    row: models.Campaign, creatives: tuple[values.CreativeCard, ...] = ()
) -> values.CampaignCard:
    return values.CampaignCard(
        row.pk, _advertiser(row.advertiser), row.name, row.unit, row.delivered_by,
        tuple(row.placements), tuple(row.subjects), tuple(row.countries), row.segment,
        row.starts_at, row.ends_at, row.budget, row.cap, row.state, row.served, creatives,
    )  # fmt: skip


def _creative(row: models.Creative, blocked: int) -> values.CreativeCard:
    return values.CreativeCard(
        row.pk, row.key, row.headline, row.words, row.link, row.alt, bool(row.image),
        bool(row.markup), tuple(row.stripped), blocked,
    )  # fmt: skip


@query(EDITORIAL)
def report(campaign_id: int) -> values.Report | None:
    """What the advertiser of a campaign may read. Two statements."""
    found = models.Campaign.objects.filter(pk=campaign_id).values_list("name", flat=True).first()
    if found is None:
        return None
    return _report(found, models.Tally.objects.filter(creative__campaign_id=campaign_id))


def _report(name: str, tallies: QuerySet[models.Tally]) -> values.Report:
    sums = (Sum("shows"), Sum("views"), Sum("clicks"), Sum("conversions"))
    rows = tallies.values_list("date", "placement").annotate(*sums).order_by("-date", "placement")
    found = list(rows[:1000])
    lines = tuple(rules.line(day, place, (a, b, c, d)) for day, place, a, b, c, d in found)
    told = [one for one in lines if one.shows is not None]
    return values.Report(
        name, lines,
        sum(one.shows or 0 for one in told), sum(one.views or 0 for one in told),
        sum(one.clicks or 0 for one in told), sum(one.conversions or 0 for one in told),
    )  # fmt: skip


@query(EDITORIAL)
def decisions(most: int = 50) -> list[dict[str, object]]:
    """The last decisions that were shown: what each used and why. One statement."""
    rows = models.Showing.objects.select_related("creative__campaign").order_by("-pk")[:most]
    return [
        {
            "creative": one.creative.headline, "campaign": one.creative.campaign.name,
            "placement": one.placement, "inputs": one.inputs, "reasons": one.reasons,
            "hour": one.hour,
        }
        for one in rows
    ]  # fmt: skip


@query(EDITORIAL)
def options() -> dict[str, str]:
    """The vendor of each placement that has one. One statement."""
    return dict(models.PlacementOption.objects.values_list("placement", "vendor"))
