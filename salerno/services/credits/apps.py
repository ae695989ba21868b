"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Credits."""

    name = "salerno.services.credits"
    label = "credits"
    default_auto_field = "django.db.models.BigAutoField"
