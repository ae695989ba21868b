"""Every public form and every door of a machine, fuzzed by schemathesis over WSGI, in-process.

A few examples of each, always the same, in the suite; `SALERNO_FUZZ=200` sends so many of each
and takes in what members and staff send.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from salerno.web.wsgi import site
from tests import people
from tests.ground import pack
from tests.web import openapi
from tests.web.crawl import of_demo
from tests.web.openapi import Route
from tests.web.whole import rows, sentence

__all__ = ["pack"]

MANY = int(os.environ.get("SALERNO_FUZZ", "0"))
FEW = 2
STRAY, CANARY = "undeclared_field", "canary of a field nobody declared"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
TABLES = ("/feed", "/sitemap.xml", "/robots.txt", "/health", "/search", "/api/", ".csv", ".json",
          "/data", "/record", "/sponsors/")  # fmt: skip
TRIED = frozenset({"privacy_look", "privacy_collectionevent", "accounts_session",
                   "web_securityevent"})  # fmt: skip
STATUSES: set[int] = set()


def chosen() -> list[Route]:
    """What is public, and the addresses where a machine reads; with SALERNO_FUZZ everything."""
    found = [one for one in openapi.routes() if MANY or one.is_public]
    return [one for one in found if "POST" in one.methods or MANY or _is_table(one)]


def _is_table(route: Route) -> bool:
    return any(one in route.path for one in TABLES)


def cases(schema: Any, route: Route, method: str) -> Iterator[Any]:
    """The strategies of one operation: what it takes, and of a declared form what it refuses."""
    operation = schema[route.path][method.upper()]
    for mode in MODES if route.forms and method == "post" else MODES[:1]:
        yield operation.as_strategy(generation_mode=mode)


BROWSER: dict[str, str] = {}
SENT: list[bytes] = []


def as_browser(environ: dict[str, Any], start_response: Any) -> Any:
    """The site, asked by whoever sends: with their cookies, and the token of a form of ours.

    Over WSGI it closes a connection that stands in a transaction, as it should. Here that is the
    test's own, and it is kept, as Django's client of tests keeps it and connects again after.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    SENT[:] = [body]
    return site(environ | BROWSER | {"wsgi.input": io.BytesIO(body)}, start_response)


class Sender:
    """Sends cases over WSGI as one person, and looks at each answer."""

    def __init__(self, client: Client, route: Route, method: str) -> None:
        client.get("/register")
        cookies = {name: one.value for name, one in client.cookies.items()}
        BROWSER["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        BROWSER["HTTP_X_CSRFTOKEN"] = cookies["csrftoken"]
        self.route, self.method = route, method

    def send(self, case: Case[Any]) -> None:
        """One call, undone afterwards. Nothing is kept of what was refused."""
        own: Any = connection
        cache.clear()
        stray = self._stray(case)
        with transaction.atomic():
            before = people.stored() if stray else {}
            answer = case.call(base_url="http://testserver")
            self._look(answer, repr((case.path_parameters, case.query, case.body)))
            if any(map(_is_sent, stray)):
                after = people.stored()
                more = [one for one in before if after[one] > before[one] and one not in TRIED]
                is_refused = answer.status_code >= 400 or _is_sent_away(answer)
                assert (is_refused, more) == (True, []), (self.route.path, stray)
            transaction.set_rollback(True)
        own.gate_inputs.forget()

    def _stray(self, case: Case[Any]) -> set[str]:
        """What the case sends that no form of the route declares."""
        sent = set(case.body) if isinstance(case.body, dict) and self.route.forms else set()
        known = {name for form in self.route.forms for name in form().known()}
        return sent - known - self.route.by_hand

    def _look(self, answer: Any, sent: str) -> None:
        status = answer.status_code
        STATUSES.add(status)
        assert status < 500 or self.route.path == "/health", (self.route.path, status)
        text = answer.content.decode(errors="replace")
        assert "Traceback (most recent call" not in text
        if status < 400 or not text:
            return
        if "html" in answer.headers.get("content-type", [""])[0]:
            sentence(answer, sent)
        elif "json" in answer.headers["content-type"][0]:
            assert json.loads(text)


def _is_sent(name: str) -> bool:
    """Whether a field was in the body: one whose value is an empty list is not sent at all."""
    [body] = SENT
    plain = {
        one for one, _value in parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    }
    return name in plain or f'name="{name}"'.encode() in body


def _is_sent_away(answer: Any) -> bool:
    """Whether a door asked for a sign-in before anything was read."""
    where = str(answer.headers.get("location", [""])[0])
    is_led = bool(answer.status_code == HTTPStatus.FOUND)
    return is_led and where.startswith(("/sign-in?", "/password/again?"))


@pytest.fixture
def over_wsgi() -> Iterator[None]:
    """Afterwards requests close old connections again."""
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def house(pack: str, settings: Any) -> dict[str, Client]:
    """The demonstration, and who comes to it."""
    settings.SALERNO_POSTS_PER_WINDOW = 10**6
    settings.ALLOWED_HOSTS = ["testserver"]
    if not MANY:
        return {"visitor": Client()}
    call_command("load_demo", stdout=io.StringIO())
    return {"visitor": Client(), "member": of_demo("member").browser(),
            "editor": of_demo("editor").browser(), "admin": of_demo("admin").browser()}  # fmt: skip


@pytest.mark.usefixtures("over_wsgi")
def test_whatever_is_sent_is_answered_and_nothing_undeclared_is_stored(
    house: dict[str, Client],
) -> None:
    found = chosen()
    schema = schemathesis.openapi.from_dict(openapi.document(found))
    schema.app = as_browser
    assert len(found) > 40
    before = rows()
    wrong: list[str] = []
    for who, client in house.items():
        for route in found:
            method = "post" if "POST" in route.methods else "get"
            sender = Sender(client, route, method)
            for strategy in cases(schema, route, method):
                try:
                    fuzz(sender, strategy)
                except AssertionError as error:
                    wrong.append(f"{who} {method} {route.path}: {str(error)[:600]}")
    assert wrong == []
    assert {302, 400, 404, 422} <= STATUSES, "the forms themselves were reached"
    after = rows()
    assert [one for one in before if before[one] != after[one] and one not in TRIED] == []


def fuzz(sender: Sender, strategy: Any) -> None:
    """Some examples, the same each time unless many were asked for."""

    @settings(
        max_examples=MANY or FEW, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=strategy)
    def each(case: Case[Any]) -> None:
        sender.send(case)

    try:
        each()
    except hypothesis.errors.Unsatisfiable:
        return  # nothing of this sort can be sent there


def test_a_field_that_nobody_declared_is_refused_by_every_declared_form(
    house: dict[str, Client],
) -> None:
    asked = 0
    for route in chosen():
        is_there = house["visitor"].get(route.path).status_code == 200
        if not route.forms or route.parameters or not is_there:
            continue
        answer = house["visitor"].post(route.path, {STRAY: CANARY})
        assert (answer.status_code, route.path) == (400, route.path)
        assert STRAY in sentence(answer)
        asked += 1
    assert asked >= 3
    assert CANARY not in repr(rows())
