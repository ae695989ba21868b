"""Signing in: passwords, second factors, sessions, throttling, letters of recovery."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zipfile
from base64 import b32decode
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError
from salerno.privacy.purposes import AUTHENTICATE, RIGHTS
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import demo
from salerno.services.accounts.clauses import PASSWORD as PASSWORD_CLAUSE
from salerno.services.accounts.models import User
from tests import people
from tests.people import PASSWORD, column, letters, link_in, words


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the form of sign-in."""
    return client.post("/sign-in", {"login": email, "password": password} | more)


def totp(secret: str) -> str:
    """The code that an authenticator shows now (RFC 6238)."""
    counter = int(clock.now().timestamp()) // 30
    mac = hmac.new(b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/you/devices").status_code == 200


@pytest.mark.clause("N-11", "works")
def test_a_password_is_a_slow_salted_hash_and_a_secret_everywhere(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    sign_in(Client(), ann.email)
    stored = column("accounts_user", "password")
    assert {one[:9] for one in stored} == {"argon2$ar"}
    assert len(set(stored)) == 2
    assert PASSWORD_CLAUSE.secret
    with entered(RIGHTS, ann.viewer):
        archive = zipfile.ZipFile(BytesIO(rights.copy(ann.subject)))
    whole = b"".join(archive.read(one) for one in archive.namelist()).decode()
    assert ann.email in whole
    assert [one for one in (*stored, PASSWORD) if one in whole or one in caplog.text] == []
    assert ben.email not in whole


@pytest.mark.clause("N-11", "refused")
def test_no_purpose_but_signing_in_may_name_the_password() -> None:
    ann = people.person()
    with entered(RIGHTS, ann.viewer), expecting_refusals(), pytest.raises(GateError):
        list(User.objects.values_list("password"))


@pytest.mark.clause("N-11", "refused")
@pytest.mark.parametrize("given", ["short", "1234567890123", "startfinding", "newreader New"])
def test_a_weak_or_stolen_password_is_refused(given: str) -> None:
    before = people.stored()
    answer = Client().post("/register", people.registration(password=given))
    assert (answer.status_code, people.stored()) == (422, before)


@pytest.mark.clause("H-52", "works")
def test_password_second_factor_and_list_of_sessions() -> None:
    demo.load()
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    answer = sign_in(client, "staff@example.org", demo.PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/factor")
    assert not is_in(client)
    people.at_a_new_code()
    answer = client.post("/sign-in/factor", {"code": totp(demo.SECRET)})
    assert (answer.status_code, answer["Location"]) == (302, "/you")
    page = words(client.get("/you/devices"))
    assert "Firefox on Linux this one" in page


@pytest.mark.clause("H-52", "refused")
def test_stuffing_is_throttled_and_nobody_learns_which_half_was_wrong() -> None:
    ann = people.person()
    known = words(sign_in(Client(), ann.email, "not the password"))
    unknown = words(sign_in(Client(), "zoe@example.org", "not the password"))
    assert known.replace(ann.email, "") == unknown.replace("zoe@example.org", "")
    client = Client()
    for _try in range(10):
        sign_in(client, ann.email, "not the password")
    answer = sign_in(client, ann.email)
    assert "Too many tries" in words(answer)
    assert not is_in(client)


def test_a_session_costs_one_statement_and_a_page_writes_nothing() -> None:
    client = people.person().browser()
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/about").status_code == 200
    asked = [one["sql"] for one in seen.captured_queries if "accounts_" in one["sql"]]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/you/devices").status_code == 200
    verbs = {one["sql"].split()[0] for one in seen.captured_queries}
    assert verbs & {"INSERT", "UPDATE", "DELETE"} == set()


def test_a_visitor_leaves_no_session_and_a_stolen_table_opens_nothing() -> None:
    client = Client()
    client.get("/sign-in")
    sign_in(client, "nobody@example.org")
    assert column("accounts_session", "key_digest") == []
    ann = people.person()
    client = ann.browser()
    [digest] = column("accounts_session", "key_digest")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert digest == hashlib.sha256(key.encode()).hexdigest()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = digest
    assert not is_in(thief)


@pytest.mark.clause("N-34", "works")
def test_a_second_visit_joins_the_first_and_being_remembered_is_a_choice() -> None:
    visitor = Client()
    assert "visitor" not in visitor.get("/").cookies
    visitor.post("/cookies/choose", {"count": "yes"})
    number = visitor.cookies["visitor"].value
    visitor.get("/about")
    assert visitor.cookies["visitor"].value == number
    assert people.stored()["web_device"] == 1
    ann = people.person()
    page = Client().get("/sign-in").content.decode()
    assert "Stay signed in on this device for 14 days" in page
    closes, stays = Client(), Client()
    sign_in(closes, ann.email)
    sign_in(stays, ann.email, remember="on")
    name = settings.SESSION_COOKIE_NAME
    assert (closes.cookies[name]["max-age"], stays.cookies[name]["max-age"]) == ("", 14 * 86_400)
    with clock.clock_ahead(timedelta(days=2)):
        assert (is_in(closes), is_in(stays)) == (False, True)
    with clock.clock_ahead(timedelta(days=15)):
        assert not is_in(stays)


@pytest.mark.clause("N-34", "refused")
def test_forgotten_the_next_visit_is_somebody_new() -> None:
    visitor = Client()
    visitor.post("/cookies/choose", {"count": "yes"})
    first = visitor.cookies["visitor"].value
    [known] = column("web_device", "owner_id")
    visitor.post("/cookies/forget")
    assert visitor.cookies["visitor"].value == ""
    assert people.stored()["web_device"] == 0
    visitor.post("/cookies/choose", {"count": "yes"})
    [new] = column("web_device", "owner_id")
    assert (visitor.cookies["visitor"].value == first, new == known) == (False, False)


def test_signing_out_elsewhere_and_everywhere() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    here, there, other = ann.browser(), ann.browser(), ben.browser()
    here.post("/you/devices/end", {"session": "others"})
    assert (is_in(here), is_in(there), is_in(other)) == (True, False, True)
    [his] = [
        pk
        for pk, owner in zip(
            column("accounts_session", "id"), column("accounts_session", "owner_id"), strict=True
        )
        if owner == ben.subject
    ]
    assert here.post("/you/devices/end", {"session": str(his)}).status_code == 404
    here.post("/you/devices/end", {"session": "everywhere"})
    assert (is_in(here), is_in(other)) == (False, True)


def test_a_new_password_signs_every_other_browser_out() -> None:
    ann = people.person()
    here, there = Client(), ann.browser()
    sign_in(here, ann.email)
    new = {"oldpassword": PASSWORD, "password1": "another quiet harbour", "password2": "another quiet harbour"}  # fmt: skip  # noqa: E501
    assert here.post("/you/password", new)["Location"] == "/you/devices"
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_link_of_recovery_works_once_and_an_unknown_address_gets_the_same_answer() -> None:
    ann = people.person()
    known = Client().post("/password/forgotten", {"email": ann.email}, follow=True)
    unknown = Client().post("/password/forgotten", {"email": "zoe@example.org"}, follow=True)
    assert words(known) == words(unknown)
    [letter] = letters()
    assert letter.to == ann.email
    client = Client()
    path = client.get(link_in(letter))["Location"]
    new = {"password1": "a wholly new harbour", "password2": "a wholly new harbour"}
    assert client.post(path, new)["Location"] == "/password/new"
    assert sign_in(Client(), ann.email, "a wholly new harbour")["Location"] == "/you"
    again = Client().get(link_in(letter))
    assert "opens nothing" in words(again)


def test_an_address_changes_when_the_old_one_and_the_new_one_agree() -> None:
    ann = people.person()
    client = Client()
    sign_in(client, ann.email)
    again = client.post("/you/email", {"action_add": "", "email": "ann@new.example"})
    assert (again["Location"], letters()) == ("/sign-in/again?next=%2Fyou%2Femail", [])
    client.post(again["Location"], {"password": PASSWORD})
    assert column("accounts_user", "email") == [ann.email]
    [asked] = letters()
    assert (asked.to, asked.subject) == (ann.email, "Write to another address from now on?")
    assert Client().get(link_in(asked)).status_code == 302
    client.post(link_in(asked))
    assert column("accounts_user", "email") == [ann.email]
    confirm = next(one for one in letters() if one.to == "ann@new.example")
    client.post(link_in(confirm))
    assert column("accounts_user", "email") == ["ann@new.example"]
    assert column("account_emailaddress", "email") == ["ann@new.example"]


def test_a_paused_account_sleeps_until_its_letter_wakes_it() -> None:
    ann = people.person()
    client = ann.browser()
    before = people.stored()
    assert client.post("/you/pause")["Location"] == "/sign-in/paused"
    assert people.stored() == before | {"accounts_session": 0}
    assert sign_in(Client(), ann.email)["Location"] == "/sign-in/paused"
    visitor = Client()
    visitor.post("/sign-in/wake", {"email": ann.email})
    [letter] = letters()
    visitor.post(link_in(letter))
    assert sign_in(visitor, ann.email)["Location"] == "/you"


def test_an_account_that_is_not_confirmed_cannot_be_used() -> None:
    client = Client()
    client.post("/register", people.registration())
    assert sign_in(client, "new@example.org")["Location"] == "/confirm"
    assert not is_in(client)
    client.post(link_in(letters()[0]))
    assert sign_in(client, "new@example.org")["Location"] == "/you"


def test_the_secret_of_an_authenticator_is_sealed_where_it_is_stored() -> None:
    demo.load()
    kept = column("mfa_authenticator", "data")
    assert len(kept) == 8
    assert [one for one in kept if demo.SECRET in str(one)] == []
    with entered(AUTHENTICATE, Viewer.job("test")):
        assert User.objects.filter(email="staff@example.org").exists()
