"""What is handed in to the editors, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

EDITORS = "editors"
"""The scope of what is handed in: who has a place there as an editor reads it."""


class Handed(models.TextChoices):
    """What it is."""

    LETTER = "letter", _("A letter to the editors")
    CASE = "case", _("A case")
    IMAGE = "image", _("An image")


class State(models.TextChoices):
    """Where it stands."""

    HANDED = "handed", _("Waiting for the editors")
    READING = "reading", _("Being read")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


WAITING = (State.HANDED, State.READING)


@dataclass(frozen=True)
class NewSubmission:
    """What is handed in. ``is_sure``: its author stands by what may point to a patient."""

    kind: str
    title: str
    text: str = field(repr=False)
    byline: str = field(repr=False)
    is_sure: bool = False


@dataclass(frozen=True)
class FileLine:
    """A file beside a submission."""

    key: str
    kind: str
    bytes: int


@dataclass(frozen=True)
class Submitted:
    """What was handed in, as the viewer may see it."""

    id: int
    kind_title: str
    title: str
    text: str
    byline: str
    state: str
    words: str
    handed_at: datetime
    is_own: bool
    files: tuple[FileLine, ...] = ()

    @property
    def state_title(self) -> str:
        """The state in words; "" where it is not the viewer's to know."""
        return str(State(self.state).label) if self.state else ""

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in WAITING
