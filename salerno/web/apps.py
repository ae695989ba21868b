"""The door as a Django app: tiers of the rooms, and the check that every route has a door."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Says which room stands on which floor, and registers the door's checks."""

    name = "salerno.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from salerno.privacy import checks
        from salerno.web import naming, pictures, restrictionletters, searching, tiers, webchecks

        checks.ROOM_TIERS.update(tiers.TIERS)
        webchecks.register_all()
        searching.register()
        naming.register()
        restrictionletters.register()
        pictures.register()
