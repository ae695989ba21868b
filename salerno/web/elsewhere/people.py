"""Who has an account at the hospital of the demonstration, and what it says of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

ID, NAME = "hospital", "Sandhill Hospital"
CLIENT, SECRET = "salerno", "of the demonstration"
PICTURE = "/picture.png"


@dataclass(frozen=True)
class Account:
    """One person: the number there, what is said, and what to look at when they come."""

    sub: str
    name: str
    hint: str
    email: str
    is_verified: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)

    def claims(self, address: str, scopes: frozenset[str]) -> dict[str, Any]:
        """What was granted. It says more than was asked for, as providers do."""
        said: dict[str, Any] = {"sub": self.sub, **self.more}
        if "email" in scopes:
            said |= {"email": self.email, "email_verified": self.is_verified}
        if "profile" in scopes:
            said |= {"name": self.name, "picture": f"{address}{PICTURE}"}
        return said


PEOPLE = {
    one.sub: one
    for one in (
        Account(
            "s-1041", "Dr. Ilse Marchetti", "somebody new, with a confirmed address",
            "ilse.marchetti@sandhill.example",
            more={"birthdate": "1979-03-02", "phone_number": "+1 555 010 0199"},
        ),
        Account(
            "s-2207", "Joon Park", "somebody new, whose address nobody confirmed",
            "joon.park@sandhill.example", is_verified=False, more={"groups": ["nurses", "ward 4"]},
        ),
        Account(
            "s-0008", "Miriam Okafor", "an address that has an account here already",
            "member@example.org",
        ),
    )
}  # fmt: skip


def picture() -> bytes:
    """A portrait of nobody."""
    made = Image.new("RGB", (240, 240), "#dfe7e4")
    pen = ImageDraw.Draw(made)
    pen.ellipse((80, 50, 160, 130), fill="#51736b")
    pen.ellipse((40, 145, 200, 330), fill="#51736b")
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()
