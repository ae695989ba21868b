"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The public site."""

    name = "salerno.services.pages"
    label = "pages"
