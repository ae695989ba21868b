"""The paywall: what is free is counted, what is subscribed opens, and the lock is never wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import BILLING, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.access import actions as access
from salerno.services.access.values import MeterSet, NewGrant, NewLicence, Source
from salerno.services.articles.tests.test_pages import taken
from tests.people import PASSWORD, column, person, words

DESK = Viewer.visitor()
TEXT = "At length."
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def slugs(pack: str, tmp_path: Path) -> list[str]:
    """Four articles for subscribers, two of which are free without an account."""
    made = [
        taken(tmp_path, "subscribed", title=f"Title {one}", doi=f"10.5555/{one}").rpartition("/")[2]
        for one in range(4)
    ]
    with entered(EDITORIAL, DESK):
        access.set_meter(by=DESK, new=MeterSet("article", 2, 3))
    return made


def is_whole(client: Client, slug: str) -> bool:
    """Whether the page of an article has its text."""
    answer = client.get(f"/articles/{slug}")
    assert answer.status_code == 200
    return TEXT in words(answer)


def locked(client: Client) -> set[str]:
    """The articles that a list shows with a lock."""
    text = client.get("/articles").content.decode()
    entries = re.findall(r'<article class="entry">.*?</article>', text, re.DOTALL)
    return {re.findall(r'/articles/([^"]+)"', one)[0] for one in entries if 'class="lock"' in one}


def test_a_visitor_reads_two_is_told_and_keeps_them(slugs: list[str]) -> None:
    client = Client()
    assert is_whole(client, slugs[0])
    assert "1 of 2 free articles left" in words(client.get(f"/articles/{slugs[0]}"))
    assert is_whole(client, slugs[1])
    assert not is_whole(client, slugs[2])
    assert "The whole text is for subscribers" in words(client.get(f"/articles/{slugs[2]}"))
    assert is_whole(client, slugs[0])
    assert locked(client) == {slugs[2], slugs[3]}


@pytest.mark.clause("N-33", "works")
def test_the_counter_is_signed_unreadable_to_scripts_and_names_nobody(slugs: list[str]) -> None:
    client = Client()
    is_whole(client, slugs[0])
    morsel = client.cookies["reads"]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert re.fullmatch(r"\d+-\d+:[\w-]+", morsel.value)


@pytest.mark.clause("N-38", "works")
def test_without_cookies_open_articles_are_read_and_nothing_loops(slugs: list[str]) -> None:
    for slug in slugs:
        answer = Client().get(f"/articles/{slug}")
        assert answer.status_code == 200


def test_what_was_read_comes_along_at_the_sign_in(slugs: list[str]) -> None:
    ann, client = person(), Client()
    is_whole(client, slugs[0])
    is_whole(client, slugs[1])
    client.post("/sign-in", {"login": ann.email, "password": PASSWORD})
    assert client.cookies["reads"].value == ""
    assert column("access_reading", "owner_id") == [ann.subject] * 2
    assert is_whole(client, slugs[2])
    assert not is_whole(client, slugs[3])
    assert is_whole(client, slugs[0])
    assert locked(client) == {slugs[3]}


def test_a_subscriber_reads_everything_and_is_not_counted(slugs: list[str]) -> None:
    ann, job = person(), Viewer.job("test")
    with entered(BILLING, job):
        new = NewGrant(ann.subject, 999, Source.SUBSCRIPTION, covers="article")
        access.grant(by=job, new=new)
    client = ann.browser()
    assert all(is_whole(client, slug) for slug in slugs)
    assert locked(client) == set()
    assert column("access_reading", "id") == []


def test_a_licensed_network_reads_everything(slugs: list[str]) -> None:
    with entered(EDITORIAL, DESK):
        new = NewLicence("Sandhill General", "article", BEGUN)
        made = access.license_body(by=DESK, new=new)
        access.set_networks(by=DESK, licence_id=made, text="192.0.2.0/24")
    inside, outside = Client(REMOTE_ADDR="192.0.2.9"), Client(REMOTE_ADDR="198.51.100.9")
    assert all(is_whole(inside, slug) for slug in slugs)
    assert "Open to you through Sandhill General" in words(inside.get(f"/articles/{slugs[0]}"))
    assert locked(inside) == set()
    assert [is_whole(outside, slug) for slug in slugs] == [True, True, False, False]


def test_a_forged_address_or_counter_opens_nothing(slugs: list[str]) -> None:
    client = Client(headers={"X-Forwarded-For": "192.0.2.9"})
    is_whole(client, slugs[0])
    is_whole(client, slugs[1])
    client.cookies["reads"] = "1-1:forged"
    assert is_whole(client, slugs[2]), "a counter that is not ours counts as none"
    assert client.cookies["reads"].value.count("-") >= 1


def asked(client: Client, slug: str) -> list[str]:
    """The statements of a page."""
    with CaptureQueriesContext(connection) as statements:
        client.get(f"/articles/{slug}")
    return [one["sql"] for one in statements if one["sql"].startswith("SELECT")]


def test_the_reading_of_a_counted_article_stays_within_eight_statements(slugs: list[str]) -> None:
    client, ann = Client(), person()
    is_whole(client, slugs[0])
    assert len(asked(client, slugs[1])) <= 8
    browser = ann.browser()
    is_whole(browser, slugs[0])
    found = asked(browser, slugs[0])
    assert len([one for one in found if "access_" in one]) <= 2, "what the account adds"
    own = [one for one in found if "sponsors_" not in one and "accounts_profile" not in one]
    assert len(own) <= 8, "beside the slots and the composer of the discussion"


@pytest.mark.clause("N-27", "works")
def test_the_own_page_names_what_was_opened_and_nobody_elses_does(slugs: list[str]) -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    is_whole(ann.browser(), slugs[0])
    assert "Title 0" in words(ann.browser().get("/you/reading"))
    assert "Title 0" not in words(bob.browser().get("/you/reading"))
    assert Client().get("/you/reading").status_code == 302
