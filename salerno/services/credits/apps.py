"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Credits."""

    name = "salerno.services.credits"
    label = "credits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A yes that is taken back anywhere ends the reports that rested on it."""
        from salerno.privacy import choices
        from salerno.services.credits.actions.bodies import follow

        choices.on_choice(follow)
