"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access."""

    name = "salerno.services.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
