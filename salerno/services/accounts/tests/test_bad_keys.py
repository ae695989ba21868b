"""Second factors and passkeys bear anything: an answer with a sentence, nothing stored."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import demo
from tests import people
from tests.people import PASSWORD, stored, words

BROKEN = (
    "{", "null", "[]", "1", '"a"', "9" * 5000, "-" + "9" * 5000, '{"id": ' + "9" * 5000 + "}",
    "[" * 40_000, "{" * 5, '{"id": "é"}', "\x00", "NaN", '{"id": {}, "response": []}', "a" * 60_000,
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {},
                "response": {"clientDataJSON": "e30", "attestationObject": "AA",
                             "authenticatorData": "AA", "signature": "AA"}}),
    json.dumps({"id": "AA", "rawId": "!!", "type": "wrong", "clientExtensionResults": 7,
                "response": {"clientDataJSON": "%", "attestationObject": 5,
                             "authenticatorData": None, "signature": []}}),
)  # fmt: skip
CODES = ("9" * 5000, "-1", "٣٤٥٦٧٨", "\x00", "²²²²²²", "12 34 56", "a" * 100_000, "", "1e5")


def with_factor() -> tuple[people.Person, Client]:
    """Somebody with an authenticator, signed in and proved to be themselves a moment ago."""
    ann = people.person()
    with entered(AUTHENTICATE, Viewer.job("test")):
        demo.confirm(by=Viewer.job("test"), subject=ann.subject, with_factor=True)
    client = Client()
    client.post("/sign-in", {"login": ann.email, "password": PASSWORD})
    people.at_a_new_code()
    code = format_hotp_value(hotp_value(demo.SECRET, int(time.time()) // 30))
    assert client.post("/sign-in/factor", {"code": code}).status_code == 302
    return ann, client


def half_way(ann: people.Person) -> Client:
    """A browser that gave the password and owes the second factor."""
    client = Client()
    assert client.post("/sign-in", {"login": ann.email, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    "path", ["/you/factors/keys/add", "/sign-in/passkey", "/sign-in/again/passkey"]
)
def test_a_broken_answer_of_a_key_is_refused_with_a_sentence(path: str) -> None:
    _ann, client = with_factor()
    who = Client() if path == "/sign-in/passkey" else client
    before = stored()
    for sent in BROKEN:
        answer = who.post(path, {"credential": sent, "name": "x"})
        assert (answer.status_code, sent[:40]) == (400, sent[:40])
        assert "no answer of a key" in words(answer)
    assert stored() == before


def test_a_broken_answer_is_refused_at_the_second_factor_too() -> None:
    ann, _client = with_factor()
    client = half_way(ann)
    for sent in BROKEN:
        assert (client.post("/sign-in/factor", {"credential": sent}).status_code, sent[:40]) == (
            400, sent[:40],
        )  # fmt: skip


@pytest.mark.parametrize("path", ["/sign-in/factor", "/you/factors/app", "/sign-in/again/factor"])
def test_a_code_of_any_kind_is_only_wrong(path: str) -> None:
    ann, client = with_factor()
    who = half_way(ann) if path == "/sign-in/factor" else client
    for sent in CODES:
        cache.clear()
        answer: Any = who.post(path, {"code": sent})
        assert (answer.status_code < 500, sent[:20]) == (True, sent[:20])
    assert Client().post("/sign-in/code", {"code": "9" * 5000}).status_code < 500
