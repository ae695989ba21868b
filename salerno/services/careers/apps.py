"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CareersConfig(AppConfig):
    """Careers."""

    name = "salerno.services.careers"
    label = "careers"
    default_auto_field = "django.db.models.BigAutoField"
