"""What crosses to other rooms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a letter can be about, apart from what must be sent."""

    CONTENTS = "contents", _("The table of contents")
    OFFERS = "offers", _("Offers of our own")
    EVENTS = "events", _("Events")
    SURVEYS = "surveys", _("Questions about our services")


class Channel(models.TextChoices):
    """The ways a message can take."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")
    POPUP = "popup", _("On the page")


@dataclass(frozen=True)
class NewLetter:
    """A letter as it is handed over."""

    owner: int
    name: str  # of its template
    to: str = field(repr=False)
    sender: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(default="", repr=False)


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
