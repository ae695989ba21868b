"""The room as a Django app."""

from __future__ import annotations

import logging

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "salerno.services.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from salerno.services.accounts import foreign

        foreign.declare()
        # It names the keys that people sign in with, at every sign-in.
        logging.getLogger("fido2").setLevel(logging.WARNING)
