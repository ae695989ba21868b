"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Files."""

    name = "salerno.services.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
