"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Mailings."""

    name = "salerno.services.mailings"
    label = "mailings"
    default_auto_field = "django.db.models.BigAutoField"
