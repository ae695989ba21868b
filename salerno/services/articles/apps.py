"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Articles."""

    name = "salerno.services.articles"
    label = "articles"
    default_auto_field = "django.db.models.BigAutoField"
