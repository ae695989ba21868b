"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Programs."""

    name = "salerno.services.programs"
    label = "programs"
    default_auto_field = "django.db.models.BigAutoField"
