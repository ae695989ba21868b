"""Whether somebody may do one thing more today, and whether they take part at all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.subjects import is_open, keeping, start_service
from salerno.services.community.rules import Deed, Record, left_today, trust
from salerno.services.discuss import queries as discuss

STAFF = "staff"


def take_part(by: Viewer) -> int:
    """The viewer takes part from now on. Raises Refused for who chose not to."""
    start_service(by.known, "community")
    if not is_open(by.known, COMMUNITY):
        raise Refused(_("You chose not to take part in discussion. Change that in your choices."))
    return by.known


def record_of(by: Viewer) -> Record:
    """What the viewer has posted. Two statements."""
    with handover(ACCOUNT, ground="how far somebody is trusted", viewer=by):
        posts = discuss.own_posts()
    standing = [one.posted_at for one in posts if not one.removed]
    removed = sum(one.removed == STAFF for one in posts)
    first = min((one.posted_at for one in posts), default=None)
    return Record(first, len(standing), removed)


def check_pace(by: Viewer, deed: Deed, times: Collection[datetime]) -> None:
    """Raises Refused (429) where a deed was done often enough today."""
    now = clock.now()
    if not left_today(trust(record_of(by), now), deed, times, now):
        raise Refused(
            _("That is enough for a day. Go on tomorrow; whoever takes part may do more."),
            status=429,
        )


def is_here(subject: int) -> bool:
    """Whether somebody is still among us."""
    with keeping("whether somebody is still here"):
        return Subject.objects.filter(pk=subject, state=Subject.State.ACTIVE).exists()
