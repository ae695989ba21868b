"""Closing with a return key and coming back, as a browser without scripts does it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from salerno.privacy import clock, holds
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.services.accounts.models import Profile
from salerno.web import leaving
from tests import people
from tests.ground import pack
from tests.people import PASSWORD, Person, column, stored, words
from tests.privacy.filled import dump, said

__all__ = ["pack"]

KEY = re.compile(r"<code>([0-9A-Z-]{39})</code>")


def closed(person: Person, client: Client | None = None) -> str:
    """Close on the page; the key that it shows."""
    answer = (client or person.browser()).post(
        "/you/close", {"word": "close", "password": PASSWORD}
    )
    assert answer.status_code == 200, words(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    found = KEY.search(answer.content.decode())
    assert found, words(answer)
    return found[1]


def signed_in(email: str, password: str = PASSWORD) -> bool:
    client = Client()
    client.post("/sign-in", {"login": email, "password": password})
    return client.get("/you").status_code == 200


def use(key: str, what: str = "back", client: Client | None = None) -> Any:
    return (client or Client()).post("/return", {"key": key, "what": what})


def profile(person: Person) -> dict[str, Any]:
    with entered(ERASURE, Viewer.job("test")):
        return dict(Profile.objects.filter(pk=person.subject).values().get())


def test_who_closed_is_nobody_here_and_with_the_key_is_back() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    client, before = ann.browser(), profile(ann)
    key = closed(ann, client)
    assert client.get("/you").status_code == 302
    assert not signed_in(ann.email)
    assert ann.email not in column("accounts_user", "email")
    assert ben.email in column("accounts_user", "email")
    assert "Welcome back" in words(use(key.lower().replace("-", " ")))
    assert profile(ann) == before
    assert signed_in(ann.email)
    assert "opens nothing" in words(use(key))


def test_the_key_stands_in_no_row_and_no_file(settings: Any) -> None:
    key = closed(people.person())
    plain = key.replace("-", "")
    rows = said(dump())
    assert plain not in rows
    assert key not in rows
    texts = [one.read_bytes() for one in settings.SALERNO_DATA.rglob("*") if one.is_file()]
    assert not any(key.encode() in one or plain.encode() in one for one in texts)


@pytest.mark.parametrize(
    "changes", [{"word": "erase"}, {"password": "wrong"}, {"word": ""}, {"word": "x" * 500}]
)
def test_the_word_and_the_password_are_needed(changes: dict[str, str]) -> None:
    ann = people.person()
    before = stored()
    answer = ann.browser().post("/you/close", {"word": "close", "password": PASSWORD} | changes)
    assert answer.status_code == 422
    after = stored()
    assert {name for name in before if after[name] < before[name]} == set()
    assert signed_in(ann.email)


def test_every_wrong_key_gets_one_and_the_same_answer() -> None:
    key = closed(people.person())
    cache.clear()
    wrong = ("A" * 32, "not a key", "é" * 32, key[:-1] + ("2" if key[-1] != "2" else "3"))
    answers = [use(one) for one in wrong]
    assert {one.status_code for one in answers} == {422}
    assert all("This key opens nothing here." in words(one) for one in answers)
    for one in ("\0" * 32, "x" * 201, ""):
        assert use(one).status_code == 422
    assert use(key, "sell").status_code == 422


def test_after_too_many_keys_even_the_right_one_waits() -> None:
    ann = people.person()
    key = closed(ann)
    cache.clear()
    for _ in range(leaving.MOST_WRONG):
        assert use("A" * 32).status_code == 422
    answer = use(key)
    assert answer.status_code == 429
    assert "Wait ten minutes" in words(answer)
    cache.clear()
    assert "Welcome back" in words(use(key))


def test_the_key_can_end_it_and_shows_the_certificate_from_then_on() -> None:
    ann = people.person()
    key = closed(ann)
    first, second = use(key, "destroy"), use(key)
    assert "Certificate of erasure" in words(first)
    assert words(first) == words(second)
    assert not signed_in(ann.email)


def test_whose_address_was_taken_meanwhile_is_told_so() -> None:
    ann = people.person()
    key = closed(ann)
    people.person(ann.email, "Another Ann")
    before = stored()
    answer = use(key)
    assert answer.status_code == 409
    assert "Nothing was changed" in words(answer)
    assert stored() == before


def test_where_something_is_held_the_page_says_why_it_is_not_offered() -> None:
    ann = people.person()
    assert "Close, and show me the key" in words(ann.browser().get("/you/close"))
    claim = holds.NewHold("claims", "a claim", clock.today() + timedelta(days=9))
    with entered(RECORD, Viewer.job("test")):
        holds.place(by=ann.subject, subject=ann.subject, new=claim)
    page = words(ann.browser().get("/you/close"))
    assert "held for a legal claim" in page
    assert "show me the key" not in page
    answer = ann.browser().post("/you/close", {"word": "close", "password": PASSWORD})
    assert answer.status_code == 409
    assert signed_in(ann.email)


def test_a_visitor_closes_nothing() -> None:
    before = stored()
    answer = Client().post("/you/close", {"word": "close", "password": PASSWORD})
    assert answer.status_code == 302
    assert stored() == before
