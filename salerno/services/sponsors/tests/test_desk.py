"""The desk: editors set papers up without code, and what is not whole is not published."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.catalog import queries as catalog
from salerno.services.sponsors import actions, models, queries
from salerno.services.sponsors.jobs import tell_sponsors
from salerno.services.sponsors.tests import scene as act
from tests import people
from tests.people import stored, words

PUBLISHER = pytest.mark.parametrize("pack", ["publisher"], indirect=True)
SCHOOL = pytest.mark.parametrize("pack", ["school"], indirect=True)
COMPANY = {
    "name": "Halden Devices", "slug": "halden", "address": "1 Quay, Bergen", "country": "NO",
    "contract": "Agreement S-7", "privacy_link": "https://halden.example/privacy",
}  # fmt: skip


def desk() -> tuple[people.Person, Client]:
    """An editor with a second factor."""
    who = act.editor()
    act.with_factor(who)
    return who, who.browser()


def sent(*sponsors: int, **changes: Any) -> dict[str, Any]:
    """What the form of a paper sends."""
    return {
        "title": "A bed for each", "slug": "beds", "summary": "On beds.", "label": "Sponsored",
        "sponsors": [str(one) for one in sponsors], "fields_asked": ["name", "email"],
        "term_days": "90", "download_without_sharing": "on",
        "file": SimpleUploadedFile("beds.pdf", act.PDF, "application/pdf"),
    } | changes  # fmt: skip


@PUBLISHER
@pytest.mark.clause("N-61", "works")
def test_an_editor_sets_a_paper_up_without_code() -> None:
    who, browser = desk()
    answer = browser.post("/desk/sponsors/new", COMPANY)
    number = int(answer["Location"].rpartition("/")[2])
    answer = browser.post("/desk/papers/new", sent(number))
    place = answer["Location"]
    assert Client().get("/papers/beds").status_code == 404
    assert browser.post(f"{place}/publish", {"do": "publish"}).status_code == 302
    said = words(Client().get("/papers/beds"))
    assert [one in said for one in (
        "Sponsored", "Paid for by Halden Devices", "1 Quay, Bergen, NO", "Name, E-mail address",
        "Take it without sharing", "Sign in to share",
    )] == [True] * 6  # fmt: skip
    assert "At most 365" in words(browser.get("/desk/papers/new"))
    with entered(act.EDITORIAL, who.viewer):
        (item,) = catalog.items("paper")
    assert (item.address, item.sponsor, item.label, item.is_accredited) == (
        "/papers/beds", "Halden Devices", "Sponsored", False,
    )  # fmt: skip


@PUBLISHER
@pytest.mark.clause("N-61", "refused")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sponsors": ()}, "sponsor with a name"),
        ({"label": ""}, "needs a label"),
        ({"label": " \t"}, "needs a label"),
        ({"fields": ()}, "one field"),
        ({"term_days": 366}, "an end that the policy allows"),
        ({"term_days": 0}, "an end that the policy allows"),
    ],
)
def test_without_sponsor_or_label_nothing_is_published(changes: Any, said: str) -> None:
    by = act.editor().viewer
    number = act.a_sponsor(by)
    paper = act.a_paper(by, **({"sponsors": (number,)} | changes))
    with entered(act.EDITORIAL, by):
        with pytest.raises(Refused, match=said):
            actions.publish(by=by, paper_id=paper)
        assert catalog.items("paper") == []
    assert Client().get("/papers/beds").status_code == 404


@PUBLISHER
@pytest.mark.clause("N-61", "refused")
def test_a_sponsor_without_a_name_is_none() -> None:
    by = act.editor().viewer
    paper = act.a_paper(by, (act.a_sponsor(by, name=" "),))
    with entered(act.EDITORIAL, by), pytest.raises(Refused, match="sponsor with a name"):
        actions.publish(by=by, paper_id=paper)


@SCHOOL
def test_where_the_policy_has_no_ground_nothing_is_offered() -> None:
    who, browser = desk()
    paper = act.a_paper(who.viewer, (act.a_sponsor(who.viewer),), term_days=1)
    with entered(act.EDITORIAL, who.viewer), pytest.raises(Refused, match="no ground"):
        actions.publish(by=who.viewer, paper_id=paper)
    assert "none can be published" in words(browser.get("/desk/papers"))
    for address in ("/papers", "/papers/beds", "/papers/receipts/1", "/sponsors/fetch",
                    "/papers/files/x"):  # fmt: skip
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "No sponsored papers are offered here" in words(answer)
    before = stored()
    for way in ("share", "take"):
        assert browser.post(f"/papers/beds/{way}").status_code == 404
    [token] = act.tokens(who.viewer, (1,)) if queries.sponsor_by_token("x" * 30) else ["x" * 43]
    assert act.feed(token).status_code == 404
    assert (stored(), tell_sponsors()) == (before, 0)


@PUBLISHER
def test_the_desk_is_for_editors_with_two_factors() -> None:
    at = act.scene()
    bare, ann = at.editor.browser(), act.member().browser()
    addresses = [
        f"/desk/{kind}{one}"
        for kind, number in (("papers", at.paper.id), ("sponsors", at.sponsors[0].id))
        for one in ("", "/new", f"/{number}")
    ]
    for one in addresses:
        assert [bare.get(one).status_code, ann.get(one).status_code] == [403, 403]
        assert Client().get(one)["Location"].startswith("/sign-in")
    act.with_factor(at.editor)
    assert [at.editor.browser().get(one).status_code for one in addresses] == [200] * 6


@PUBLISHER
@pytest.mark.parametrize(
    "bad",
    [
        {"slug": "../x"}, {"slug": "A b"}, {"term_days": "0"}, {"term_days": "366"},
        {"term_days": "9" * 30}, {"sponsors": ["99"]}, {"sponsors": ["x"]}, {"title": ""},
        {"title": "\0"}, {"fields_asked": ["birth_date"]}, {"title": "x" * 301},
        {"file": SimpleUploadedFile("a.pdf", b"<html>", "application/pdf")},
        {"file": SimpleUploadedFile("a.pdf", b"", "application/pdf")},
    ],
)  # fmt: skip
def test_a_form_that_is_not_right_is_shown_again(bad: dict[str, Any]) -> None:
    _who, browser = desk()
    assert browser.post("/desk/papers/new", sent(**bad)).status_code == 422
    assert words(browser.get("/desk/papers")).count("A bed for each") == 0


@PUBLISHER
def test_what_people_agree_to_does_not_change_under_them() -> None:
    at = act.scene()
    act.with_factor(at.editor)
    browser = at.editor.browser()
    place = f"/desk/papers/{at.paper.id}"
    assert browser.post(place, sent(at.sponsors[0].id)).status_code == 409
    assert browser.post(f"{place}/publish", {"do": "take_down"}).status_code == 302
    changed = browser.post(place, sent(at.sponsors[0].id, title="Two beds"))
    assert changed.status_code == 302
    assert "Two beds" in words(browser.get(place))
    assert browser.post("/desk/papers/new", sent(slug="beds")).status_code == 409
    for gone in ("/desk/papers/99", "/desk/sponsors/99"):
        assert browser.get(gone).status_code == 404
    assert browser.post("/desk/papers/99/publish").status_code == 404


@PUBLISHER
def test_a_token_is_shown_once_and_a_switch_has_its_reason() -> None:
    at = act.scene()
    act.with_factor(at.editor)
    browser, place = at.editor.browser(), f"/desk/sponsors/{at.sponsors[0].id}"
    page = browser.post(f"{place}/token", {"do": "issue"}).content.decode()
    token = page.partition("<code>")[2].partition("</code>")[0]
    assert (act.feed(token).status_code, act.feed(at.tokens[0]).status_code) == (200, 401)
    assert token not in browser.get(place).content.decode()
    assert browser.post(f"{place}/token", {"do": "revoke"}).status_code == 302
    assert act.feed(token).status_code == 401
    assert browser.post(f"{place}/switch", {"do": "stop", "reason": ""}).status_code == 422
    browser.post(f"{place}/switch", {"do": "stop", "reason": "A breach."})
    assert "A breach." in words(browser.get(place))
    assert "Switched off" in words(browser.get("/desk/sponsors"))
    browser.post(f"{place}/switch", {"do": "resume"})
    assert "A breach." not in words(browser.get(place))
    assert browser.post(place, COMPANY | {"country": "Norway"}).status_code == 422
    assert browser.post(place, COMPANY | {"privacy_link": "javascript:x"}).status_code == 422
    assert browser.post(place, COMPANY | {"name": "Halden"}).status_code == 302


@PUBLISHER
def test_of_many_sponsors_a_paper_shows_its_own_and_those_that_are_looked_for() -> None:
    who, browser = desk()
    number = act.a_sponsor(who.viewer)
    place = browser.post("/desk/papers/new", sent(number))["Location"]
    few = browser.get(place).content.count(b'name="sponsors"')
    rows = [
        models.Sponsor(slug=f"c-{at}", name=f"Company {at}", address="1 Quay", country="NO")
        for at in range(60)
    ]
    with entered(act.EDITORIAL, who.viewer):
        models.Sponsor.objects.bulk_create(rows)
    shown = words(browser.get(place))
    assert (few, "Halden Devices" in shown, "Company 7" in shown) == (1, True, False)
    found = browser.get(f"{place}?find=company%2059")
    assert (found.content.count(b'name="sponsors"'), "Company 59" in words(found)) == (2, True)
    other = models.Sponsor.objects.get(slug="c-59").pk
    assert browser.post(place, sent(number, other)).status_code == 422  # it was not shown
    assert browser.post(f"{place}?find=company%2059", sent(number, other)).status_code == 302
    assert browser.get(place).content.count(b'name="sponsors"') == 2


@PUBLISHER
def test_a_paper_has_no_more_sponsors_than_somebody_can_read() -> None:
    who, browser = desk()
    numbers = [act.a_sponsor(who.viewer, f"halden-{at}") for at in range(21)]
    answer = browser.post("/desk/papers/new", sent(*numbers))
    assert (answer.status_code, "at most 20 sponsors" in words(answer)) == (422, True)
    place = browser.post("/desk/papers/new", sent(*numbers[:20]))["Location"]
    assert browser.post(f"{place}/publish", {"do": "publish"}).status_code == 302
    paper = models.Paper.objects.get()
    models.Backing.objects.create(paper=paper, sponsor_id=numbers[20])  # below the form
    page = Client().get("/papers/beds")
    assert page.content.count(b"1 Quay") == 20
    assert "and 1 more" in words(page)
    assert Client().get("/papers/beds?sponsors=2").content.count(b"1 Quay") == 1
