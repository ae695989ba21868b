"""The closed lists of this room, and the levels of sureness."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ItemState(models.TextChoices):
    """Where a question stands. Only what is live is chosen; what is retired stays in history."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class Step(models.TextChoices):
    """What somebody did to a question."""

    WROTE = "wrote", _("wrote")
    REVIEWED = "reviewed", _("reviewed")
    RETURNED = "returned", _("sent back")
    RETIRED = "retired", _("retired")


@dataclass(frozen=True)
class Sureness:
    """A level of sureness: its probability in percent, and its word."""

    percent: int
    word: Promise | str


SURENESS = (
    Sureness(20, _("a guess")),
    Sureness(40, _("leaning")),
    Sureness(60, _("fairly")),
    Sureness(80, _("sure")),
    Sureness(95, _("certain")),
)
LETTERS = "ABCDEFGHIJ"
