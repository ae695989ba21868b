"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Letters."""

    name = "salerno.services.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"
