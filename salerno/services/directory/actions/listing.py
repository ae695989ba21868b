"""Turning the pages of a list, no faster than somebody who looks for people."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from salerno.policy.purposes import DIRECTORY
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.directory import rules


@action(DIRECTORY)
def turn_page(*, by: Viewer) -> None:
    """Count one page of one viewer, by a keyed digest. Raises Refused (429) above the limit."""
    slot = int(clock.now().timestamp() // rules.WINDOW.total_seconds())
    who = hmac.new(settings.SECRET_KEY.encode(), f"{by.known}:{slot}".encode(), hashlib.sha256)
    key = f"directory:{who.hexdigest()[:32]}"
    cache.add(key, 0, timeout=rules.WINDOW.total_seconds())
    try:
        turned = cache.incr(key)
    except ValueError:  # the entry was evicted between the two
        return
    if rules.is_too_fast(turned):
        raise Refused(
            _("You turned many pages in a short time. The list opens again in ten minutes."),
            status=429,
        )
