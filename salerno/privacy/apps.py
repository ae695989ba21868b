"""The kernel as a Django app: checks at start, the gate's backends, the audit."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the start-up checks; everything else is imported by who uses it."""

    name = "salerno.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from salerno.privacy import audit, checks, choices, journal, withdrawal

        checks.register_all()
        audit.listen()
        withdrawal.listen()
        choices.on_choice(journal.follow)
