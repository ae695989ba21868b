"""Taking a paper: two ways side by side, a yes at the moment of the download, and its receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import SPONSORS
from salerno.privacy import choices
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.purposes import RECORD
from salerno.services.accounts.actions.register import protect_minor
from salerno.services.sponsors import rules
from salerno.services.sponsors.tests import scene as act
from tests.people import column, person, stored, words

# The school has no ground for sponsors: its side is in test_desk.
pytestmark = pytest.mark.parametrize("pack", ["publisher"], indirect=True)


def choice_rows(who: Any) -> list[choices.Standing]:
    """The choices about sponsors."""
    with entered(RECORD, Viewer.job("test")):
        found = choices.standing(who.subject)
    return [one for one in found if one.topic.startswith("sponsors")]


@pytest.mark.clause("N-63", "works")
def test_the_receipt_has_the_time_of_the_download_and_names_all() -> None:
    at, ann = act.scene(), act.member()
    answer = act.share(ann, at)
    [found] = choice_rows(ann)
    [taken_at] = column("sponsors_lead", "taken_at")
    facts = zip(column("privacy_fact", "kind"), column("privacy_fact", "at"), strict=True)
    assert {str(found.at)[:26], str(taken_at)[:26]} == {str(found.at)[:26]}
    assert [str(when)[:26] for kind, when in facts if kind == "sponsors.taken"] == [
        str(taken_at)[:26]
    ]
    assert answer["Location"] == f"/papers/receipts/{found.receipt}"
    said = column("privacy_notice", "text")
    [told] = [one for one in said if "paid for the paper" in one]
    fields = "Name, E-mail address, Organisation, Job title"
    assert [one in told for one in ("Halden Devices", fields, "write to you", "90 days")] == [
        True
    ] * 4
    assert "90 days, or until you take it back." in words(ann.browser().get(at.address))
    page = ann.browser().get(answer["Location"])
    assert "Halden Devices" in words(page)
    got: Any = ann.browser().post(f"{at.address}/take", follow=True)
    assert b"".join(got.streaming_content) == act.PDF


@pytest.mark.clause("N-63", "refused")
def test_no_other_yes_counts() -> None:
    at = act.scene(companies=("halden", "norden"))
    halden, norden = at.sponsors
    ann = act.member()
    general = choices.ask(SPONSORS)  # as an operator asks when an account is made
    with entered(RECORD, Viewer.job("test")):
        choices.choose(ann.subject, general, choices.State.GIVEN)
    other = choices.Words("consent", "another paper")
    elsewhere = choices.Question(
        rules.topic(at.paper.id + 1, halden.id), ChoiceForm.OPT_IN, other, (SPONSORS,)
    )
    with entered(RECORD, Viewer.job("test")):
        choices.choose(ann.subject, elsewhere, choices.State.GIVEN)
    act.share(ann, at, norden)
    assert [len(act.leads(one)) for one in at.tokens] == [0, 1]
    row = dict.fromkeys(act.ALL, "x") | dict.fromkeys(act.PLAIN, "")
    to = act.party(halden, at.paper.id)
    with entered(SPONSORS, Viewer.job("test")), pytest.raises(Refused, match="no consent"):
        act.disclose.disclose(
            act.payload(act.ALL), "sponsor", {ann.subject: row}, ground="a test", party=to
        )
    assert [one.recipient for one in act.received(ann)] == ["Norden Devices"] * 2


@pytest.mark.clause("N-63", "refused")
def test_a_box_that_was_not_ticked_is_no_yes() -> None:
    at, ann = act.scene(), act.member()
    browser = ann.browser()
    sent = act.sheet_of(browser, at.address)  # every value that the page sets beforehand
    before = stored()
    assert browser.post(f"{at.address}/share", sent).status_code == 422
    for stray in ({"consent": "on"}, {"share_1": "on"}, {"agree": "yes"}):
        assert browser.post(f"{at.address}/share", sent | stray).status_code == 400
    assert stored() == before


def test_without_sharing_nothing_is_written_down() -> None:
    at, ann = act.scene(), act.member()
    for browser in (Client(), ann.browser()):
        before = stored()
        got: Any = browser.post(f"{at.address}/take", follow=True)
        assert b"".join(got.streaming_content) == act.PDF
        assert stored() == before
    assert act.leads(at.tokens[0]) == []


def test_the_condition_of_a_paper_holds_until_a_sponsor_is_agreed_to() -> None:
    at, ann = act.scene(download_without_sharing=False), act.member()
    for browser in (Client(), ann.browser()):
        assert "That is its condition" in words(browser.get(at.address))
        assert browser.post(f"{at.address}/take").status_code == 403
    act.share(ann, at)
    assert ann.browser().post(f"{at.address}/take").status_code == 302
    assert person("ben@example.org").browser().post(f"{at.address}/take").status_code == 403


def test_the_file_is_served_to_a_fresh_grant_only() -> None:
    at = act.scene()
    way = Client().post(f"{at.address}/take")["Location"]
    assert Client().get(way).status_code == 200
    with act.later(minutes=16):
        assert Client().get(way).status_code == 403
    for bad in (way[:-3] + "aaa", "/papers/files/x", "/papers/files/a:b:c", "/papers/files/%00"):
        assert Client().get(bad).status_code in (403, 404)
    with entered(act.EDITORIAL, at.editor.viewer):
        act.actions.take_down(by=at.editor.viewer, paper_id=at.paper.id)
    assert [Client().get(one).status_code for one in (way, at.address)] == [404, 404]


def test_pressed_twice_there_is_one_lead_and_one_receipt() -> None:
    at, ann = act.scene(), act.member()
    browser = ann.browser()
    sent = act.sheet_of(browser, at.address) | {"share": [str(at.sponsors[0].id)]}
    first, second = (browser.post(f"{at.address}/share", sent)["Location"] for _ in "ab")
    assert first == second
    assert (stored()["sponsors_lead"], len(choice_rows(ann))) == (1, 1)
    assert len(act.leads(at.tokens[0])) == 1


def test_a_sheet_that_says_something_else_by_now_is_refused() -> None:
    at, ann = act.scene(), act.member()
    browser = ann.browser()
    tick = {"share": [str(at.sponsors[0].id)]}
    sheet = act.sheet_of(browser, at.address)
    kept = stored()
    for wrong in ("", "x", "0" * 64, sheet["sheet"][::-1]):
        answer = browser.post(f"{at.address}/share", {"sheet": wrong} | tick)
        assert answer.status_code in (409, 422)
    for nobody in ("0", "99", "-1", "x", "1\0", "9" * 40):
        assert browser.post(f"{at.address}/share", sheet | {"share": [nobody]}).status_code == 422
    with entered(act.ACCOUNT, ann.viewer):
        act.accounts.change_profile(by=ann.viewer, lines={"institution": "Else"}, audiences={})
    assert browser.post(f"{at.address}/share", sheet | tick).status_code == 409
    assert (stored()["sponsors_lead"], stored()["privacy_choice"]) == (0, kept["privacy_choice"])


def test_a_receipt_is_its_owners_alone() -> None:
    at, ann, ben = act.scene(), act.member(), act.member("ben@example.org", "Ben")
    address = act.share(ann, at)["Location"]
    assert ann.browser().get(address).status_code == 200
    assert ben.browser().get(address).status_code == 404
    assert ben.browser().post(f"{address}/withdraw").status_code == 404
    assert Client().get(address)["Location"].startswith("/sign-in")
    assert len(act.leads(at.tokens[0])) == 1


def test_who_is_protected_from_being_asked_is_not_asked() -> None:
    at, ann = act.scene(), act.member()
    sheet = act.sheet_of(ann.browser(), at.address)
    with entered(RECORD, Viewer.job("test")):
        protect_minor(ann.subject)
    page = ann.browser().get(at.address)
    assert "gives no ground to pass you on" in words(page)
    sent = sheet | {"share": [str(at.sponsors[0].id)]}
    assert ann.browser().post(f"{at.address}/share", sent).status_code == 403
    assert stored()["sponsors_lead"] == 0


def test_visitors_are_told_that_sharing_is_for_members() -> None:
    at = act.scene()
    page = Client().get(at.address)
    assert "this way is for members" in words(page)
    assert f"next={at.address}" in page.content.decode()
    assert Client().post(f"{at.address}/share", {})["Location"].startswith("/sign-in")
    assert "A bed for each" in words(Client().get("/papers"))
    assert Client().get("/papers/nothing").status_code == 404


def test_only_asked_fields_are_kept_and_an_end_is_an_end() -> None:
    at, ann = act.scene(fields=("email",)), act.member()
    act.share(ann, at)
    assert column("sponsors_lead", "name") == [""]
    assert act.leads(at.tokens[0]) == [{"email": "ann@example.org"}]
    with act.later(days=91):
        answer = act.feed(at.tokens[0]).json()
        assert (answer["leads"], len(answer["remove"])) == ([], 1)
        assert stored()["sponsors_lead"] == 0
        act.share(ann, at)
        assert len(act.leads(at.tokens[0])) == 1
