"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """The community."""

    name = "salerno.services.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"
