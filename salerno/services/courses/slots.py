"""What this room offers to others' pages: the way to its courses, from the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import COURSES
from salerno.privacy.doors import Way
from salerno.privacy.law import Basis, in_force
from salerno.services.courses.queries import titles


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if in_force().purpose(COURSES.id).bases[""] is Basis.NONE:
        return ()
    return (Way("courses:desk", _("Courses"), _("Courses, and who teaches them. For editors.")),)


SCOPES = {"course": titles}
