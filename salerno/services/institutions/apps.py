"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """Institutions."""

    name = "salerno.services.institutions"
    label = "institutions"
    default_auto_field = "django.db.models.BigAutoField"
