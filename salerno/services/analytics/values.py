"""What crosses to the pages: lines of a history, a list made for somebody, a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.analytics.rules import Signal


class Deed(models.TextChoices):
    """What was done with an item."""

    READ = "read", gettext_lazy("Read")
    WATCHED = "watched", gettext_lazy("Watched")
    DOWNLOADED = "downloaded", gettext_lazy("Downloaded")


@dataclass(frozen=True)
class Opened:
    """A line of one's own history. ``seconds`` None: nobody said how long."""

    id: int
    title: str
    address: str
    deed: str
    at: datetime
    seconds: int | None

    @property
    def deed_title(self) -> str:
        """What was done, in words."""
        return str(Deed(self.deed).label)

    @property
    def minutes(self) -> int:
        """How long, in minutes, at least one."""
        return max(1, round((self.seconds or 0) / 60))


@dataclass(frozen=True)
class Suggested:
    """Something listed for somebody, and why."""

    title: str
    address: str
    summary: str
    signals: tuple[Signal, ...]
    subjects: tuple[str, ...]

    @property
    def because(self) -> str:
        """Why it stands there, in one sentence."""
        words = {
            Signal.SPECIALTY: _("your specialty"),
            Signal.READING: _("what you read here"),
            Signal.NEW: _("it is new"),
        }
        about = ", ".join(one.replace("-", " ") for one in self.subjects)
        held = ", ".join(str(words[one]) for one in self.signals)
        return _("%(held)s (%(about)s)") % {"held": held, "about": about} if about else held


@dataclass(frozen=True)
class Use:
    """A line of the report. ``readers`` None: fewer than ten."""

    title: str
    address: str
    readers: int | None
    minutes: float | None
