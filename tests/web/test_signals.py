"""Signals of browsers: what the page says is what the code does, under any setting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import ADVERTS
from salerno.privacy import subjects
from tests import people
from tests.ground import pack

__all__ = ["pack"]
SAID = {
    ("gpc", "honoured"): "We honour the Global Privacy Control signal",
    ("gpc", "ignored"): "We do not answer the Global Privacy Control signal",
    ("dnt", "honoured"): "We honour “Do Not Track” in the same way.",
    ("dnt", "ignored_and_stated"): "We do not answer “Do Not Track”",
}
HEADER = {"gpc": "Sec-GPC", "dnt": "DNT"}


@contextmanager
def setting(pack: str, name: str, value: str) -> Iterator[None]:
    """The pack with another setting of a signal."""
    found = store.working(pack)
    policy = replace(found.policy, settings={**found.policy.settings, name: value})
    with store.under(replace(found, policy=replace(policy, digest=f"{name}-{value}"))):
        yield


def is_closed(who: people.Person, **headers: str) -> bool:
    """Whether a visit with these headers closes advertising for somebody."""
    who.browser().get("/you", headers=headers)
    return not subjects.is_open(who.subject, ADVERTS)


@pytest.mark.clause("N-94", "works")
def test_each_operator_states_what_it_does_about_each_signal(pack: str) -> None:
    for (name, value), said in SAID.items():
        with setting(pack, name, value):
            text = " ".join(Client().get("/privacy").content.decode().split())
            assert said in text
            for (other, unlike), contrary in SAID.items():
                if other == name and unlike != value:
                    assert contrary not in text


@pytest.mark.clause("N-94", "refused")
@pytest.mark.parametrize(("name", "value"), list(SAID))
def test_what_the_page_says_is_what_the_code_does(pack: str, name: str, value: str) -> None:
    with setting(pack, name, value):
        ann = people.person()
        subjects_before = subjects.is_open(ann.subject, ADVERTS)
        closes = is_closed(ann, **{HEADER[name]: "1"})
        told = Client().get("/cookies", headers={HEADER[name]: "1"}).content.decode()
        assert ("signal was received" in told) is (value == "honoured")
        if subjects_before:
            assert closes is (value == "honoured")
        gpc = Client().get("/.well-known/gpc.json").json()["gpc"]
        assert gpc is ((name, value) != ("gpc", "ignored"))
