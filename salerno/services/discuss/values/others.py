"""What rooms above hand in, and what discussion needs to know of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Reach


class Standing(Protocol):
    """A post, as far as something is put beside it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def is_removed(self) -> bool:
        """Whether nothing but its place is left."""


@dataclass(frozen=True)
class Put:
    """What stands beside posts: ``lines``, safe HTML of list items, by the id of the post.

    ``folded``: the people whose posts the viewer does not want to see.
    """

    lines: Mapping[int, str] = field(default_factory=dict)
    folded: Collection[int] = ()


class Beside(Protocol):
    """Who puts something beside posts, and folds some for the viewer: handed in by a room above."""

    def of(self, posts: Collection[Standing]) -> Put:
        """What stands among what can be done with each of ``posts``."""


class Names(Protocol):
    """Who knows names: the house hands one in, since names live in another room."""

    def seen(self, subjects: Collection[int]) -> Mapping[int, str]:
        """The names of ``subjects`` as the viewer may see them; "" or none where hidden."""

    def own(self, audience: Reach) -> str:
        """The viewer's own name as everybody within ``audience`` sees it, or ""."""


class Card(Protocol):
    """Somebody beside what they wrote, as another room makes it; "" is what is not shown."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def place(self) -> str:
        """Where they are, as coarse as they show it."""

    @property
    def profile_address(self) -> str:
        """Where their profile is."""

    @property
    def name_reach(self) -> int:
        """How far their name is shown."""


class Photo(Protocol):
    """A photograph, as another room makes it."""

    @property
    def key(self) -> str:
        """The key of its address."""


@dataclass(frozen=True)
class Reusable:
    """A post that stands, as whoever wants to use it again reads it. No name is in its text."""

    author: int
    text: str
    audience: Reach
    area_title: str


@dataclass(frozen=True)
class Found:
    """A post as a page of hits shows it: no name stands in its text."""

    title: str
    address: str
    text: str
    at: datetime


SIGNS = {
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "name": _("the name of a patient"),
    "number": _("a record or insurance number"),
    "born": _("a date of birth"),
    "day": _("the day of a visit or an event"),
    "address": _("a street address"),
    "age": _("an age above 89"),
}
"""What ``rules.identifiers`` finds, in words."""
