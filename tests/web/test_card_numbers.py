"""No number of a payment card goes into a cookie, a session or a log line."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import Client

from salerno.privacy.errors import GateError
from salerno.privacy.paying import holds_card_number, without_card_numbers
from salerno.privacy.testing import expecting_refusals
from salerno.web.logs import Lines
from salerno.web.middleware import check_cookies
from salerno.web.sessions import SessionStore
from tests.ground import pack

__all__ = ["pack"]

CARD = "4242424242424242"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (CARD, True), ("4242 4242 4242 4242", True), ("4242-4242-4242-4242", True),
        ("a378282246310005b", True), ("6011111111111117", True), ("5555555555554444.", True),
        ("4242424242424241", False), ("1234567812345670", False), ("42424242424242424242", False),
        ("12-1767225600.15-1767225601", False), ("978-3-16-148410-0", False), ("", False),
    ],
)  # fmt: skip
def test_what_can_only_be_a_card_is_known(text: str, holds: bool) -> None:
    assert holds_card_number(text) is holds
    assert holds_card_number(without_card_numbers(text)) is False


@pytest.mark.clause("N-35", "refused")
def test_a_cookie_or_a_session_with_the_number_of_a_card_is_refused() -> None:
    answer = HttpResponse()
    answer.set_cookie("theme", CARD)
    with expecting_refusals(), pytest.raises(GateError):
        check_cookies(answer)
    session = SessionStore()
    session["note"] = f"card {CARD}"
    with expecting_refusals(), pytest.raises(GateError):
        session.save()
    assert Client().get("/plans").status_code == 200


def test_a_log_line_shows_a_word_instead() -> None:
    for said, args in (("paid %s", (CARD,)), (f"salerno {CARD}", ()), ("paid %d", (int(CARD),))):
        record = logging.LogRecord("salerno.x", logging.INFO, "f.py", 1, said, args, None)
        assert CARD not in Lines().format(record)
