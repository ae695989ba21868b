"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk."""

    name = "salerno.services.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
