"""What crosses to other rooms: papers and sponsors as they stand, and the sheet of a consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.policy.purposes import SPONSORS
from salerno.privacy.choices import Question, Words
from salerno.privacy.law import ChoiceForm
from salerno.services.sponsors import rules

MOST_NAMES = 20  # in one line; no more may be chosen for a paper


class Field(models.TextChoices):
    """What a sponsor may ask for. There is nothing else."""

    NAME = "name", gettext_lazy("Name")
    EMAIL = "email", gettext_lazy("E-mail address")
    ORGANISATION = "organisation", gettext_lazy("Organisation")
    JOB_TITLE = "job_title", gettext_lazy("Job title")


class Channel(models.TextChoices):
    """How a sponsor fetches its leads."""

    FILE = "file", gettext_lazy("a file")
    CALL = "call", gettext_lazy("a call of its program")


@dataclass(frozen=True)
class SponsorCard:
    """A sponsor, as the reader of a paper meets it."""

    id: int
    slug: str
    name: str
    address: str
    country: str
    contract: str
    privacy_link: str
    words: str = ""
    has_drop: bool = False


@dataclass(frozen=True)
class PaperPage:
    """A paper with its sponsors, ``takers`` being those that are not switched off."""

    id: int
    slug: str
    title: str
    summary: str
    byline: str
    label: str
    fields: tuple[str, ...]
    download_without_sharing: bool
    term_days: int
    published_at: datetime | None
    item_id: int | None
    has_file: bool
    sponsors: tuple[SponsorCard, ...]
    takers: tuple[SponsorCard, ...] = ()

    @property
    def field_titles(self) -> list[str]:
        """The fields in words, in their own order."""
        return [str(one.label) for one in Field if one.value in self.fields]

    @property
    def sponsor_names(self) -> str:
        """Who paid, in one line."""
        names = ", ".join(one.name for one in self.sponsors[:MOST_NAMES])
        more = len(self.sponsors) - MOST_NAMES
        return names if more <= 0 else _("%(names)s and %(n)d more") % {"names": names, "n": more}

    def words(self, sponsor: SponsorCard) -> str:
        """The question about one sponsor, as it is shown and kept: who, what, why, how long."""
        span = ngettext("%(n)d day", "%(n)d days", self.term_days) % {"n": self.term_days}
        return _(
            "%(sponsor)s (%(address)s, %(country)s) paid for the paper “%(paper)s” and asks who "
            "reads it, so that it can write to you about its products. It receives: %(fields)s. "
            "Nothing else is sent. It may keep them for %(span)s; then, and when you take this "
            "back, we tell it to remove them."
        ) % {
            "sponsor": sponsor.name, "address": sponsor.address, "country": sponsor.country,
            "paper": self.title, "fields": ", ".join(self.field_titles), "span": span,
        }  # fmt: skip

    def question(self, sponsor: SponsorCard, language: str) -> Question:
        """The one thing that is asked about ``sponsor`` at this paper."""
        said = Words("consent", self.words(sponsor), language).numbered()
        return Question(rules.topic(self.id, sponsor.id), ChoiceForm.OPT_IN, said, (SPONSORS,))


@dataclass(frozen=True)
class Sheet:
    """What would be passed on, value by value, and the digest of what was shown."""

    paper: PaperPage
    values: Mapping[str, str]
    digest: str
    language: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each field in words with the value that would be sent."""
        return [(str(one.label), self.values[one]) for one in Field if one.value in self.values]


@dataclass(frozen=True)
class Shared:
    """One yes that stands: what a sponsor has of the viewer, and since when."""

    paper_id: int
    sponsor_id: int
    paper: str
    paper_slug: str
    sponsor: str
    number: str
    receipt: str
    taken_at: datetime
    ends_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The question that was answered."""
        return rules.topic(self.paper_id, self.sponsor_id)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each field in words with the value that was sent."""
        return [(str(one.label), self.values[one]) for one in Field if one.value in self.values]


@dataclass(frozen=True)
class Taken:
    """What taking a paper left: the moment, and the receipts, none where nothing was shared."""

    at: datetime
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeadLine:
    """A lead as it leaves the house: the number, the paper, and exactly the fields asked."""

    id: int
    number: str
    paper: str
    taken_at: datetime
    ends_at: datetime
    values: Mapping[str, str]


@dataclass(frozen=True)
class Promoted:
    """A paper as it is named beside other things: who paid stands with it."""

    slug: str
    title: str
    label: str
    sponsor_names: str


@dataclass(frozen=True)
class Gone:
    """A lead that is to be removed, by its number."""

    number: str
    paper: str
    at: datetime


@dataclass(frozen=True)
class Feed:
    """What a sponsor gets in one answer. ``after``: where the next one goes on, 0 at the end."""

    sponsor: str
    leads: tuple[LeadLine, ...]
    gone: tuple[Gone, ...]
    after: int = 0


@dataclass(frozen=True)
class SponsorState:
    """A sponsor on the desk. ``stopped``: why its switch is off, "" where it is on."""

    card: SponsorCard
    has_token: bool
    token_at: datetime | None
    stopped: str
    held: int
    gone: int


@dataclass(frozen=True)
class NewSponsor:
    """A sponsor as an editor hands it in."""

    slug: str
    name: str
    address: str
    country: str
    contract: str
    privacy_link: str
    words: str = ""
    has_drop: bool = False


@dataclass(frozen=True)
class NewPaper:
    """A paper as an editor hands it in."""

    slug: str
    title: str
    summary: str
    label: str
    fields: tuple[str, ...]
    download_without_sharing: bool
    term_days: int
    sponsors: tuple[int, ...]
    byline: str = ""
