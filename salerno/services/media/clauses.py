"""What is held about files, and where it is collected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import (
    ACCOUNT,
    COMMUNITY,
    COURSES,
    DIRECTORY,
    DIRECTORY_INFORMATION,
    PROFILE,
)
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Reach
from salerno.privacy.registry import register_point

PHOTOGRAPH = Clause(
    "media.photograph",
    _("Your photograph"),
    "user.biometric.photograph",
    Grade.DIRECT,
    (ACCOUNT, PROFILE, COMMUNITY, COURSES, DIRECTORY, DIRECTORY_INFORMATION),
    reach=Reach.PUBLIC,
    ledger=("N-70",),
    subject="profile",
)
PHOTOGRAPH_POINT = register_point(
    CollectionPoint("media.photograph", _("Your photograph"), (PHOTOGRAPH,), ACCOUNT)
)
