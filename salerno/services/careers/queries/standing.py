"""Whether there are careers here, and who acts for an employer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import APPLICANT
from salerno.privacy import places
from salerno.privacy.context import Viewer
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.careers.rules import scope_of


def is_offered() -> bool:
    """Whether the pack in force runs a career center."""
    return bool(in_force().settings["cv_service"])


def check_employs(by: Viewer, employer: int) -> None:
    """Raises Refused (404) unless the viewer acts for this employer, and it is verified."""
    if by.subject is None or not places.has_place(by.subject, scope_of(employer), APPLICANT):
        raise Refused(_("There is no such employer of yours that is verified."), status=404)
