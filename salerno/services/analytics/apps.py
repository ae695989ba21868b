"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Use."""

    name = "salerno.services.analytics"
    label = "analytics"
    default_auto_field = "django.db.models.BigAutoField"
