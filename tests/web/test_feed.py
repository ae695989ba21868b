"""What machines read of the catalogue, and what a person reads of what is open to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.services.access import actions as access
from salerno.services.access.values import Source
from salerno.services.catalog import actions
from salerno.services.catalog.values import NewItem
from salerno.web.youopen import SOURCES
from tests.ground import pack
from tests.people import person, words

__all__ = ["pack"]

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
EDITOR = Viewer.person(0)


def put(address: str, **said: Any) -> int:
    """Publish as an editor does."""
    new = NewItem("article", address, said.pop("title", f"About {address}"), **said)
    with entered(EDITORIAL, EDITOR):
        return actions.put(by=EDITOR, new=new)


def some_of_each() -> None:
    """What is open to all, and what is not for a feed."""
    put("/open", summary="Fever & <b>chills</b>")
    put("/members", audience=Reach.MEMBERS)
    put("/later", published_at=clock.now() + timedelta(days=1))
    gone = put("/gone")
    with entered(EDITORIAL, EDITOR):
        actions.withdraw(by=EDITOR, item_id=gone)


def entries(client: Client) -> list[Tree.Element]:
    """The entries of the feed."""
    return Tree.fromstring(client.get("/feed").content).findall(f"{ATOM}entry")


def locations(client: Client) -> list[str]:
    """The paths of the sitemap."""
    root = Tree.fromstring(client.get("/sitemap.xml").content)
    return [str(one.text).removeprefix("http://testserver") for one in root.iter(f"{MAP}loc")]


def test_the_feed_is_atom(pack: str) -> None:
    put("/first", title="A title \x0b & more", summary="Fever & <b>chills</b>")
    put("/second", sponsored=True, sponsor="Alder", label="Paid for by Alder")
    answer = Client().get("/feed")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = Tree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for owner in (root, *root.findall(f"{ATOM}entry")):
        (name,), (key,), (moment,) = (
            owner.findall(f"{ATOM}{one}") for one in ("title", "id", "updated")
        )
        assert name.text
        assert str(key.text).startswith("http://testserver/")
        assert datetime.fromisoformat(str(moment.text)).tzinfo is not None
    (writer,) = root.findall(f"{ATOM}author/{ATOM}name")
    assert writer.text
    own = [one.get("href") for one in root.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert own == ["http://testserver/feed"]
    second, first = root.findall(f"{ATOM}entry")
    assert second.findtext(f"{ATOM}title") == "Paid for by Alder: About /second"
    summary = first.find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "Fever &amp; &lt;b&gt;chills&lt;/b&gt;")


def test_an_empty_feed_is_a_feed() -> None:
    assert entries(Client()) == []


def test_nothing_stands_there_but_what_everybody_may_find() -> None:
    some_of_each()
    for browser in (Client(), person().browser()):
        assert [one.findtext(f"{ATOM}id") for one in entries(browser)] == ["http://testserver/open"]
        assert locations(browser)[-1] == "/open"
        assert not {"/members", "/later", "/gone"} & set(locations(browser))


def test_every_address_of_the_sitemap_that_the_house_itself_has_answers() -> None:
    assert {Client().get(one).status_code for one in locations(Client())} == {200}


def test_a_robot_is_told_where_not_to_go() -> None:
    said = Client().get("/robots.txt").content.decode().splitlines()
    assert said[0] == "User-agent: *"
    assert {"Disallow: /you", "Disallow: /desk"} <= set(said)
    assert said[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.mark.parametrize("address", ["/feed", "/sitemap.xml"])
def test_it_takes_as_many_statements_for_three_as_for_one(address: str) -> None:
    browser = Client()
    put("/one")
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    put("/two")
    put("/three")
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(few) == len(many)


def entitle(subject: int, item_id: int, **said: Any) -> None:
    """Let somebody open something."""
    who = Viewer.person(subject)
    with entered(ACCOUNT, who):
        access.entitle(by=who, subject=subject, item_id=item_id, source=Source.ENROLMENT, **said)


def test_a_person_reads_what_is_open_to_them_and_nobody_else_does() -> None:
    ann, ben = person(), person("ben@example.org", "Ben")
    course = put("/fever", title="Fever", access="enrolled", minimum_age=18)
    over = put("/cough", title="Cough", access="enrolled")
    entitle(ann.subject, course)
    now = clock.now()
    entitle(ann.subject, over, until=now + timedelta(days=1))
    browser = ann.browser()
    with CaptureQueriesContext(connection) as two:
        said = words(browser.get("/you/open"))
    assert "Fever Article" in said
    assert (said.count("You enrolled"), said.count("No end")) == (2, 1)
    with clock.clock_at(now + timedelta(days=2)):
        assert "Your access has ended." in words(ann.browser().get("/you/open"))
    entitle(ann.subject, put("/sleep", access="enrolled"))
    with CaptureQueriesContext(connection) as three:
        browser.get("/you/open")
    assert len(two) == len(three)
    assert "Fever" not in words(ben.browser().get("/you/open"))
    assert Client().get("/you/open").status_code == 302


def test_every_source_of_an_entitlement_is_said_in_words() -> None:
    assert SOURCES.keys() == set(Source)
