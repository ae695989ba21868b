"""What crosses to the pages: banners as they stand, campaigns as staff hand them in, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.adverts.rules import Input, Line


class Placement(models.TextChoices):
    """Where a banner may stand. There is no other place."""

    ARTICLE = "article", _("Beside an article")
    HOME = "home", _("On the front page")


class State(models.TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", _("In preparation")
    LIVE = "live", _("Live")
    STOPPED = "stopped", _("Stopped")


class Source(models.TextChoices):
    """Where an interest comes from."""

    SAID = "said", _("You said so")
    READ = "read", _("You read about it")


WHY = {
    Input.SUBJECT: _("what this page is about"),
    Input.COUNTRY: _("the country that your connection comes from"),
    Input.SEGMENT: _("an interest on your list"),
    Input.FREQUENCY: _("how often this device has shown it today"),
}


@dataclass(frozen=True)
class Banner:
    """A banner on a page. ``token``: under which it is counted, and which says nothing of who."""

    token: str
    campaign: int
    headline: str
    words: str
    alt: str
    width: int
    height: int
    is_framed: bool
    advertiser: str
    policy_link: str
    unit: str
    reasons: tuple[str, ...]
    is_tailored: bool

    @property
    def because(self) -> list[str]:
        """The reasons in words."""
        return [str(WHY[Input(one)]) for one in self.reasons]


@dataclass(frozen=True)
class Tag:
    """A vendor's frame in place of a banner, and where it is loaded from."""

    vendor: str
    name: str
    address: str


@dataclass(frozen=True)
class Token:
    """What a count is made under: which creative stood where, and why."""

    nonce: str
    creative: int
    campaign: int
    placement: str
    inputs: tuple[str, ...]
    reasons: tuple[str, ...]
    subjects: tuple[str, ...]
    item: int


@dataclass(frozen=True)
class NewAdvertiser:
    """A company as staff hand it in."""

    slug: str
    name: str
    address: str
    country: str
    contract: str
    policy_link: str


@dataclass(frozen=True)
class AdvertiserCard:
    """A company as it stands."""

    id: int
    slug: str
    name: str
    address: str
    country: str
    contract: str
    policy_link: str
    has_token: bool
    campaigns: int


@dataclass(frozen=True)
class NewCampaign:
    """A campaign as staff hand it in. ``unit``: for whose benefit; ``delivered_by``: by whom."""

    advertiser: int
    name: str
    unit: str
    delivered_by: str
    placements: tuple[str, ...]
    subjects: tuple[str, ...]
    countries: tuple[str, ...]
    segment: str
    starts_at: datetime
    ends_at: datetime
    budget: int
    cap: int


@dataclass(frozen=True)
class CreativeCard:
    """A creative on the desk. ``stripped``: what its markup lost when it came in."""

    id: int
    key: str
    headline: str
    words: str
    link: str
    alt: str
    has_image: bool
    is_framed: bool
    stripped: tuple[str, ...]
    blocked: int


@dataclass(frozen=True)
class CampaignCard:
    """A campaign on the desk."""

    id: int
    advertiser: AdvertiserCard
    name: str
    unit: str
    delivered_by: str
    placements: tuple[str, ...]
    subjects: tuple[str, ...]
    countries: tuple[str, ...]
    segment: str
    starts_at: datetime
    ends_at: datetime
    budget: int
    cap: int
    state: str
    served: int
    creatives: tuple[CreativeCard, ...] = ()

    @property
    def state_title(self) -> str:
        """Where it stands, in words."""
        return str(State(self.state).label)

    @property
    def placement_titles(self) -> list[str]:
        """Where it may stand, in words."""
        return [str(Placement(one).label) for one in self.placements]


@dataclass(frozen=True)
class Report:
    """What an advertiser may read: totals, and lines none of which counts few."""

    campaign: str
    lines: tuple[Line, ...]
    shows: int
    views: int
    clicks: int
    conversions: int


@dataclass(frozen=True)
class Interest:
    """One line of a person's list of interests."""

    id: int
    subject: str
    source: str
    at: datetime

    @property
    def source_title(self) -> str:
        """Where it comes from, in words."""
        return str(Source(self.source).label)

    @property
    def title(self) -> str:
        """The subject as a person writes it."""
        return self.subject.replace("-", " ")
