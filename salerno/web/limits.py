"""How often one address may post. Counted by keyed digests, in memory, for ten minutes."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from salerno.privacy import clock
from salerno.privacy.callers import address
from salerno.privacy.errors import Refused

WINDOW = timedelta(minutes=10)
MOST = 120


class TooOften(Refused):
    """One post more than an address may send. ``is_first``: the first beyond the limit."""

    status = 429
    is_first = False


def address_digest(request: HttpRequest) -> str:
    """A keyed digest of the caller's address, of 32 hex digits; it names nobody by itself."""
    day = clock.today().isoformat()
    key = f"{settings.SECRET_KEY}:{day}".encode()
    return hmac.new(key, address(request).encode(), hashlib.sha256).hexdigest()[:32]


def check(request: HttpRequest) -> None:
    """Count one post. Raises TooOften above the limit."""
    most = getattr(settings, "SALERNO_POSTS_PER_WINDOW", MOST)
    slot = int(clock.now().timestamp() // WINDOW.total_seconds())
    key = f"posts:{slot}:{address_digest(request)}"
    cache.add(key, 0, timeout=WINDOW.total_seconds())
    try:
        sent = cache.incr(key)
    except ValueError:  # the entry was evicted between the two
        return
    if sent > most:
        refusal = TooOften(
            _("Too many forms came from your address. Wait ten minutes and send it again.")
        )
        refusal.is_first = sent == most + 1
        raise refusal
