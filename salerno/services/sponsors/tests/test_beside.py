"""Beside other things: a paper is named with its label, and never beside accredited education."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import Viewer, entered
from salerno.services.accounts import demo as accounts
from salerno.services.catalog import actions as catalog
from salerno.services.catalog import queries as items
from salerno.services.catalog.values import Item, NewItem
from salerno.services.sponsors import demo, queries, slots
from salerno.services.sponsors.tests import scene as act
from tests.people import words


def an_item(by: Viewer, *, accredited: bool) -> Item:
    """An article."""
    new = NewItem("article", f"/articles/a{accredited:d}", "Sleep", accredited=accredited)
    with entered(act.EDITORIAL, by):
        found = items.item(catalog.put(by=by, new=new))
    assert found is not None
    return found


def beside(subject: object) -> str:
    """What the slot says, as a reader meets it."""
    with entered(COMMUNITY, Viewer.visitor()):
        return slots.promotion(RequestFactory().get("/"), subject)


@pytest.mark.parametrize("pack", ["publisher"], indirect=True)
def test_beside_accredited_items_there_is_no_promotion() -> None:
    by = act.editor().viewer
    plain, accredited = (an_item(by, accredited=one) for one in (False, True))
    assert beside(plain) == ""
    number = act.a_sponsor(by)
    page = act.published(by, act.a_paper(by, (number,)))
    assert [one in beside(plain) for one in ("Sponsored", "Halden Devices", page.title)] == [
        True
    ] * 3
    assert (beside(accredited), beside("/articles/a0"), beside(None)) == ("", "", "")


def test_the_demonstration_has_one_paper_where_papers_are_offered(pack: str) -> None:
    accounts.load()
    for _again in "ab":
        demo.load()
    by = Viewer.visitor()
    with entered(act.ACCOUNT, by):
        found = queries.published()
    assert len(found) == {"publisher": 1, "school": 0}[pack]
    if not found:
        assert Client().get("/papers").status_code == 404
        return
    [paper] = found
    assert (paper.download_without_sharing, paper.sponsor_names) == (True, "Halden Instruments")
    got: Any = Client().post(f"/papers/{paper.slug}/take", follow=True)
    assert b"".join(got.streaming_content)[:5] == b"%PDF-"
    assert "Paid for by Halden Instruments" in words(Client().get("/papers"))
