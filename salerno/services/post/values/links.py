"""What leads back from a letter: the link that stops a topic, and the address of returns."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.post.values import NewLetter

SALT = "salerno.post.stop"
_RETURN = re.compile(r"\breturn\+([0-9a-f]{20})@", re.IGNORECASE)


@dataclass(frozen=True)
class Stop:
    """What a link says: whose letter it was, about what, and the digest of its address."""

    subject: int
    topic: str
    digest: str


def address_digest(address: str) -> str:
    """A keyed digest of an address: it says which address was stopped, and to nobody else."""
    key = f"salerno.post:{settings.SECRET_KEY}".encode()
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def write_stop(subject: int, topic: str, to: str) -> str:
    """A link for a letter. It has no end, since a letter may be read years later."""
    said = {"s": subject, "t": str(topic), "d": address_digest(to)}
    return signing.Signer(salt=SALT).sign_object(said, compress=True)


def read_stop(link: str) -> Stop:
    """What a link says. Raises Refused for one that is not ours."""
    try:
        found = signing.Signer(salt=SALT).unsign_object(link)
        return Stop(int(found["s"]), str(found["t"]), str(found["d"]))
    except (signing.BadSignature, KeyError, ValueError, TypeError) as error:
        words = _("This link was changed on its way. Stop the letters on your page of choices.")
        raise Refused(words) from error


def stop_address(base: str, subject: int, topic: str, to: str) -> str:
    """The whole address of the link, for the words of a letter."""
    return f"{base}/letters/stop/{write_stop(subject, topic, to)}"


def headers(letter: NewLetter) -> dict[str, str]:
    """The headers by which a mail program offers to stop it (RFC 2369, RFC 8058)."""
    if not letter.topic:
        return {"Auto-Submitted": "auto-generated"}
    link = stop_address(letter.base, letter.owner, letter.topic, letter.to)
    return {
        "List-Id": f"<{letter.topic.replace('_', '-')}.{_domain()}>",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def return_address(key: str) -> str:
    """Where what cannot be delivered comes back to: it names the letter, and nobody."""
    return f"return+{key}@{_domain()}"


def returned_key(text: str) -> str:
    """The key in an address of returns, wherever it stands in ``text``; "" where there is none."""
    found = _RETURN.search(text)
    return found.group(1).lower() if found else ""


def lacks(text: str, needed: Iterable[str]) -> tuple[str, ...]:
    """Those of ``needed`` that the words of a message do not hold, whatever its line breaks."""
    said = " ".join(text.split())
    return tuple(one for one in needed if " ".join(one.split()) not in said)


def _domain() -> str:
    return in_force().operator.email.rpartition("@")[2] or "localhost"
