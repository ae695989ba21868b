"""What can be decided without the database: which banner stands where, and what one may hold. Pure.

A decision is made from the page. What would be read of the reader is handed in as questions
that are asked only where the reader's choice allows it and a campaign needs the answer, so what
was used is what was asked: ``Decision.inputs``.
"""

from __future__ import annotations

import ipaddress
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

SMALLEST = 20  # people in a segment, and shows in a line of a report: fewer could be picked out
BURST = timedelta(hours=1)  # a campaign may be this far ahead of an even pace


class Zone(StrEnum):
    """The parts of the site. Advertising stands in ``READING`` alone."""

    READING = "reading"
    EDUCATION = "education"
    EDITORIAL = "editorial"
    ACCOUNT = "account"


class Input(StrEnum):
    """What a decision may ask."""

    SUBJECT = "subject"
    COUNTRY = "country"
    FREQUENCY = "frequency"
    SEGMENT = "segment"


@dataclass(frozen=True)
class Page:
    """Where a banner would stand, and what the page is about."""

    placement: str
    zone: Zone
    subjects: frozenset[str] = frozenset()
    is_accredited: bool = False


@dataclass(frozen=True)
class Reader:
    """Who reads, as questions: nothing is read of them before a decision needs it.

    ``is_minor`` and ``is_tailored`` come first: whether the law lets advertising stand, and
    whether the reader lets it be chosen. ``seen``: shows of each campaign on this device today.
    ``country``: two letters or "".
    """

    is_minor: Callable[[], bool] = lambda: False
    is_tailored: Callable[[], bool] = lambda: False
    country: Callable[[], str] = lambda: ""
    seen: Callable[[], Mapping[int, int]] = dict
    segments: Callable[[], Collection[str]] = tuple


@dataclass(frozen=True)
class Flight:
    """One creative of a live campaign. Empty sets ask nothing. ``cap`` 0: no cap a day."""

    creative: int
    campaign: int
    placements: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    budget: int
    served: int
    subjects: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    segment: str = ""
    cap: int = 0


@dataclass(frozen=True)
class Decision:
    """The banner that stands, the inputs that were asked, and the reasons that held."""

    creative: int
    campaign: int
    inputs: tuple[Input, ...] = ()
    reasons: tuple[Input, ...] = ()


def may_stand(page: Page) -> bool:
    """Nothing beside accredited education, and nothing outside the pages of reading."""
    return page.zone is Zone.READING and not page.is_accredited


def due(flight: Flight, now: datetime) -> float:
    """How many shows an even pace allows by ``now``, the burst included."""
    if now < flight.starts_at or now >= flight.ends_at:
        return 0.0
    whole = (flight.ends_at - flight.starts_at) / timedelta(seconds=1)
    passed = (now - flight.starts_at + BURST) / timedelta(seconds=1)
    return flight.budget * min(1.0, passed / whole)


def is_due(flight: Flight, now: datetime) -> bool:
    """Whether a campaign is not ahead of its pace and has something of its budget left."""
    return flight.served < flight.budget and flight.served < due(flight, now)


def decide(page: Page, reader: Reader, flights: Iterable[Flight], now: datetime) -> Decision | None:
    """The flight that lags most behind its pace among those that fit; None where none does.

    A minor meets none. A reader for whom nothing may be chosen meets the flights that ask
    nothing about readers.
    """
    if not may_stand(page):
        return None
    suiting = [one for one in flights if _suits(one, page) and is_due(one, now)]
    if not suiting or reader.is_minor():
        return None
    asking = _Asking(reader)
    fitting = [one for one in suiting if asking.fits(one)]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: (one.served / due(one, now), one.creative))
    inputs = ([Input.SUBJECT] if page.subjects else []) + asking.asked
    return Decision(best.creative, best.campaign, tuple(inputs), _reasons(best))


def _suits(flight: Flight, page: Page) -> bool:
    meets = not flight.subjects or not flight.subjects.isdisjoint(page.subjects)
    return page.placement in flight.placements and meets


def _reasons(flight: Flight) -> tuple[Input, ...]:
    held = {
        Input.SUBJECT: bool(flight.subjects),
        Input.COUNTRY: bool(flight.countries),
        Input.SEGMENT: bool(flight.segment),
    }
    return tuple(one for one, is_so in held.items() if is_so)


@dataclass
class _Asking:
    """Asks each question of the reader at most once, and only where one may ask."""

    reader: Reader
    asked: list[Input] = field(default_factory=list)
    tailored: bool | None = None
    answers: dict[Input, object] = field(default_factory=dict)

    def fits(self, flight: Flight) -> bool:
        """Whether a flight suits the reader."""
        asks = bool(flight.countries or flight.segment)
        if not asks and not flight.cap:
            return True
        if not self._tailored():
            return not asks
        return (
            (not flight.countries or self._country() in flight.countries)
            and (not flight.segment or flight.segment in self._segments())
            and (not flight.cap or self._seen().get(flight.campaign, 0) < flight.cap)
        )

    def _tailored(self) -> bool:
        if self.tailored is None:
            self.tailored = self.reader.is_tailored()
        return self.tailored

    def _country(self) -> str:
        return str(self._ask(Input.COUNTRY, self.reader.country))

    def _segments(self) -> Collection[str]:
        found = self._ask(Input.SEGMENT, self.reader.segments)
        return found if isinstance(found, Collection) else ()

    def _seen(self) -> Mapping[int, int]:
        found = self._ask(Input.FREQUENCY, self.reader.seen)
        return found if isinstance(found, Mapping) else {}

    def _ask(self, what: Input, question: Callable[[], object]) -> object:
        if what not in self.answers:
            self.asked.append(what)
            self.answers[what] = question()
        return self.answers[what]


@dataclass(frozen=True)
class Draft:
    """A campaign before it goes live."""

    policy_link: str
    creatives: int
    placements: Collection[str]
    starts_at: datetime
    ends_at: datetime
    budget: int
    segment: str
    segment_people: int
    unit: str


def missing(draft: Draft, known: Collection[str]) -> tuple[str, ...]:
    """What keeps a campaign from going live, by name; () where nothing does."""
    said = {
        "policy_link": not draft.policy_link.startswith("https://"),
        "creative": draft.creatives < 1,
        "placement": not draft.placements or not set(draft.placements) <= set(known),
        "time": draft.ends_at <= draft.starts_at,
        "budget": draft.budget < 1,
        "segment": bool(draft.segment) and draft.segment_people < SMALLEST,
        "unit": not draft.unit.strip(),
    }
    return tuple(name for name, lacks in said.items() if lacks)


NAMES_OF_PEOPLE = frozenset({
    "email", "e-mail", "mail", "uid", "userid", "user_id", "user", "username", "member",
    "memberid", "member_id", "subject", "visitor", "person", "name", "phone", "msisdn", "hem",
    "sha256", "md5", "externalid", "external_id", "deviceid", "device_id", "session",
})  # fmt: skip
_PLACEHOLDERS = ("{", "}", "%%", "[[", "$$")


def link_fault(link: str) -> str:
    """Why a creative may not lead to ``link``: "address", "person"; "" where it may."""
    try:
        parts = urlsplit(link)
        is_address = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
        asked = parse_qsl(f"{parts.query}&{parts.fragment}", keep_blank_values=True)
    except ValueError:
        return "address"
    if not is_address:
        return "address"
    named = any(name.casefold() in NAMES_OF_PEOPLE for name, _value in asked)
    filled = any("@" in value or "%40" in value.casefold() for _name, value in asked)
    return "person" if named or filled or any(one in link for one in _PLACEHOLDERS) else ""


def tagged(link: str, key: str) -> str:
    """Where a click leads: the link with the creative's own number, the same for everybody."""
    before, mark, after = link.partition("#")
    return f"{before}{'&' if '?' in before else '?'}ad={key}{mark}{after}"


@dataclass(frozen=True)
class VendorId:
    """A number of a reader that one vendor knows and no other can join to its own."""

    vendor: str
    value: str


def tag_address(tag: str, vendor: str, page: Page, reader: VendorId | None = None) -> str:
    """What a vendor's frame is asked for: the placement, the subjects, and its own number.

    Raises ValueError for a number that was made for another vendor.
    """
    if reader is not None and reader.vendor != vendor:
        raise ValueError(f"{vendor}: this number was made for {reader.vendor}.")
    subjects = ",".join(sorted(page.subjects)[:5])
    asked = f"{tag}/frame?placement={page.placement}&subjects={subjects}"
    return f"{asked}&r={reader.value}" if reader is not None else asked


type Ranges = Sequence[tuple[int, int, str]]
_SIX = 1 << 32  # addresses of version 6 stand behind those of version 4


def ranges(lines: Iterable[str]) -> Ranges:
    """Networks and countries, "192.0.2.0/24 US" a line, sorted. Raises ValueError by line."""
    found = []
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].split()
        if not said:
            continue
        try:
            network, country = said
            net = ipaddress.ip_network(network)
        except ValueError as error:
            raise ValueError(f"Line {number}: a network and two letters, not {line!r}.") from error
        first = _number(net.network_address)
        found.append((first, first + net.num_addresses - 1, country.upper()))
    return sorted(found)


def country_of(address: str, known: Ranges) -> str:
    """The country of an address, or "" where it is in none of the networks."""
    try:
        number = _number(ipaddress.ip_address(address))
    except ValueError:
        return ""
    at = bisect_right(known, number, key=lambda one: one[0]) - 1
    return known[at][2] if at >= 0 and known[at][1] >= number else ""


def _number(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return int(address) + (_SIX if address.version == 6 else 0)


def counted(seen: str, today: date) -> dict[int, int]:
    """What the device's own count says of today: "20261122.7x2.9x1" is campaign 7 twice."""
    day, *parts = seen.split(".")
    if day != f"{today:%Y%m%d}":
        return {}
    pairs = (one.partition("x") for one in parts)
    return {int(name): int(times) for name, _x, times in pairs if _is_count(name, times)}


def _is_count(name: str, times: str) -> bool:
    return all(one.isascii() and one.isdigit() and len(one) < 10 for one in (name, times))


def counting(seen: str, campaign: int, today: date) -> str:
    """The device's count with one more show of ``campaign``; the last fifty campaigns stay."""
    counts = counted(seen, today)
    counts[campaign] = counts.pop(campaign, 0) + 1
    last = list(counts.items())[-50:]
    return ".".join((f"{today:%Y%m%d}", *(f"{name}x{times}" for name, times in last)))


@dataclass(frozen=True)
class Line:
    """A line of an advertiser's report. Below the floor a count is None: fewer than twenty."""

    day: date
    placement: str
    shows: int | None
    views: int | None
    clicks: int | None
    conversions: int | None


def line(day: date, placement: str, counts: tuple[int, int, int, int]) -> Line:
    """What an advertiser may read of a day: nothing of it where too few were shown anything."""
    shows = counts[0]
    if shows < SMALLEST:
        return Line(day, placement, None, None, None, None)
    return Line(day, placement, *counts)


_ROBOTS = ("bot", "crawl", "spider", "slurp", "headless", "curl/", "wget/", "python-", "monitor")


def is_robot(agent: str) -> bool:
    """Whether a browser's own name says that nobody looks."""
    said = agent.casefold()
    return not said or any(one in said for one in _ROBOTS)


def feeds(kind: str, *, is_accredited: bool) -> bool:
    """Whether reading a page may say something of interests: learning never does."""
    return kind in {"article", "paper", "page"} and not is_accredited


def subject_of(words: str) -> str:
    """A subject written one way: "Heart failure" is "heart-failure"; "" where there is none."""
    return "-".join(re.findall(r"[^\W_]+", words.casefold()))[:60].strip("-")
