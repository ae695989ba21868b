"""What this room offers: the way to its desk, and what its scopes are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.events import queries


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (Way("events:desk", _("Events"), _("Seats, waiting lists, the door. For editors.")),)


SCOPES = {"event": queries.titles}
