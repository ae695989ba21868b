"""Who received what: each with all that is known of it, twenty at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.models import Disclosure
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from tests import people
from tests.ground import pack
from tests.people import words

__all__ = ["pack"]

SENT_AT = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)


def put(subject: int, number: int = 0, **changes: Any) -> Disclosure:
    values = {
        "recipient": "office", "recipient_name": f"Office {number}",
        "clause_ids": ["accounts.name"], "fields": ["name"], "purpose": "correspondence",
        "basis": "contract", "contract": "Agreement 9", "country": "BR", "mechanism": "scc",
        "ground": "a badge", "state": "sent", "at": SENT_AT + timedelta(minutes=number),
        "sent_at": SENT_AT + timedelta(minutes=number), "ledger_seq": 0,
    }  # fmt: skip
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        return Disclosure._base_manager.create(owner_id=subject, **(values | changes))


def test_each_says_state_contract_country_mechanism_ground_and_what_was_told_since() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    one = put(ann.subject)
    put(ben.subject, recipient_name="A stranger")
    told = {"basis": "legal_obligation", "fields": [], "clause_ids": [], "purpose": "rights"}
    put(ann.subject, 5, notice="corrected", concerns=[one.pk], ground="…", **told)
    waits = {"state": "waiting", "sent_at": None}
    put(ann.subject, 9, notice="erased", concerns=[one.pk], ground="…", **told | waits)
    page = words(ann.browser().get("/you/received"))
    for said in (
        "Office 0", "a badge", "Your name. Sent, 3 May 2026, 09:30 UTC.", "Agreement 9",
        "Brazil: standard contractual clauses", "Ground Contract",
        "Send the letters you need or asked for",
        "3 May 2026, 09:35 UTC: Office 0 was told: What was sent before was corrected.",
        "3 May 2026, 09:39 UTC: Office 0 is being told: You were erased here.",
    ):  # fmt: skip
        assert said in page
    assert "A stranger" not in page
    assert page.count("Agreement 9") == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "Waits to be sent."),
        ("failed", "Given up: it could not be delivered for certain."),
        ("stopped", "Not sent: it was not wanted any more."),
    ],
)
def test_what_did_not_arrive_says_so(state: str, said: str) -> None:
    ann = people.person()
    put(ann.subject, state=state, sent_at=None)
    assert said in words(ann.browser().get("/you/received"))


def test_many_are_read_page_by_page_with_as_many_statements_as_one() -> None:
    ann = people.person()
    client = ann.browser()
    put(ann.subject)
    client.get("/you/received")
    with CaptureQueriesContext(connection) as few:
        client.get("/you/received")
    for number in range(1, 45):
        row = put(ann.subject, number)
        put(ann.subject, number, notice="stop", concerns=[row.pk], purpose="rights")
    with CaptureQueriesContext(connection) as many:
        client.get("/you/received")
    assert len(few) == len(many)
    pages = [words(client.get(f"/you/received?page={number}")) for number in (1, 2, 3)]
    assert [page.count("Ground, contract, country") for page in pages] == [20, 20, 5]
    assert [page.count("It is not to be kept or used any more.") for page in pages] == [20, 20, 4]
    assert "Office 44" in pages[0]
    assert "Office 0" in pages[2]
    assert "Page 3 of 3" in pages[2]


@pytest.mark.parametrize("asked", ["0", "-1", "99999999999", "x", "1e3", "٣", "%00", ""])
def test_a_page_that_is_not_there_shows_one_that_is(asked: str) -> None:
    ann = people.person()
    put(ann.subject)
    answer = ann.browser().get(f"/you/received?page={asked}")
    assert answer.status_code == 200
    assert "Office 0" in words(answer)


def test_the_file_holds_the_notices_too() -> None:
    ann = people.person()
    one = put(ann.subject)
    put(ann.subject, 5, notice="stop", concerns=[one.pk], purpose="rights")
    rows = ann.browser().get("/you/received?as=json").json()
    assert {row["notice"] for row in rows} == {"", "stop"}
    assert Client().get("/you/received?as=json").status_code == 302
