"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AdvertsConfig(AppConfig):
    """Advertising."""

    name = "salerno.services.adverts"
    label = "adverts"
    default_auto_field = "django.db.models.BigAutoField"
