"""The kernel's own purposes. Rooms share the others in ``salerno.policy.purposes``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Purpose, Rows

INTEGRITY = Purpose(
    "integrity",
    _("Keep keys, amounts and capacities right"),
    Rows.EVERY,
    machine=True,
    keys_only=True,
    kernel=True,
)
AUTHENTICATE = Purpose(
    "authenticate", _("Sign you in and keep others out"), Rows.EVERY, machine=True, kernel=True
)
RIGHTS = Purpose("rights", _("Answer you about your own data"), Rows.OWN, kernel=True)
RECORD = Purpose(
    "record",
    _("Keep proof of notices, choices and disclosures"),
    Rows.EVERY,
    machine=True,
    kernel=True,
)
ERASURE = Purpose(
    "erasure", _("Erase, and end what is past its term"), Rows.EVERY, machine=True, kernel=True
)
STRUCTURE = Purpose(
    "structure",
    _("Remove what would be left without its parent"),
    Rows.EVERY,
    machine=True,
    keys_only=True,
    kernel=True,
)
IDENTIFY = Purpose(
    "identify",
    _("Match a number back to a person"),
    Rows.EVERY,
    machine=True,
    keys_only=True,
    kernel=True,
)

KERNEL: tuple[Purpose, ...] = (
    INTEGRITY, AUTHENTICATE, RIGHTS, RECORD, ERASURE, STRUCTURE, IDENTIFY,
)  # fmt: skip
