"""How often one address may post. Counted by keyed digests, in memory, for ten minutes."""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from salerno.privacy import clock
from salerno.privacy.callers import address
from salerno.privacy.errors import Refused

WINDOW = timedelta(minutes=10)
# Servers of mail programs and of carriers press and report for many people at once; a signed link
# or a token is asked of each.
UNCOUNTED = ("/letters/stop/", "/api/returns", "/api/texts")


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
    if request.path.startswith(UNCOUNTED):
        return
    most: int = settings.SALERNO_POSTS_PER_WINDOW
    slot = int(clock.now().timestamp() // WINDOW.total_seconds())
    key = f"posts:{slot}:{address_digest(request)}"
    cache.add(key, 0, timeout=WINDOW.total_seconds())
    try:
        sent = cache.incr(key)
    except ValueError:  # the entry was evicted between the two
        return
    if sent > most:
        refusal = TooOften(_words(most))
        refusal.is_first = sent == most + 1
        raise refusal


def _words(most: int) -> str:
    now, window = clock.now().timestamp(), WINDOW.total_seconds()
    minutes = math.ceil((window - now % window) / 60)
    words = ngettext(
        "More than %(most)d forms came from your connection within ten minutes. Nothing of this "
        "one was stored. Wait %(n)d minute, then send it again.",
        "More than %(most)d forms came from your connection within ten minutes. Nothing of this "
        "one was stored. Wait %(n)d minutes, then send it again.",
        minutes,
    )
    return words % {"most": most, "n": minutes}
