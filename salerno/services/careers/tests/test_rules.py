"""What an employer sees, over every state of permission; what matches; which files are taken."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.careers.rules import (
    ALWAYS,
    CONTACT,
    EICAR,
    Permission,
    days_within,
    fault_of,
    is_live,
    kind_of,
    left_today,
    matches,
    shown,
    without_addresses,
)
from salerno.services.careers.tests.scene import SECRET, docx

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_in_a_hundred_thousand_states_nobody_hidden_or_blocked_is_seen() -> None:
    chance = random.Random(20261122)
    seen = leaked = 0
    for _each in range(100_000):
        ticked = tuple(one for one in CONTACT if chance.random() < 0.5)
        asked = Permission(
            chance.choice(("hidden", "masked", "open", "", "OPEN")), ticked,
            is_blocked=chance.random() < 0.3, is_verified=chance.random() < 0.8,
        )  # fmt: skip
        fields = shown(asked)
        seen += bool(fields)
        away = asked.is_blocked or not asked.is_verified or asked.state not in ("masked", "open")
        leaked += bool(fields) and away
        leaked += bool(fields & set(CONTACT)) and asked.state != "open"
        leaked += bool((fields & set(CONTACT)) - set(ticked))
    assert leaked == 0
    assert seen > 10_000


@pytest.mark.parametrize(
    ("state", "ticked", "fields"),
    [
        ("hidden", CONTACT, set()), ("masked", CONTACT, set(ALWAYS)), ("open", (), set(ALWAYS)),
        ("open", ("email",), {*ALWAYS, "email"}), ("open", ("cv", "name"), {*ALWAYS, "name"}),
    ],
)  # fmt: skip
def test_a_profile_shows_what_is_ticked(
    state: str, ticked: tuple[str, ...], fields: set[str]
) -> None:
    assert shown(Permission(state, ticked, is_blocked=False, is_verified=True)) == fields
    assert shown(Permission(state, ticked, is_blocked=True, is_verified=True)) == set()
    assert shown(Permission(state, ticked, is_blocked=False, is_verified=False)) == set()


@pytest.mark.parametrize(
    ("search", "fits"),
    [
        ({}, True), ({"q": "TROMSØ night"}, True), ({"q": "day"}, False),
        ({"specialty": "cardiology", "visa": True}, True), ({"country": "SE"}, False),
        ({"practice": "solo"}, False),
    ],
)  # fmt: skip
def test_a_search_fits_by_every_facet_and_every_word(
    search: dict[str, object], *, fits: bool
) -> None:
    posting = {
        "title": "Cardiologist", "text": "One night in eight", "city": "Tromsø", "country": "NO",
        "specialty": "cardiology", "practice": "hospital", "visa": True,
    }  # fmt: skip
    assert matches(posting, search) is fits


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SECRET, "pdf"), (docx(), "docx"), (b"MZ\x90 a program named cv.pdf", ""), (b"", ""),
        (b"<html>", ""), (b"PK\x03\x04 some other archive", ""),
    ],
)  # fmt: skip
def test_what_a_file_is_counts_and_not_its_name(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (SECRET, ""), (docx(), ""), (SECRET + EICAR, "virus"),
        (b"%PDF-1.4 /OpenAction << /S /JavaScript >>", "active"),
        (docx("word/vbaProject.bin"), "active"), (b"%PDF-1.4 /Launch x", "active"),
        (b"%PDF-1.4 /JSomething else", ""),
    ],
)  # fmt: skip
def test_what_would_run_by_itself_is_found(content: bytes, fault: str) -> None:
    assert fault_of(content) == fault


def test_a_posting_stands_from_its_first_day_to_its_last() -> None:
    first, last = NOW, NOW + timedelta(days=3)
    assert [is_live(first, last, one) for one in (NOW - DAY, NOW, last - DAY, last)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [days_within(one) for one in (-5, 0, 1, 90, 91, 10**9)] == [1, 1, 1, 90, 90, 90]


DAY = timedelta(days=1)


@given(st.text(max_size=300))
def test_a_relayed_text_holds_no_address(text: str) -> None:
    said = without_addresses(f"{text} write to jo.seeker@example.net now", "[address]")
    assert "jo.seeker@example.net" not in said


@given(st.lists(st.integers(0, 5000), max_size=40), st.integers(0, 30))
def test_what_is_left_today_is_never_below_nothing(minutes: list[int], most: int) -> None:
    times = [NOW - timedelta(minutes=one) for one in minutes]
    done = sum(one < 1440 for one in minutes)
    assert left_today(times, most, NOW) == max(0, most - done)
