"""Numbers in place of people: each use has its own, and none can be joined to another's.

The key follows from the secret of the installation, which lies outside the database and outside
its backups. Who has the rows alone can neither make a number nor match one.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings

from salerno.privacy.doing import query
from salerno.privacy.models import Subject
from salerno.privacy.purposes import IDENTIFY

_NUMBER = re.compile(r"[0-9a-f]{32}")


def number(subject: int, use: str) -> str:
    """The number of ``subject`` for one use, such as "analytics": 32 hex digits."""
    own = hmac.digest(settings.SECRET_KEY.encode(), use.encode(), hashlib.sha256)
    return hmac.digest(own, str(subject).encode(), hashlib.sha256).hex()[:32]


@query(IDENTIFY)
def person_of(given: str, use: str) -> int | None:
    """Whose number it is, or None: nobody's, or of somebody who was erased. One statement.

    Every subject's number is made anew; no list of them is kept anywhere.
    """
    if not _NUMBER.fullmatch(given):
        return None
    known = Subject.objects.order_by("pk").values_list("pk", flat=True)
    return next((one for one in known.iterator() if number(one, use) == given), None)
