"""The grant of a download: signed, for one paper, for a quarter of an hour. It names nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from salerno.privacy import clock
from salerno.privacy.errors import Refused

SALT = "salerno.sponsors.grant"
LASTS = timedelta(minutes=15)


def write(paper_id: int, at: datetime) -> str:
    """A grant given at ``at``."""
    return signing.dumps([paper_id, int(at.timestamp())], salt=SALT)


def read(grant: str) -> int:
    """The paper that a grant opens. Raises Refused for one that is old, changed or not ours."""
    words = _(
        "This way to the paper is closed: it was open for a quarter of an hour. "
        "Take it again from its page."
    )
    try:
        paper_id, seconds = signing.loads(grant, salt=SALT)
        given = datetime.fromtimestamp(int(seconds), UTC)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused(words) from error
    if not given - timedelta(minutes=1) <= clock.now() <= given + LASTS:
        raise Refused(words)
    return int(paper_id)
