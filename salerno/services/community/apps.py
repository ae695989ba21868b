"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    """The community."""

    name = "salerno.services.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put likes and stars beside posts, wherever they stand."""
        from salerno.privacy.rights import on_leave
        from salerno.services.community.actions.inviting import leave
        from salerno.services.community.slots import Beside
        from salerno.services.discuss.actions import set_beside

        set_beside(Beside())
        on_leave(leave)
