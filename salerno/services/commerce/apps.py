"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """What is sold and owed."""

    name = "salerno.services.commerce"
    label = "commerce"
    default_auto_field = "django.db.models.BigAutoField"
