"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search."""

    name = "salerno.services.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
