"""Which licence an address belongs to, against the slow way of asking each range."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

from hypothesis import given
from hypothesis import strategies as st

from salerno.services.access.rules import Ranges, block

small = st.integers(0, 60)
SIX = int(IPv6Address("2001:db8::"))


@given(st.lists(st.tuples(small, small, st.integers(1, 5)), max_size=25), st.integers(-2, 70))
def test_a_lookup_says_what_every_range_says(
    given_ranges: list[tuple[int, int, int]], asked: int
) -> None:
    ranges = [(min(a, b), max(a, b), licence) for a, b, licence in given_ranges]
    slow = tuple(sorted({one for first, last, one in ranges if first <= asked <= last}))
    base = int(IPv4Address("10.0.0.100"))
    four = Ranges(((4, base + a, base + b), one) for a, b, one in ranges)
    six = Ranges(((6, SIX + 5 + a, SIX + 5 + b), one) for a, b, one in ranges)
    assert four.of(str(IPv4Address(base + asked))) == slow
    assert six.of(str(IPv6Address(SIX + 5 + asked))) == slow


def test_the_last_address_of_all_is_in_its_range() -> None:
    ranges = Ranges([(block("255.0.0.0/8"), 1), (block("192.0.2.7"), 2)])
    assert ranges.of("255.255.255.255") == (1,)
    assert ranges.of("192.0.2.7") == (2,)
    assert ranges.of("192.0.2.8") == ()
    assert Ranges(()).of("192.0.2.7") == ()


def test_two_addresses_with_a_hyphen_are_a_range() -> None:
    assert block(" 192.0.2.9 - 192.0.2.20 ") == block("192.0.2.9-192.0.2.20")
    assert Ranges([(block("192.0.2.9-192.0.2.20"), 1)]).of("192.0.2.20") == (1,)
