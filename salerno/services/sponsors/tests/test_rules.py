"""What is decided without the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from salerno.services.sponsors import rules
from salerno.services.sponsors.rules import Asker, Claim, Draft

WHOLE = {"label": "Sponsored", "sponsors": ["Halden"], "has_file": True, "fields": ["name"],
         "term_days": 90, "most_days": 365}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"term_days": 365}, ()),
        ({"term_days": 1}, ()),
        ({"sponsors": []}, ("sponsor",)),
        ({"sponsors": ["Halden", " "]}, ("sponsor",)),
        ({"label": " "}, ("label",)),
        ({"has_file": False}, ("file",)),
        ({"fields": []}, ("fields",)),
        ({"term_days": 0}, ("term",)),
        ({"term_days": 366}, ("term",)),
        ({"sponsors": [], "label": ""}, ("sponsor", "label")),
    ],
)
def test_what_a_paper_lacks(changes: dict[str, object], expected: tuple[str, ...]) -> None:
    assert rules.missing(Draft(**(WHOLE | changes))) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asker", "takers", "expected"),
    [
        (Asker(True), [1], "open"),
        (Asker(True), [], "nobody"),
        (Asker(False), [], "nobody"),
        (Asker(False), [1], "sign_in"),
        (Asker(True, has_ground=False), [1], "law"),
        (Asker(False, has_ground=False), [1], "law"),
    ],
)
def test_whom_the_way_with_sharing_is_open_to(
    asker: Asker, takers: list[int], expected: str
) -> None:
    assert rules.shared_offer(asker, takers) == expected


def test_nothing_that_is_paid_for_stands_beside_accredited_items() -> None:
    asked = [rules.may_stand_beside(is_accredited=one) for one in (True, False)]
    assert asked == [False, True]


@pytest.mark.parametrize(
    ("standing", "founded"),
    [
        ({(1, "t"): "r"}, True),
        ({}, False),
        ({(1, "t"): "later"}, False),
        ({(1, "u"): "r"}, False),
        ({(2, "t"): "r"}, False),
        ({(1, "t"): ""}, False),
    ],
)
def test_a_lead_rests_on_its_own_yes(standing: dict[tuple[int, str], str], founded: bool) -> None:
    claim = Claim(1, "t", "r")
    assert rules.unfounded([claim], standing) == ([] if founded else [claim])


def test_names_are_apart_for_each_paper_and_sponsor() -> None:
    topics = {rules.topic(paper, sponsor) for paper in (1, 11) for sponsor in (1, 11)}
    assert len(topics) == 4
    assert (rules.topic(1, 2), rules.recipient(3)) == ("sponsors.paper_1.sponsor_2", "sponsor.s3")


def test_a_lead_ends_after_so_many_days() -> None:
    start = datetime(2026, 2, 28, 9, tzinfo=UTC)
    assert rules.until(start, 1) == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_digests_change_with_every_part() -> None:
    sheets = [["a", "b"], ["ab"], ["b", "a"], ["a", "b", ""], ["a\x1fb"]]
    assert len({rules.sheet_digest(one) for one in sheets}) == len(sheets)
    assert rules.token_digest("a") != rules.token_digest("b")
    assert len(rules.token_digest("\ud800")) == 64


@pytest.mark.parametrize(
    ("value", "expected"),
    [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
     ("Ann", "Ann"), ("", ""), ("a=1", "a=1")],
)  # fmt: skip
def test_no_cell_is_a_formula(value: str, expected: str) -> None:
    assert rules.cell(value) == expected
