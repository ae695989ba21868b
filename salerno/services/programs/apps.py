"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Programs."""

    name = "salerno.services.programs"
    label = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A yes that is taken back anywhere ends the seat that rested on it."""
        from salerno.privacy import choices
        from salerno.services.programs.actions.seats import follow

        choices.on_choice(follow)
