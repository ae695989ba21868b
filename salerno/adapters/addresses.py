"""Where a recipient's machine may be: looked up once, checked, and then spoken to as checked.

A name in the pack could lead into our own network: to the database, to the machine's own data
service. So an address that is not open to the whole internet is refused, unless the operator said
that this recipient lies there.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from salerno.privacy.parcels import DeliveryFailed


def parts(endpoint: str, scheme: str) -> SplitResult:
    """An endpoint, taken apart. Raises DeliveryFailed for another scheme, or without a host."""
    try:
        found = urlsplit(endpoint)
        port = found.port
    except ValueError as error:
        raise DeliveryFailed("The recipient's endpoint is malformed.") from error
    if found.scheme != scheme or not found.hostname or port == 0:
        raise DeliveryFailed(f"The recipient's endpoint must begin with {scheme}:// and a host.")
    if found.username or found.password:
        raise DeliveryFailed("An endpoint holds no password: it stands in recipients.toml.")
    return found


def checked(host: str, port: int, *, private: bool) -> str:
    """The first address of ``host``, every one of which may be spoken to, or DeliveryFailed."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed("The recipient's host has no address now.") from error
    found = [str(one[4][0]) for one in answers]
    if not private and not all(is_open(one) for one in found):
        raise DeliveryFailed("The recipient's address lies in a private network.")
    return found[0]


def is_open(address: str) -> bool:
    """Whether an address belongs to the whole internet, also when it stands inside another."""
    one = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    teredo = getattr(one, "teredo", None)
    if inner is not None:
        one = inner
    elif teredo is not None:
        one = teredo[1]
    return one.is_global and not one.is_multicast
