"""What things can be: kinds and states."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("One of these")
    MULTIPLE = "multiple", _("Every one that is right")
    NUMERIC = "numeric", _("A number")
    ORDERING = "ordering", _("In the right order")


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands."""

    ACTIVE = "active", _("enrolled")
    LEFT = "left", _("left")


class AttemptState(models.TextChoices):
    """Where an attempt at a quiz stands."""

    DRAFT = "draft", _("under way")
    SUBMITTED = "submitted", _("handed in")


class MaterialKind(models.TextChoices):
    """What a file of a unit is for."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    CAPTIONS = "captions", _("Captions")
    POSTER = "poster", _("Poster")
    FIGURE = "figure", _("Figure")
