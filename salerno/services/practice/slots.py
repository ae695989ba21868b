"""What this room offers to others' pages: the way to its banks, from the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.practice import queries


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "practice:desk",
            _("Practice"),
            _("Question banks: written, reviewed, retired. For editors."),
        ),
    )
