"""Numbers that count nothing and name nobody."""

from __future__ import annotations

import secrets


def new_number() -> str:
    """The number of an order: it counts nothing and names nobody."""
    return secrets.token_hex(5).upper()


def new_reference() -> str:
    """The name of a payment or a refund, at the carrier as well."""
    return secrets.token_hex(16)
