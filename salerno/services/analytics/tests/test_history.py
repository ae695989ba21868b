"""One's own history, the list made from it, and the report in which nobody stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, ANALYTICS, COMMUNITY, EDITORIAL, PERSONALISE
from salerno.privacy import choices, facts
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import GateError
from salerno.privacy.models import Choice
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.analytics import actions, jobs, models, queries, rules, slots
from salerno.services.analytics.values import Deed
from salerno.services.catalog import actions as catalog
from salerno.services.catalog import queries as items
from salerno.services.catalog.values import Item, NewItem
from tests import people


def decide(who: people.Person, purpose: Purpose, *, is_wanted: bool) -> None:
    """Answer the pack's question."""
    state = Choice.State.GIVEN if is_wanted else Choice.State.REFUSED
    with entered(ACCOUNT, who.viewer):
        choices.choose(who.subject, choices.ask(purpose), state)


def ann_who_lets(*, counts: bool = True, fits: bool = True) -> people.Person:
    """Somebody who answered both questions."""
    ann = people.person()
    decide(ann, ANALYTICS, is_wanted=counts)
    decide(ann, PERSONALISE, is_wanted=fits)
    return ann


def an_item(name: str, *subjects: str) -> Item:
    """An article."""
    new = NewItem("article", f"/articles/{name}", name.title(), subjects=subjects)
    with entered(EDITORIAL, Viewer.visitor()):
        found = items.item(catalog.put(by=Viewer.visitor(), new=new))
    assert found is not None
    return found


def page_of(item: Item, who: people.Person | None, deed: Deed = Deed.READ) -> str:
    """Where the page of an item says how long it was open; "" where it says nothing."""
    request = RequestFactory().get("/")
    vars(request)["viewer"] = who.viewer if who else Viewer.visitor()
    with entered(COMMUNITY, who.viewer if who else Viewer.visitor()):
        html = slots.beacon(request, item)
        if deed is Deed.WATCHED:
            html = slots.media(request, item.id)
    found = re.findall(r'data-sent="([^"]+)"', html)
    return found[0] if found else ""


def read(item: Item, who: people.Person, seconds: int = 60) -> Any:
    """Read an item for a while, and leave."""
    return who.browser().post(f"{page_of(item, who)}?s={seconds}")


def front_page(who: people.Person) -> str:
    """What somebody meets first."""
    return who.browser().get("/").content.decode()


@pytest.mark.clause("N-27", "works")
def test_reading_watching_and_downloading_stand_in_ones_own_history() -> None:
    ann = ann_who_lets()
    seen, heard, kept = (an_item(one) for one in ("seen", "heard", "kept"))
    where = page_of(seen, ann)
    browser = ann.browser()
    assert browser.post(f"{where}?s=30").status_code == 204
    assert browser.post(f"{where}?s=240").status_code == 204
    with entered(RECORD, Viewer.job("test")):
        facts.record("articles.downloaded", ann.subject, kept.id)
    assert browser.post(f"{page_of(heard, ann, Deed.WATCHED)}?s=90").status_code == 204
    assert jobs.take_facts() == 1
    assert jobs.take_facts() == 0
    page = people.words(browser.get("/you/history"))
    for said in ("Seen Read", "4 Forget", "Heard Watched", "Kept Downloaded"):
        assert said in page
    with entered(ACCOUNT, ann.viewer):
        lines, has_more = queries.history(ann.subject)
    assert [(one.deed, one.seconds) for one in lines] == [
        ("downloaded", None), ("watched", 90), ("read", 240),
    ]  # fmt: skip
    assert not has_more
    assert browser.post(f"/you/history/{lines[0].id}/forget").status_code == 302
    assert "Kept" not in people.words(browser.get("/you/history"))
    assert browser.post("/you/history/clear").status_code == 302
    assert lines_of(ann) == []


@pytest.mark.clause("N-27", "refused")
def test_no_member_of_staff_reads_a_named_history_and_few_readers_are_not_told() -> None:
    popular, rare = an_item("popular"), an_item("rare")
    some = [people.person(f"p{one}@example.org", f"P {one}") for one in range(rules.FEWEST)]
    for one in some:
        decide(one, ANALYTICS, is_wanted=True)
        read(popular, one)
    read(rare, some[0])
    editor = people.person("editor@example.org", "Edith")
    with entered(AUTHENTICATE, editor.viewer):
        accounts.give_role(by=editor.viewer, subject=editor.subject, role=Role.EDITOR)
        confirm(by=editor.viewer, subject=editor.subject, with_factor=True)
    page = people.words(editor.browser().get("/desk/use"))
    assert "Popular 10 1.0" in page
    assert "Rare fewer than 10" in page
    assert "P 0" not in page
    number = models_of(some[0])
    for address in (f"/you/history/{number}/forget",):
        assert editor.browser().post(address).status_code == 404
    with expecting_refusals(), entered(EDITORIAL, editor.viewer), pytest.raises(GateError):
        list(models.Opening.objects.values_list("item_id"))
    assert some[1].browser().get("/desk/use").status_code == 403


def models_of(who: people.Person) -> int:
    """The number of a line of somebody's history."""
    with entered(ACCOUNT, who.viewer):
        return queries.history(who.subject)[0][0].id


@pytest.mark.parametrize(("counts", "fits"), [(True, False), (False, True), (False, False)])
def test_what_nobody_agreed_to_is_not_kept(*, counts: bool, fits: bool) -> None:
    ann = ann_who_lets(counts=counts, fits=fits)
    assert read(an_item("seen"), ann).status_code == 204
    with entered(ACCOUNT, ann.viewer):
        assert len(queries.history(ann.subject)[0]) == int(counts or fits)


def test_a_visitor_whom_nobody_knows_leaves_nothing() -> None:
    item = an_item("seen")
    assert page_of(item, None) == ""
    where = page_of(item, ann_who_lets())
    assert Client().post(f"{where}?s=9").status_code == 204
    for wrong in ("", "?s=", "?s=x", "?s=-1", "?s=1e9"):
        assert Client().post(f"{where}{wrong}").status_code == 404
    assert Client().post("/reading/nonsense?s=9").status_code == 404


@pytest.mark.clause("N-48", "works")
def test_the_front_page_begins_with_what_is_near_and_says_why() -> None:
    ann = ann_who_lets()
    with entered(ACCOUNT, ann.viewer):
        accounts.change_profile(by=ann.viewer, lines={"specialty": "neurology"}, audiences={})
    for name, subject in (("stroke", "stroke"), ("light", "light"), ("taxes", "taxes")):
        an_item(name, subject)
    assert "For you" in front_page(ann)
    read(an_item("dawn", "light"), ann)
    page = people.words(Client().get("/")), people.words(ann.browser().get("/"))
    assert "For you" not in page[0]
    assert "Because of your specialty, it is new (stroke)." in page[1]
    assert "Because of what you read here, it is new (light)." in page[1]
    assert "Taxes" not in page[1].partition("For you")[2].partition("Show me what")[0]
    answer = ann.browser().post("/you/history/fitting", {"fit": "off", "next": "home"})
    assert answer["Location"] == "/"
    assert "For you" not in front_page(ann)
    ann.browser().post("/you/history/fitting", {"fit": "on"})
    assert "For you" in front_page(ann)


@pytest.mark.clause("N-48", "refused")
def test_with_the_order_off_no_row_of_reading_is_read() -> None:
    ann = ann_who_lets(fits=False)
    read(an_item("dawn", "light"), ann)
    an_item("light", "light")
    with CaptureQueriesContext(connection) as seen:
        assert "For you" not in front_page(ann)
    asked = [one["sql"] for one in seen.captured_queries]
    assert not [one for one in asked if "analytics_opening" in one]
    decide(ann, PERSONALISE, is_wanted=True)
    with CaptureQueriesContext(connection) as seen:
        assert "For you" in front_page(ann)
    assert [one for one in seen.captured_queries if "analytics_opening" in one["sql"]]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_pages_ask_a_fixed_number_of_times(lines: int, django_assert_num_queries: Any) -> None:
    ann = ann_who_lets()
    for number in range(lines):
        read(an_item(f"seen{number}", "light"), ann)
        an_item(f"new{number}", "light")
    with entered(ACCOUNT, ann.viewer), django_assert_num_queries(2):
        queries.history(ann.subject)
    with entered(PERSONALISE, ann.viewer), django_assert_num_queries(4):
        assert queries.suggested(ann.subject)
    with entered(ANALYTICS, Viewer.job("test")), django_assert_num_queries(3):
        assert queries.report()


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "99999", "2"])
def test_pages_beyond_the_list_are_empty(page: str) -> None:
    ann = ann_who_lets()
    assert ann.browser().get("/you/history", {"page": page}).status_code == 200


def test_anothers_line_is_not_there() -> None:
    ann, ben = ann_who_lets(), people.person("ben@example.org", "Ben")
    read(an_item("seen"), ann)
    assert ben.browser().post(f"/you/history/{models_of(ann)}/forget").status_code == 404
    assert Deed.READ in {one.deed for one in lines_of(ann)}
    assert actions.MOST > queries.PAGE


def lines_of(who: people.Person) -> list[Any]:
    """The first page of somebody's history."""
    with entered(ACCOUNT, who.viewer):
        return list(queries.history(who.subject)[0])
