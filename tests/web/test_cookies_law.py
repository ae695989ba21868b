"""Cookies: only those of the registry, none that says who, and pages that need none."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from salerno.policy import cookies, store
from salerno.privacy.errors import DeclarationError
from salerno.web.middleware import check_cookies
from tests import people
from tests.ground import pack

__all__ = ["pack"]
NEEDS_NOTHING = ("/", "/privacy", "/privacy/tables", "/cookies", "/terms", "/contact", "/search",
                 "/sign-in", "/register", "/advertising")  # fmt: skip


def addresses() -> Iterator[str]:
    """Every address that holds no number or name."""
    for one in get_resolver().reverse_dict.getlist("") or []:
        yield str(one)
    yield from walked(get_resolver().url_patterns, "/")


def walked(patterns: Any, before: str) -> Iterator[str]:
    """The plain addresses under ``before``."""
    for one in patterns:
        address = before + str(one.pattern)
        if "<" in address or "(" in address or "\\" in address:
            continue
        if hasattr(one, "url_patterns"):
            yield from walked(one.url_patterns, address)
        else:
            yield address.replace("^", "").replace("$", "")


def crawled(client: Client) -> dict[str, str]:
    """The cookies that any page sets, by name."""
    for address in sorted(set(addresses())):
        client.get(address)
    return {name: one.value for name, one in client.cookies.items()}


@pytest.mark.clause("N-32", "works")
def test_no_page_sets_a_cookie_that_the_registry_does_not_name(pack: str) -> None:
    listed = {one.name for one in store.pack().policy.cookies}
    assert listed == cookies.of_code()
    ann = people.person()
    for client in (Client(), ann.browser()):
        assert set(crawled(client)) <= listed
    page = Client().get("/cookies").content.decode()
    for one in store.pack().policy.cookies:
        assert f'id="cookie-{one.name}"' in page
        assert one.purpose in page


@pytest.mark.clause("N-32", "refused")
def test_what_is_not_needed_is_not_set_before_its_choice_and_no_stranger_at_all(pack: str) -> None:
    optional = {one.name for one in store.pack().policy.cookies if not one.needed}
    assert optional
    assert not optional & set(crawled(Client()))
    answer = HttpResponse()
    answer.set_cookie("tracker", "7")
    with pytest.raises(DeclarationError, match="not in the cookie registry"):
        check_cookies(answer)


@pytest.mark.clause("N-33", "works")
def test_every_cookie_is_opaque_or_signed_and_names_nobody(pack: str) -> None:
    ann = people.person("ann.reader@example.org", "Ann Reader")
    client = Client()
    client.post("/sign-in", {"login": ann.email, "password": people.PASSWORD, "remember": "on"})
    client.post("/cookies/choose", {"count": "yes"})
    client.post("/appearance", {"theme": "dark"})
    client.post("/advertising/choose", {"chosen": "yes"})
    found = crawled(client)
    assert {"session", "theme"} <= set(found)
    kept = [(name, one) for name, one in client.cookies.items() if one.value]
    for name, one in kept:
        assert one["samesite"] in {"Lax", "Strict"}, name
        assert one["httponly"], name
    for value in found.values():
        for said in decoded(value):
            for told in ("ann.reader", "ann reader", "example.org"):
                assert told not in said.casefold()


@pytest.mark.clause("N-33", "refused")
@pytest.mark.parametrize("value", ["ann@example.org", "x:ann.reader%40example.org:y"])
def test_an_address_of_somebody_is_refused_in_a_cookie(pack: str, value: str) -> None:
    answer = HttpResponse()
    answer.set_cookie("theme", value)
    with pytest.raises(DeclarationError, match="e-mail address"):
        check_cookies(answer)


def decoded(value: str) -> Iterator[str]:
    """A value as it stands, and everything that may be hidden in it."""
    yield value
    for part in re.split(r"[:.]", value):
        padded = part + "=" * (-len(part) % 4)
        try:
            yield base64.urlsafe_b64decode(padded).decode(errors="replace")
        except ValueError:
            continue
    try:
        yield json.dumps(signing.loads(value, salt="django.contrib.messages"))
    except signing.BadSignature:
        return


@pytest.mark.clause("N-38", "works")
def test_without_cookies_one_reads_the_policy_and_open_pages(pack: str) -> None:
    for address in NEEDS_NOTHING:
        answer = fresh(address)
        assert answer.status_code == 200, address
    assert "cookie" in people.words(fresh("/sign-in")).casefold()


@pytest.mark.clause("N-38", "refused")
def test_without_cookies_nothing_turns_in_circles_or_breaks(pack: str) -> None:
    for address in sorted(set(addresses())):
        seen, answer = [address], fresh(address)
        while answer.status_code in {301, 302} and answer["Location"].startswith("/"):
            assert answer["Location"] not in seen, seen
            assert len(seen) < 6, seen
            seen.append(answer["Location"])
            answer = fresh(answer["Location"])
        assert answer.status_code < 500, seen


def fresh(address: str) -> HttpResponse:
    """What a browser gets that keeps no cookie."""
    answer: Any = Client().get(address)
    return answer  # type: ignore[no-any-return]
