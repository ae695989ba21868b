"""The signed link of a letter: it stops one topic for one address."""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.services.post.values import Topic

SALT = "salerno.post.stop"


def write_stop(subject: int, topic: Topic, to: str) -> str:
    """A link for a letter. It has no end: a letter may be read years later."""
    said = {"subject": subject, "topic": topic.value, "to": to}
    return signing.dumps(said, salt=SALT, compress=True)


def read_stop(link: str) -> dict[str, str]:
    """What a link says. Raises Refused for one that is not ours."""
    try:
        found: dict[str, str] = signing.loads(link, salt=SALT)
    except signing.BadSignature as error:
        words = _("This link was changed on its way. Stop the letters on your page of choices.")
        raise Refused(words) from error
    return found
