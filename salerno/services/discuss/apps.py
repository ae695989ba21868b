"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DiscussConfig(AppConfig):
    """Discussion."""

    name = "salerno.services.discuss"
    label = "discuss"
    default_auto_field = "django.db.models.BigAutoField"
