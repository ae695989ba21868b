"""What crosses to pages: discussions, connections, invitations, stars, re-uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Reach


class Bond(models.TextChoices):
    """Where a connection stands, seen from one side."""

    ASKED = "asked", _("You asked")
    WAITING = "waiting", _("Asks you")
    CONNECTED = "connected", _("Connected")


class Quietness(models.TextChoices):
    """How somebody is kept away."""

    MUTE = "mute", _("Muted")
    BLOCK = "block", _("Blocked")


class Invited(models.TextChoices):
    """What an invitation is to."""

    CONNECT = "connect", _("To connect")
    DISCUSSION = "discussion", _("To a discussion")


class Fate(models.TextChoices):
    """What became of an invitation, as far as who sent it learns."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken up")
    ENDED = "ended", _("Ended")


class Medium(models.TextChoices):
    """In which medium a contribution is used again."""

    PRINT = "print", _("In print")
    ONLINE = "online", _("Online")
    AUDIO = "audio", _("Audio or video")
    BOOK = "book", _("Book")


@dataclass(frozen=True)
class Marks:
    """What stands beside posts. ``by_post``: how many like one, whether the viewer does, and
    whether they keep it. ``folded``: the people whose posts they do not want to see.
    """

    by_post: Mapping[int, tuple[int, bool, bool]]
    folded: frozenset[int]


@dataclass(frozen=True)
class NewInvitation:
    """An invitation as it is handed in. ``lines``: of the inviter's profile, for the letter."""

    address: str = field(repr=False)
    lines: tuple[str, ...]
    discussion: int = 0


@dataclass(frozen=True)
class DiscussionLine:
    """A discussion as the viewer may see it. ``host`` 0: nobody is named."""

    id: int
    area_id: int
    title: str
    audience: Reach
    host: int
    opened_at: datetime
    is_own: bool

    @property
    def is_closed(self) -> bool:
        """Whether only those who were invited take part."""
        return self.audience < Reach.MEMBERS

    @property
    def address(self) -> str:
        """Its page."""
        return f"/hall/{self.id}"


@dataclass(frozen=True)
class BondLine:
    """A connection, asked for or made, with the other's name as the viewer sees it."""

    other: int
    name: str
    state: str
    since: datetime


@dataclass(frozen=True)
class QuietLine:
    """Somebody whom the viewer keeps away."""

    other: int
    name: str
    kind: str
    kind_title: str


@dataclass(frozen=True)
class SentLine:
    """An invitation that the viewer sent. No address stands in it."""

    kind_title: str
    fate: str
    fate_title: str
    at: datetime


@dataclass(frozen=True)
class Open:
    """An invitation as whoever holds its link finds it."""

    id: int
    invitee: int
    inviter: int
    kind: str
    discussion: int
    is_mere: bool


@dataclass(frozen=True)
class Standing:
    """How the viewer stands towards somebody: a connection's state, and whether kept away."""

    other: int
    bond: str = ""
    quiet: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Starred:
    """A post that the viewer keeps for themselves."""

    post: int
    title: str
    text: str
    address: str


@dataclass(frozen=True)
class NewReuse:
    """A re-use as an editor states it."""

    post: int
    publication: str
    medium: str
    licence: str
    is_named: bool


@dataclass(frozen=True)
class ReuseLine:
    """One line of a contribution's history."""

    post: int
    publication: str
    medium_title: str
    licence: str
    is_named: bool
    at: datetime
