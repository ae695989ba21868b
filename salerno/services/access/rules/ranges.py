"""Which licence an address belongs to: sorted segments, and one search by halves.

Ranges may overlap and nest. They are flattened once into segments that do not, each with the
licences that hold there, so that a lookup is one search, however many ranges there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_network

MOST_HOSTS = 2**120  # a block wider than a /8 of IPv6 is a mistake of somebody's hand
LEAST_IPV4 = 8
type Block = tuple[int, int, int]  # 4 or 6, first address, last address


class Unreadable(ValueError):
    """This is no network, or one too wide to be an institution's."""


def block(text: str) -> Block:
    """A network such as 192.0.2.0/24, 2001:db8::/32, one address, or two with a hyphen between.

    Raises Unreadable.
    """
    first, hyphen, last = text.strip().partition("-")
    try:
        if hyphen:
            low, high = (ip_network(one.strip(), strict=True) for one in (first, last))
            found = (low.version, int(low[0]), int(high[-1]))
            if low.version != high.version:
                raise Unreadable(text)
        else:
            one = ip_network(first, strict=True)
            found = (one.version, int(one[0]), int(one[-1]))
    except ValueError as error:
        raise Unreadable(text) from error
    widest = 2 ** (32 - LEAST_IPV4) if found[0] == 4 else MOST_HOSTS
    if found[2] < found[1] or found[2] - found[1] >= widest:
        raise Unreadable(text)
    return found


class Ranges:
    """Blocks with the licences they belong to, ready to be asked."""

    def __init__(self, blocks: Iterable[tuple[Block, int]]) -> None:
        by_family: dict[int, list[tuple[int, int, int]]] = {4: [], 6: []}
        for (family, first, last), licence in blocks:
            by_family[family].append((first, last, licence))
        self._four = _flattened(by_family[4])
        self._six = _flattened(by_family[6])

    def of(self, address: str) -> tuple[int, ...]:
        """The licences that hold at ``address``; none for what is no address."""
        try:
            if ":" not in address:
                return _found(self._four, int(IPv4Address(address)))
            six = IPv6Address(address.partition("%")[0])
        except ValueError:
            return ()
        four = six.ipv4_mapped
        return _found(self._six, int(six)) if four is None else _found(self._four, int(four))


type Segments = tuple[list[int], list[tuple[int, ...]]]


def _found(segments: Segments, number: int) -> tuple[int, ...]:
    starts, licences = segments
    place = bisect_right(starts, number) - 1
    return licences[place] if place >= 0 else ()


def _flattened(ranges: list[tuple[int, int, int]]) -> Segments:
    """Segments by their first address, the gaps among them."""
    turns = sorted(
        [(first, 1, licence) for first, _last, licence in ranges]
        + [(last + 1, -1, licence) for _first, last, licence in ranges]
    )
    starts: list[int] = []
    licences: list[tuple[int, ...]] = []
    known: dict[tuple[int, ...], tuple[int, ...]] = {(): ()}
    live: dict[int, int] = {}
    for place, (at, change, licence) in enumerate(turns):
        live[licence] = live.get(licence, 0) + change
        if not live[licence]:
            del live[licence]
        if place + 1 < len(turns) and turns[place + 1][0] == at:
            continue
        here = tuple(sorted(live))
        starts.append(at)
        licences.append(known.setdefault(here, here))
    return starts, licences
