"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The question bank."""

    name = "salerno.services.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"
