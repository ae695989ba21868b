"""The warning before posting: how much it finds, how often it is wrong, and what it stops."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.discuss.rules.identifiers import Sign, signs
from tests import hall
from tests.people import column, words

TEXTS = tomllib.loads((Path(__file__).parent / "identifiers.toml").read_text(encoding="utf-8"))
FLAGGED = "Our patient Maria Keller did well."


@pytest.mark.clause("N-73", "works")
def test_nineteen_of_twenty_are_found_and_one_of_twenty_is_a_false_alarm() -> None:
    marked, clean = TEXTS["marked"], TEXTS["clean"]
    assert (len(marked), len(clean), len({*marked, *clean})) == (100, 100, 200)
    missed = [one for one in marked if not signs(one)]
    alarms = [(one, signs(one)) for one in clean if signs(one)]
    assert len(missed) <= 5, missed
    assert len(alarms) <= 5, alarms


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert set(signs(text)) <= set(Sign)


def test_a_long_text_is_read_in_time() -> None:
    assert signs("1 " * 5000 + "a" * 5000) == ()
    assert Sign.EMAIL in signs("word " * 1900 + "x@example.org")


@pytest.mark.clause("N-73", "refused")
def test_a_flagged_post_waits_for_a_yes() -> None:
    [ann] = hall.people("Ann Reader")
    where, browser = hall.area(), ann.browser()
    sent = {"kind": "comment", "text": FLAGGED}
    held = browser.post(f"/discuss/{where}/post", sent)
    assert held.status_code == 422
    assert "the name of a patient" in words(held)
    assert (column("discuss_post", "text"), 'name="sure"' in held.content.decode()) == ([], True)
    assert browser.post(f"/discuss/{where}/post", sent | {"sure": "on"}).status_code == 302
    [text] = column("discuss_post", "text")
    assert text == FLAGGED


def test_what_is_changed_later_is_read_again() -> None:
    [ann] = hall.people("Ann Reader")
    number = hall.post(ann, hall.area(), "Clean")
    browser, path = ann.browser(), f"/discuss/posts/{number}/edit"
    assert browser.post(path, {"text": FLAGGED}).status_code == 422
    assert column("discuss_post", "text") == ["Clean"]
    assert browser.post(path, {"text": FLAGGED, "sure": "on"}).status_code == 302
    assert column("discuss_post", "text") == [FLAGGED]
