"""What crosses to other rooms, and the words of states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.post.values import Channel, Sort, Topic


class State(models.TextChoices):
    """Where a mailing stands."""

    DRAFT = "draft", _("Draft")
    QUEUED = "queued", _("Waiting to begin")
    SENDING = "sending", _("Going out")
    DONE = "done", _("Sent")
    STOPPED = "stopped", _("Stopped")


class Fate(models.TextChoices):
    """What became of one message to one person."""

    QUEUED = "queued", _("waits")
    HANDED = "handed", _("handed to the carrier")
    LISTED = "listed", _("on a list of calls")
    DROPPED = "dropped", _("left out")
    DELAYED = "delayed", _("came back this time")
    BOUNCED = "bounced", _("came back for good")
    COMPLAINED = "complained", _("reported as unwanted")


class Why(models.TextChoices):
    """Why somebody gets no copy of a mailing."""

    REFUSED = "refused", _("said no to messages of this kind")
    UNWANTED = "unwanted", _("does not want this topic by this channel")
    STOPPED = "stopped", _("the address was stopped, or mail to it came back")
    NOWHERE = "nowhere", _("gave no address or number for this")
    RECENT = "recent", _("had one within the last thirty days")
    GONE = "gone", _("took it back while it was on its way")


class Layout(models.TextChoices):
    """The templates of a message. Each says where we are and what stops it, or nothing goes."""

    LETTER = "letter", _("A letter")
    NOTICE = "notice", _("A notice that has to be sent")
    TEXT = "text", _("A text message")
    POPUP = "popup", _("A note on the page")


@dataclass(frozen=True)
class NewCampaign:
    """A mailing as an editor composes it. ``version``: of the policy that it gives notice of."""

    sort: str
    topic: str
    channel: str
    subject: str
    body: str
    most_shows: int = 3
    ends_date: date | None = None
    version: int = 0


@dataclass(frozen=True)
class Campaign:
    """A mailing as it stands."""

    id: int
    sort: str
    topic: str
    topic_title: str
    channel: str
    subject: str
    body: str
    state: str
    most_shows: int
    ends_date: date | None
    version: int
    origin: str
    place: int
    made_at: datetime
    queued_at: datetime | None
    finished_at: datetime | None

    @property
    def is_offer(self) -> bool:
        """Whether it has to be stoppable, and keeps to those who did not say no."""
        return self.sort == Sort.OFFER

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == State.DRAFT

    @property
    def is_called(self) -> bool:
        """Whether people of the house carry it out, by a list."""
        return self.channel in (Channel.PHONE, Channel.POST)

    @property
    def state_title(self) -> str:
        """In words."""
        return str(State(self.state).label)

    @property
    def channel_title(self) -> str:
        """In words."""
        return str(Channel(self.channel).label)

    @property
    def sort_title(self) -> str:
        """In words."""
        return str(Sort(self.sort).label)


@dataclass(frozen=True)
class Tally:
    """How many get a mailing, and how many do not, with the reasons."""

    recipients: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many in all do not."""
        return sum(self.excluded.values())

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The reasons in words, the most frequent first."""
        ordered = sorted(self.excluded.items(), key=lambda one: (-one[1], one[0]))
        return [(str(Why(why).label), count) for why, count in ordered]


@dataclass(frozen=True)
class Report:
    """How far a mailing has come: each fate with its count, and each reason for leaving out."""

    fates: Mapping[str, int]
    reasons: Mapping[str, int]

    @property
    def all(self) -> int:
        """How many it was meant for."""
        return sum(self.fates.values())

    @property
    def done(self) -> int:
        """How many do not wait any more."""
        return self.all - self.fates.get(Fate.QUEUED, 0)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The fates in words."""
        return [(str(one.label), self.fates.get(one, 0)) for one in Fate if one in self.fates]

    @property
    def returned(self) -> int:
        """How many came back, in whatever way."""
        return sum(self.fates.get(one, 0) for one in (Fate.DELAYED, Fate.BOUNCED, Fate.COMPLAINED))

    @property
    def why(self) -> list[tuple[str, int]]:
        """The reasons in words."""
        return [(str(one.label), self.reasons.get(one, 0)) for one in Why if one in self.reasons]


@dataclass(frozen=True)
class Status:
    """One recipient of a mailing as the report names them: by number, never by name."""

    number: int
    fate: str
    fate_title: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Message:
    """The words of a mailing for one person."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True)
class Asked:
    """An alert or a newsletter that somebody asked for."""

    id: int
    topic: str
    about: str
    is_confirmed: bool
    asked_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class PopUp:
    """A note on the page."""

    id: int
    subject: str
    html: str
    topic: str


@dataclass(frozen=True)
class Called:
    """One line of a list of calls or of letters by post."""

    number: int
    where: str
    hours: str


def what(asked: Asked) -> str:
    """What somebody asked for, in words."""
    return titled(asked.topic, asked.about)


def titled(topic: str, about: str) -> str:
    """A topic with its subject, in words."""
    title = str(Topic(topic).label)
    return f"{title}: {about.replace('-', ' ')}" if about else title
