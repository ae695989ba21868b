"""What is held of those who come to an event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ACCOUNT, EVENTS
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Reach
from salerno.privacy.registry import register_point

REGISTRATION = Clause(
    "events.registration",
    _("The events you registered for, and whether you were there"),
    "user.event.registration",
    Grade.INDIRECT,
    (EVENTS, ACCOUNT),
    optional=False,
    ledger=("N-20",),
    subject="events",
)
BADGE = Clause(
    "events.badge",
    _("The name on your badge, and on the list of an event if you stand there"),
    "user.name",
    Grade.DIRECT,
    (EVENTS, ACCOUNT),
    reach=Reach.COHORT,
    ledger=("N-20",),
    subject="events",
)

REGISTRATION_POINT = register_point(
    CollectionPoint(
        "events.registration", _("Registering for an event"), (REGISTRATION, BADGE), EVENTS
    )
)
DOOR_POINT = register_point(
    CollectionPoint(
        "events.door", _("Coming in to an event"), (REGISTRATION,), EVENTS, channel="house"
    )
)
