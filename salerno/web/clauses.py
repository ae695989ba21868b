"""What the door itself holds: the device that asked to be known, and the security log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import ANALYTICS, SECURITY
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import register_point

DEVICE = Clause(
    "web.device",
    _("A number that lets this device be recognised"),
    "user.device.cookie_id",
    Grade.PSEUDONYMOUS,
    (ANALYTICS, AUTHENTICATE),
    ledger=("N-34", "H-24"),
    subject="devices",
)
SECURITY_LOG = Clause(
    "web.security_log",
    _("Attempts that were refused, for safety"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (SECURITY,),
    optional=False,
    ledger=("H-82", "N-86"),
    subject="devices",
)
COOKIES_POINT = register_point(
    CollectionPoint("web.cookies", _("The cookie question"), (DEVICE,), AUTHENTICATE)
)
SECURITY_POINT = register_point(
    CollectionPoint(
        "web.security", _("The security log"), (SECURITY_LOG,), SECURITY, channel="house"
    )
)
