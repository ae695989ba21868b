"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses."""

    name = "salerno.services.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"
