"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys."""

    name = "salerno.services.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
