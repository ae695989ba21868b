"""Values that stand nowhere else, and every dress in which one could lie about. Pure."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import string
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

LONG_ENOUGH = 8
_TRIPLE = 3


@dataclass(frozen=True)
class Canary:
    """One planted value: the field that it was given to, and its needles by dress."""

    planted_in: str
    value: bytes = field(repr=False)
    is_text: bool = True

    @cached_property
    def needles(self) -> dict[str, bytes]:
        """Each dress once: what looks the same as an earlier one is left out."""
        if not self.is_text:
            return {"plain": self.value}
        found: dict[bytes, str] = {}
        for dress, needle in dresses(self.value.decode()):
            found.setdefault(needle, dress)
        return {dress: needle for needle, dress in found.items()}


def word() -> str:
    """A word of letters that nobody wrote before."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(20))


def digits(count: int) -> str:
    """A number that nobody wrote before; it does not begin with 0."""
    first = secrets.choice("123456789")
    return first + "".join(secrets.choice(string.digits) for _ in range(count - 1))


def dresses(text: str) -> Iterator[tuple[str, bytes]]:
    """Every form in which ``text`` may be stored, named."""
    for name, form in {"": text, "lower case ": text.lower()}.items():
        plain = form.encode()
        yield f"{name}plain", plain
        yield f"{name}URL", urllib.parse.quote(form, safe="").encode()
        yield f"{name}form", urllib.parse.quote_plus(form).encode()
        yield f"{name}JSON", json.dumps(form)[1:-1].encode()
        yield f"{name}UTF-16 LE", form.encode("utf-16-le")
        yield f"{name}UTF-16 BE", form.encode("utf-16-be")
        for shift in range(_TRIPLE):
            yield f"{name}base64 at {shift}", base64_inside(plain, shift)
            yield f"{name}URL-safe base64 at {shift}", base64_inside(plain, shift, url_safe=True)
        for kind in ("md5", "sha1", "sha256"):
            made = hashlib.new(kind, plain, usedforsecurity=False)
            yield f"{name}{kind}", made.hexdigest().encode()
            yield f"{name}{kind} bytes", made.digest()


def base64_inside(plain: bytes, shift: int, *, url_safe: bool = False) -> bytes:
    """What base64 makes of ``plain`` after ``shift`` other bytes, without the ends it shares."""
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    made = encode(b"\0" * shift + plain).rstrip(b"=")
    first = -(-shift * 8 // 6) if shift else 0
    whole = (shift + len(plain)) * 8 // 6
    return made[first:whole]
