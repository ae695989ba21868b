"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk. What its open requests need is not swept."""

    name = "salerno.services.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from salerno.privacy import retention
        from salerno.services.desk.queries.waiting import OpenRequests

        retention.register_live(OpenRequests())
