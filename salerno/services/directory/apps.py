"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory."""

    name = "salerno.services.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
