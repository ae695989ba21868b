"""Bad input at every form: its status, a page with a sentence, nothing stored, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from salerno.privacy import clock
from tests import people
from tests.ground import pack
from tests.people import PASSWORD, registration
from tests.web.whole import rows, sentence

__all__ = ["pack"]

MEGABYTE = "a" * 1_000_000
VERSIONS = ("terms_version", "policy_version")
WRONG: list[tuple[dict[str, Any], int]] = [
    ({"email": "not an address"}, 422),
    ({"email": "a\x00b@example.org"}, 422),
    ({"email": MEGABYTE + "@example.org"}, 422),
    ({"name": "A\x00nn"}, 422),
    ({"name": MEGABYTE}, 422),
    ({"name": None}, 422),
    ({"password": "\x00" * 20}, 422),
    ({"birth_day": "first"}, 422),
    ({"birth_year": "9" * 5000}, 422),
    ({"birth_day": "31", "birth_month": "2"}, 422),
    ({"birth_year": "٣"}, 422),
    ({"region": "ZZ"}, 422),
    ({"region": ["DE", "XX"]}, 422),
    ({"agree": None}, 422),
    ({"terms_version": "one"}, 422),
    ({"policy_version": "9" * 400}, 409),
    ({"policy_version": "0"}, 409),
    ({"terms_version": "-1"}, 409),
    ({"is_staff": "1"}, 400),
    ({"owner_id": "1"}, 400),
    ({"purpose": "everything"}, 400),
    ({"email\x00": "x"}, 400),
]


def test_a_wrong_registration_stores_nothing_and_says_why() -> None:
    before = rows()
    for change, status in WRONG:
        cache.clear()
        answer = Client().post("/register", registration(**change))
        assert (answer.status_code, str(change)[:60]) == (status, str(change)[:60])
        assert sentence(answer)
        assert PASSWORD not in answer.content.decode()
    assert rows() == before


def test_what_was_typed_stands_there_again() -> None:
    text = Client().post("/register", registration(birth_day="40")).content.decode()
    assert 'value="new@example.org"' in text
    assert 'value="New Reader"' in text
    assert "checked" in text


FORMS: list[tuple[str, dict[str, Any], int]] = [
    ("/you/profile", {"profession": "astronaut"}, 422),
    ("/you/profile", {"institution": "x" * 5000}, 422),
    ("/you/profile", {"biography": "\x00"}, 422),
    ("/you/profile", {"institution_audience": "99"}, 422),
    ("/you/profile", {"institution_audience": "²"}, 422),
    ("/you/profile", {"owner": "1"}, 400),
    ("/you/profile/needed", {"next": "/you/card"}, 404),
    ("/you/profile/needed", {"profession": "", "next": "//evil.example"}, 422),
    ("/you/numbers", {"gender": "\x00"}, 422),
    ("/you/numbers", {"gender": "other than listed"}, 422),
    ("/you/recovery", {"recovery_phone": "call me"}, 422),
    ("/you/recovery", {"recovery_phone": MEGABYTE}, 422),
    ("/you/region", {"region": "Atlantis"}, 422),
    ("/you/accept", dict.fromkeys(VERSIONS, "two"), 409),
    ("/you/accept", dict.fromkeys(VERSIONS, "9" * 5000), 409),
    ("/you/accept", {}, 409),
    ("/you/choices", {"no.such": "on"}, 400),
    ("/you/choices", {"letters.offers.mail": "perhaps"}, 400),
    ("/you/choices", {}, 400),
    ("/you/devices/end", {"session": "²"}, 404),
    ("/you/devices/end", {"session": "9" * 5000}, 404),
    ("/you/devices/end", {"session": "-1"}, 404),
    ("/you/merge", {"email": "x", "password": "\x00"}, 422),
    ("/you/erase", {"word": "yes", "password": PASSWORD}, 422),
    ("/you/erase", {"word": "erase", "password": MEGABYTE}, 422),
    ("/you/photograph", {"audience": "0", "key": "../../etc/passwd"}, 400),
    ("/cookies/choose", {"count": "perhaps"}, 400),
]


def test_a_wrong_form_of_a_member_changes_nothing_and_says_why() -> None:
    client = people.person().browser()
    before = rows()
    for path, sent, status in FORMS:
        answer = client.post(path, sent)
        assert (answer.status_code, path, str(sent)[:60]) == (status, path, str(sent)[:60])
        assert sentence(answer)
    assert rows() == before
    assert client.get("/you").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/password/forgotten", "/sign-in/wake"])
def test_the_doors_of_a_visitor_bear_anything(path: str) -> None:
    Client().post(path, {"login": "nobody@example.org", "password": "a first try that fails"})
    of_the_log = "privacy_collectionevent"  # a failed sign-in stands in the security log
    before = rows() | {of_the_log: []}
    for given in ("\x00", MEGABYTE, "a\x00@example.org", b"\xff\xfe", "'; DROP TABLE x; --"):
        sent = dict.fromkeys(("login", "email", "password", "remember"), given)
        answer = Client().post(path, sent)
        assert answer.status_code < 500
    assert rows() | {of_the_log: []} == before


PLAIN, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
BODIES: list[tuple[bytes, str, int]] = [
    (b"email=" + b"a" * 10_000_000, PLAIN, 413),
    (b"&".join(b"f%d=1" % one for one in range(2000)), PLAIN, 413),
    (b"email=%ff%fe&name=%c3%28&stray=1", PLAIN, 400),
    (b"\xff\xfe\x00", PLAIN, 400),
    (b"no boundary", PARTS, 400),
    (b"--x\r\n", f"{PARTS}; boundary=é", 400),
    (b'{"email": 1}', "application/json", 400),
    (b"<a/>", "text/xml", 400),
]


@pytest.mark.parametrize("path", ["/register", "/you/profile"])
def test_a_body_that_is_no_form_is_answered_by_a_page(path: str) -> None:
    client = people.person().browser()
    client.get("/you/profile")
    client.handler.enforce_csrf_checks = True
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    before = rows()
    for body, kind, status in BODIES:
        answer = client.post(path, body, content_type=kind, headers=token)
        assert (answer.status_code, body[:20], kind) == (status, body[:20], kind)
        assert sentence(answer)
    assert rows() == before


def test_two_thousand_fields_with_a_token_are_too_many() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/register")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    before = rows()
    answer = client.post("/register", {f"f{one}": "1" for one in range(2000)}, headers=token)
    assert (answer.status_code, rows()) == (413, before)
    assert "more than this form takes" in sentence(answer)


def test_registering_twice_makes_one_account_and_says_the_same_twice() -> None:
    first, again = (Client().post("/register", registration()) for _try in range(2))
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert people.stored()["accounts_user"] == 1
    assert people.column("accounts_user", "email") == ["new@example.org"]


def test_erasing_twice_erases_once_and_sends_to_sign_in() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    client, twin = ann.browser(), ann.browser()
    sent = {"word": "erase", "password": PASSWORD}
    assert client.post("/you/erase", sent)["Location"] == "/gone"
    before = rows()
    for one in (client, twin):
        assert one.post("/you/erase", sent)["Location"].startswith("/sign-in")
    assert rows() == before
    assert ben.browser().get("/you").status_code == 200


def test_a_profile_sent_twice_stands_once() -> None:
    client = people.person().browser()
    sent = {"name": "Ann Reader", "institution": "Sandhill", "institution_audience": "0"}
    answers = [client.post("/you/profile", sent).status_code for _try in range(2)]
    assert answers == [302, 302]
    assert people.column("accounts_profile", "institution") == ["Sandhill"]


@pytest.mark.parametrize("path", ["/register", "/sign-in", "/you/profile", "/you/erase"])
def test_too_often_is_told_so_and_ends(path: str) -> None:
    client = people.person().browser()
    cache.clear()
    with override_settings(SALERNO_POSTS_PER_WINDOW=0):
        client.post("/appearance", {"theme": "dark"})  # the first beyond the limit is written down
        before = rows()
        answer = client.post(path, registration())
        assert (answer.status_code, rows()) == (429, before)
        assert "ten minutes" in sentence(answer)
    with clock.clock_ahead(timedelta(minutes=11)), override_settings(SALERNO_POSTS_PER_WINDOW=1):
        assert client.post("/appearance", {"theme": "dark"}).status_code == 302
