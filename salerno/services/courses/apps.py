"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses."""

    name = "salerno.services.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from salerno.services.accounts.actions import on_guardian_end
        from salerno.services.courses.actions.enrol import end_for_guardian

        on_guardian_end(end_for_guardian)
