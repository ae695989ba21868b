"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events."""

    name = "salerno.services.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
