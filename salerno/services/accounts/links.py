"""Signed links in letters: for one use, for a short time, for one person."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused

HOUR = 3600


def write_link(use: str, content: dict[str, Any]) -> str:
    """A signed text that a letter or an address can carry."""
    return signing.dumps(content, salt=f"salerno.accounts.{use}", compress=True)


def read_link(use: str, link: str, *, within: int = HOUR) -> dict[str, Any]:
    """What a link says. Raises Refused for one that is old or not ours."""
    try:
        found: dict[str, Any] = signing.loads(link, salt=f"salerno.accounts.{use}", max_age=within)
    except signing.BadSignature as error:
        words = _("This link is too old, or it was changed on its way. Ask for a new one.")
        raise Refused(words, status=403) from error
    return found
