"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """Institutions."""

    name = "salerno.services.institutions"
    label = "institutions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever receives the bills of an institution may buy for it."""
        from salerno.policy import bodies
        from salerno.services.institutions.queries import billed_by

        bodies.on_buying(billed_by)
