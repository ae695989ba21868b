"""Decisions without a database: pace, what is asked of a reader, links, places, counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.adverts import rules
from salerno.services.adverts.formats import markup
from salerno.services.adverts.rules import Flight, Input, Page, Reader, Zone
from salerno.services.adverts.views import asking

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = Page("article", Zone.READING, frozenset({"sleep"}))


def flight(creative: int = 1, **changes: object) -> Flight:
    """A flight of ten days that began yesterday, and lags."""
    said: dict[str, object] = {
        "creative": creative, "campaign": creative, "placements": frozenset({"article"}),
        "starts_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(days=9),
        "budget": 1000, "served": 0,
    }  # fmt: skip
    return Flight(**said | changes)  # type: ignore[arg-type]


def asked_nothing() -> Reader:
    """A reader of whom any question fails the test."""

    def never() -> str:
        raise AssertionError("Something of the reader was asked.")

    return Reader(country=never, seen=never, segments=never)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "stands"),
    [
        (PAGE, True),
        (Page("article", Zone.READING, is_accredited=True), False),
        (Page("article", Zone.EDUCATION), False),
        (Page("article", Zone.EDITORIAL), False),
        (Page("home", Zone.ACCOUNT), False),
    ],
)
def test_banners_stand_on_pages_of_reading_that_are_not_accredited(
    page: Page, *, stands: bool
) -> None:
    made = flight(placements=frozenset({page.placement}))
    assert (rules.decide(page, Reader(), [made], NOW) is not None) is stands


def test_before_minors_nothing_stands_and_nothing_is_asked() -> None:
    reader = Reader(is_minor=lambda: True, country=asked_nothing().country)
    assert (
        rules.decide(PAGE, reader, [flight(), flight(2, countries=frozenset({"US"}))], NOW) is None
    )


def test_who_lets_nothing_be_chosen_is_asked_nothing() -> None:
    asking = [
        flight(2, countries=frozenset({"US"})),
        flight(3, segment="sleep"),
        flight(4, cap=1, served=1),
    ]
    found = rules.decide(PAGE, asked_nothing(), asking, NOW)
    assert found is not None
    assert (found.creative, found.inputs, found.reasons) == (4, (Input.SUBJECT,), ())


def test_what_was_asked_is_what_a_campaign_needed() -> None:
    reader = Reader(
        is_tailored=lambda: True, country=lambda: "US", seen=lambda: {5: 2},
        segments=lambda: {"sleep"},
    )  # fmt: skip
    some = [flight(2, countries=frozenset({"US"})), flight(5, cap=2)]
    found = rules.decide(PAGE, reader, some, NOW)
    assert found is not None
    assert found == rules.Decision(
        2, 2, (Input.SUBJECT, Input.COUNTRY, Input.FREQUENCY), (Input.COUNTRY,)
    )
    assert rules.decide(PAGE, reader, [flight(5, cap=2)], NOW) is None
    by_interest = rules.decide(PAGE, reader, [flight(6, segment="sleep")], NOW)
    assert by_interest is not None
    assert by_interest.reasons == (Input.SEGMENT,)


@given(
    st.integers(1, 5_000),
    st.integers(1, 40),
    st.lists(st.integers(0, 40 * 24 * 60), min_size=1, max_size=400),
)
def test_no_campaign_outruns_its_pace_or_its_budget(
    budget: int, days: int, minutes: list[int]
) -> None:
    start = NOW
    served = 0
    for minute in sorted(minutes):
        now = start + timedelta(minutes=minute)
        one = flight(starts_at=start, ends_at=start + timedelta(days=days), budget=budget,
                     served=served)  # fmt: skip
        if rules.decide(PAGE, Reader(), [one], now) is not None:
            served += 1
            passed = (now - start + rules.BURST) / timedelta(days=days)
            assert served <= min(budget, budget * passed + 1)
            assert now < one.ends_at
    assert served <= budget


def test_the_one_that_lags_most_is_shown() -> None:
    some = [flight(1, served=50), flight(2, served=10), flight(3, budget=4000, served=60)]
    found = rules.decide(PAGE, Reader(), some, NOW)
    assert found is not None
    assert found.creative == 2


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://alder.example/list", ""),
        ("https://alder.example/list?ref=autumn#top", ""),
        ("http://alder.example/list", "address"),
        ("//alder.example", "address"),
        ("javascript:alert(1)", "address"),
        ("https://user@alder.example/", "address"),
        ("https://[broken/", "address"),
        ("https://alder.example/?uid=7", "person"),
        ("https://alder.example/?Email=x", "person"),
        ("https://alder.example/?a=ann%40example.org", "person"),
        ("https://alder.example/?a={{user}}", "person"),
        ("https://alder.example/#member=7", "person"),
        ("https://alder.example/%%ID%%", "person"),
    ],
)
@pytest.mark.clause("N-80", "refused")
def test_a_link_carries_nothing_of_a_reader(link: str, fault: str) -> None:
    assert rules.link_fault(link) == fault


def test_a_click_carries_the_number_of_the_creative() -> None:
    assert rules.tagged("https://a.example/x?y=1#z", "abc") == "https://a.example/x?y=1&ad=abc#z"
    assert rules.tagged("https://a.example/x", "abc") == "https://a.example/x?ad=abc"


@pytest.mark.clause("N-85", "works")
def test_the_numbers_of_two_vendors_cannot_be_joined() -> None:
    a, b = (asking.vendor_id(one, 7) for one in ("plenty", "bounty"))
    assert a.value != b.value
    assert a == asking.vendor_id("plenty", 7)
    assert a.value != asking.vendor_id("plenty", 8).value
    assert f"&r={a.value}" in rules.tag_address("https://ads.example", "plenty", PAGE, a)


@pytest.mark.clause("N-85", "refused")
def test_a_number_made_for_another_vendor_is_refused() -> None:
    own = asking.vendor_id("plenty", 7)
    with pytest.raises(ValueError, match="made for plenty"):
        rules.tag_address("https://ads.example", "bounty", PAGE, own)
    assert "r=" not in rules.tag_address("https://ads.example", "bounty", PAGE)


def test_places_are_found_by_network_in_both_versions() -> None:
    known = rules.ranges(["# a list", "192.0.2.0/24 us", "", "2001:db8:1::/48 FR", "10.0.0.0/8 DE"])
    said = {
        "192.0.2.0": "US", "192.0.2.255": "US", "192.0.3.0": "", "10.9.9.9": "DE",
        "2001:db8:1::9": "FR", "2001:db8:2::": "", "::ffff:192.0.2.1": "US", "x": "", "": "",
    }  # fmt: skip
    assert {one: rules.country_of(one, known) for one in said} == said
    assert rules.country_of("192.0.2.1", ()) == ""
    with pytest.raises(ValueError, match="Line 2"):
        rules.ranges(["10.0.0.0/8 DE", "nonsense"])


@given(st.dictionaries(st.integers(1, 10**8), st.integers(1, 30), max_size=60), st.integers(1, 99))
def test_the_count_on_the_device_is_of_today_and_stays_small(
    counts: dict[int, int], again: int
) -> None:
    today = date(2026, 11, 22)
    seen = ".".join(("20261122", *(f"{name}x{times}" for name, times in counts.items())))
    assert rules.counted(seen, today) == counts
    assert rules.counted(seen, date(2026, 11, 23)) == {}
    after = rules.counted(rules.counting(seen, again, today), today)
    assert after[again] == counts.get(again, 0) + 1
    assert len(after) <= 50


@pytest.mark.parametrize("seen", ["", "x", "20261122.ax1", "20261122.1x", "20261122.1x99999999999"])
def test_a_count_that_is_none_counts_nothing(seen: str) -> None:
    assert rules.counted(seen, date(2026, 11, 22)) == {}


def test_a_line_of_a_report_counts_twenty_or_says_nothing() -> None:
    day = date(2026, 11, 22)
    few, many = (rules.line(day, "article", (shows, 3, 1, 0)) for shows in (19, 20))
    assert (few.shows, few.views, few.clicks, few.conversions) == (None, None, None, None)
    assert (many.shows, many.views, many.clicks, many.conversions) == (20, 3, 1, 0)


@pytest.mark.clause("N-84", "refused")
def test_a_pixel_that_nobody_registered_is_stripped() -> None:
    given_markup = (
        '<p>Beds</p><img src="https://count.example/p.gif?u=1" alt=""><script>x()</script>'
        '<img src="https://ads.plenty.example/b.png" alt="A bed"><a href="https://x.example">x</a>'
    )
    kept, taken = markup.clean(given_markup, {"ads.plenty.example"})
    assert kept == (
        '<p>Beds</p><img alt=""><img src="https://ads.plenty.example/b.png" alt="A bed">x'
    )
    assert taken == ("count.example", "<script>", "<a>", "x.example")
    nothing, all_taken = markup.clean(given_markup, ())
    assert "plenty" not in nothing
    assert "ads.plenty.example" in all_taken


def test_learning_feeds_no_interest() -> None:
    fed = {kind: rules.feeds(kind, is_accredited=False) for kind in ("article", "course", "unit")}
    assert fed == {"article": True, "course": False, "unit": False}
    assert not rules.feeds("article", is_accredited=True)
