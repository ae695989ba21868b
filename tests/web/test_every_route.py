"""Every address there is, to everybody: it answers, asks for its token, and tells of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import Resolver404, get_resolver, resolve

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.services.accounts import actions
from salerno.services.accounts.values import Role
from salerno.web import errors
from tests import people
from tests.ground import pack
from tests.people import Person, column
from tests.web.test_security import staff
from tests.web.whole import rows, sentence

__all__ = ["pack"]

CANARY = "Zyx Canary"
SAMPLES = MappingProxyType({"int": "1", "str": "abc:def", "slug": "member", "": "abc"})
REFUSALS = (400, 403, 404, 405, 409, 413, 422, 429, 500)


def addresses(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every route with sample arguments."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, before + str(one.pattern))
            continue
        plain = re.sub(r"(?<!\?P)<(?:(\w+):)?\w+>", _sample, before + str(one.pattern))
        bare = plain.removesuffix(r"\Z").strip("^$")
        yield "/" + re.sub(r"\(\?P<\w+>([^)]*)\)", _matching, bare).replace("\\", "")


def _matching(found: re.Match[str]) -> str:
    """The first sample that a group of a regular expression takes."""
    return next(one for one in ("abc", "a" * 40) if re.fullmatch(found.group(1), one))


def _sample(found: re.Match[str]) -> str:
    return str(SAMPLES[found.group(1) or ""])


def canary() -> Person:
    """A member who shows nothing to anybody."""
    made = people.person("canary@canary.example", CANARY)
    with entered(ACCOUNT, made.viewer):
        actions.change_profile(
            by=made.viewer,
            lines={"institution": "Canary Infirmary", "biography": "canary biography"},
            audiences=dict.fromkeys(("name", "institution", "biography"), Reach.ME),
        )
        actions.change_recovery_phone(by=made.viewer, number="+15550177777")
    return made


def browsers() -> dict[str, Client]:
    """One for each sort of viewer."""
    return {
        "visitor": Client(),
        "member": people.person().browser(),
        "staff": staff(Role.ADMIN, factor=True).browser(),
    }


def body(answer: Any) -> str:
    """All that was sent."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(whole.decode(errors="replace"))


def test_every_address_answers_everybody_and_tells_nobody_of_another() -> None:
    hidden = canary()
    receipts = column("privacy_choice", "receipt")
    more = [f"/people/{hidden.subject}", *(f"/you/receipts/{one}" for one in receipts)]
    paths = [*addresses(), *more]
    assert len(paths) > 80
    for who, client in browsers().items():
        for path in paths:
            answer = client.get(path)
            assert answer.status_code < 500 or path == "/health", (who, path)
            told = re.findall(r"(?i)canary|5550177777", f"{body(answer)}{answer.headers}")
            assert told == [], (who, path)


def test_what_is_another_persons_is_not_there_at_all() -> None:
    hidden, ann = canary(), people.person()
    receipts = column("privacy_choice", "receipt")
    assert receipts
    client, own = ann.browser(), hidden.browser()
    mine = [own.get(f"/you/receipts/{one}").status_code for one in receipts]
    theirs = [client.get(f"/you/receipts/{one}").status_code for one in receipts]
    assert (200 in mine, [one == 200 for one in theirs]) == (True, [one != 200 for one in mine])
    strange = f"/people/{10**9}", f"/people/{10**30}"
    for path in (f"/people/{hidden.subject}", *strange, "/photographs/abc", "/nowhere", "/%00"):
        for one in (client, Client()):
            answer = one.get(path)
            assert answer.status_code == 404, path
            assert "no such page" in sentence(answer)


def is_machines(path: str) -> bool:
    """Whether a machine sends there what it signed, or a page its own beacon: no form does."""
    try:
        return bool(getattr(resolve(path).func, "csrf_exempt", False))
    except Resolver404:
        return False


def test_every_post_without_its_token_is_refused_and_changes_nothing() -> None:
    person = people.person()
    for client in (Client(enforce_csrf_checks=True), person.browser()):
        client.handler.enforce_csrf_checks = True
        before = rows()
        for path in addresses():
            answer = client.post(path, {"word": "erase", "session": "everywhere"})
            refused = (204, 400, 401, 403, 404) if is_machines(path) else (403,)
            assert answer.status_code in refused, (path, answer.status_code)
            assert is_machines(path) or sentence(answer)
        assert rows() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_another_method_is_told_so_by_a_page(method: str) -> None:
    client = people.person().browser()
    client.handler.enforce_csrf_checks = True
    before = rows()
    for path in ("/", "/register", "/you/erase", "/desk", "/nowhere"):
        answer = client.generic(method, path, b"word=erase")
        assert (answer.status_code, answer["Allow"][:9]) == (405, "GET, HEAD")
        assert sentence(answer)
    assert rows() == before


READ = ("/", "/privacy", "/you", "/you/received", "/people/1", "/health", "/design", "/desk")
WRITTEN = ("/cookies/choose", "/you/devices/end", "/you/copy/portable", "/appearance")


def test_what_is_read_takes_no_form_and_what_is_sent_is_not_opened() -> None:
    client = staff(Role.ADMIN, factor=True).browser()
    cache.clear()
    posted = [client.post(path, {"a": "b"}) for path in READ]
    assert [one.status_code for one in posted] == [405] * len(READ)
    opened = [client.get(path) for path in WRITTEN]
    assert [(one.status_code, one["Allow"]) for one in opened] == [(405, "POST")] * len(WRITTEN)
    assert all(sentence(one) for one in (*posted, *opened))


def test_every_refusal_is_a_page_for_a_visitor_and_a_member(
    rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = people.person()
    for status in REFUSALS:
        request = rf.get("/you")
        sentence(errors.page(request, status))
        request.viewer = person.viewer
        answer: Any = errors.page(request, status, "Said for once in <b>words</b>. Do it again.")
        assert answer.status_code == status
        assert "&lt;b&gt;words&lt;/b&gt;" in answer.content.decode()

    def broken(*_args: object) -> object:
        raise Refused("words for nobody", status=status)

    for client in (Client(), person.browser()):
        with monkeypatch.context() as patch:
            patch.setattr("salerno.services.pages.queries.text", broken)
            for status in REFUSALS:
                answer = client.get("/about")
                assert answer.status_code == status
                assert "words for nobody" in answer.content.decode()


def test_a_fault_is_owned_in_a_page_that_shows_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object) -> object:
        raise ZeroDivisionError(CANARY)

    monkeypatch.setattr("salerno.services.pages.queries.text", broken)
    for client in (Client(raise_request_exception=False), people.person().browser()):
        client.raise_request_exception = False
        answer = client.get("/about")
        assert (answer.status_code, CANARY in answer.content.decode()) == (500, False)
        assert "Something broke here" in sentence(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_of_a_fault_stands_when_there_is_no_pack(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = (Client(), people.person().browser())
    before = rows()

    def broken() -> object:
        raise OSError(CANARY)

    monkeypatch.setattr(store, "pack", broken)
    for client in clients:
        client.raise_request_exception = False
        answer = getattr(client, method)("/privacy")
        assert (answer.status_code, CANARY in answer.content.decode()) == (500, False)
        assert "Something broke here" in sentence(answer)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert rows() == before


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_host_that_is_not_ours_gets_a_page_too() -> None:
    for host in ("evil.example", "]]", "a b"):
        answer = Client(headers={"host": host}).get("/")
        assert answer.status_code == 400
        assert sentence(answer)
