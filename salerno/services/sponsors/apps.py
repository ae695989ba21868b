"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SponsorsConfig(AppConfig):
    """Sponsored papers."""

    name = "salerno.services.sponsors"
    label = "sponsors"
    default_auto_field = "django.db.models.BigAutoField"
