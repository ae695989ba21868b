"""What crosses to other rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

ALL = "all"
"""The topic of who wants nothing but what must be sent."""


class Topic(models.TextChoices):
    """What a letter of our own can be about, apart from what must be sent."""

    CONTENTS = "contents", _("The table of contents")
    ALERTS = "alerts", _("What is new on a subject you chose")
    OFFERS = "offers", _("Offers of our own")
    EVENTS = "events", _("Events")
    SURVEYS = "surveys", _("Questions about our services")


ASKED_FOR = frozenset({Topic.CONTENTS.value, Topic.ALERTS.value})
"""Topics that come only to who asked for them; the others until somebody says no."""


class Sort(models.TextChoices):
    """What kind of message it is: the law asks different things of each."""

    SERVICE = "service", _("What somebody has to know")
    CONTENT = "content", _("What somebody asked for")
    OFFER = "offer", _("An offer")


class Channel(models.TextChoices):
    """The ways a message can take."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")
    POPUP = "popup", _("On the page")


CALLS = frozenset({Channel.SMS.value, Channel.PHONE.value})
"""Channels that ring somebody's telephone: they need a yes to the number, in writing."""


class Ended(models.TextChoices):
    """Why an address gets nothing any more."""

    ASKED = "asked", _("asked to stop")
    BOUNCED = "bounced", _("cannot be delivered to")
    COMPLAINED = "complained", _("was reported as unwanted")
    LISTED = "listed", _("stands on a list of those not to call")


@dataclass(frozen=True)
class TopicLine:
    """A topic as this operator has it. ``sender``: the one it speaks for, "" for the house."""

    id: str
    title: str
    sender: str = ""

    @property
    def is_asked_for(self) -> bool:
        """Whether it comes only to who asked for it."""
        return self.id in ASKED_FOR


@dataclass(frozen=True)
class NewLetter:
    """A letter as it is handed over.

    ``topic``: what it can be stopped by; empty only where it must be sent. ``base``: the address
    of this site, for the links of a letter with a topic.
    """

    owner: int
    name: str  # of its template
    to: str = field(repr=False)
    sender: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    sort: str = Sort.SERVICE
    topic: str = ""
    base: str = ""


@dataclass(frozen=True)
class NewText:
    """A text message as it is handed over."""

    owner: int
    name: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    topic: str = Topic.OFFERS


@dataclass(frozen=True)
class Handed:
    """A message on its way: its key, and the number under which its delivery is accounted for."""

    id: int
    key: str
    disclosure: int


@dataclass(frozen=True)
class Sent:
    """A letter as its receiver may read it again."""

    id: int
    name: str
    subject: str
    text: str
    purpose: str
    basis: str
    created_at: datetime


@dataclass(frozen=True)
class Mail:
    """A letter as the local carrier holds it: for the demonstration's outbox page."""

    key: str
    to: str
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Wish:
    """One cell of the matrix of topics and channels."""

    topic: str
    topic_title: str
    channel: str
    channel_title: str
    is_wanted: bool
    since: datetime | None
    how: str


@dataclass(frozen=True)
class Contact:
    """A number and a postal address that somebody gave for messages, and for nothing else."""

    number: str = ""
    postal: str = ""
