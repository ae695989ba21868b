"""What stands on a page and why: subject, country, interest, count; and where nothing stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from salerno.policy.purposes import ADVERTS
from salerno.privacy import callers, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.purposes import RECORD
from salerno.services.adverts import actions, models, queries, rules
from salerno.services.adverts.tests import scene as act
from salerno.services.adverts.values import Token
from salerno.services.adverts.views import asking
from tests import people

YES, NO = {"adverts": "yes"}, {"adverts": "no"}


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Any) -> None:
    """The networks whose country is known."""
    named = tmp_path / "places.txt"
    named.write_text(act.PLACES, encoding="utf-8")
    settings.SALERNO_PLACES = str(named)


@pytest.mark.clause("N-29", "works")
def test_a_campaign_of_one_country_meets_visitors_of_that_country_and_the_log_says_why() -> None:
    company = act.an_advertiser()
    everywhere, there = act.live(company, "All"), act.live(company, "There", countries=("US",))
    models.Campaign.objects.filter(pk=everywhere).update(served=100)
    queries.forget_live()
    item = act.an_item("sleep")
    in_us, in_de = (
        act.beside(item, request=act.a_request(one, cookies=YES)) for one in (act.IN_US, act.IN_DE)
    )
    assert f"Of campaign {there}" in in_us
    assert f"Of campaign {everywhere}" in in_de
    assert act.fetch(in_us).status_code == 200
    [one] = act.log()
    assert (one["inputs"], one["reasons"]) == (["subject", "country"], ["country"])


@pytest.mark.clause("N-29", "refused")
@pytest.mark.parametrize("way", ["never_asked", "no", "gpc", "account"])
def test_who_lets_nothing_be_chosen_meets_what_everybody_meets(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = act.an_advertiser()
    everywhere, there = act.live(company, "All"), act.live(company, "There", countries=("US",))
    models.Campaign.objects.filter(pk=everywhere).update(served=100)
    queries.forget_live()
    viewer = Viewer.visitor()
    if way == "account":
        ann = people.person()
        act.allow(ann, is_wanted=False)
        viewer = ann.viewer
    cookies = {"never_asked": {}, "no": NO, "gpc": YES, "account": {}}[way]
    monkeypatch.setattr(callers, "address", lambda _request: pytest.fail("asked a place"))
    shown = act.beside(
        act.an_item("sleep"), viewer, act.a_request(cookies=cookies, gpc=way == "gpc")
    )
    assert f"Of campaign {everywhere}" in shown
    assert f"Of campaign {there}" not in shown
    assert "Nothing of you was read." in shown


@pytest.mark.clause("N-79", "refused")
def test_nothing_stands_beside_accredited_education_before_minors_or_outside_reading() -> None:
    act.live(act.an_advertiser())
    minor, ann = people.person("kim@example.org", "Kim"), people.person()
    with entered(RECORD, Viewer.job("test")), subjects.keeping("test"):
        Subject.objects.filter(pk=minor.subject).update(is_minor=True)
    places = [
        act.an_item("sleep", accredited=True), act.an_item("sleep", kind="course"),
        act.an_item("sleep", kind="unit"),
    ]  # fmt: skip
    assert [act.beside(one) for one in places] == ["", "", ""]
    item = act.an_item("sleep")
    assert act.beside(item, minor.viewer) == ""
    assert "advert" in act.beside(item, ann.viewer)
    for address in ("/privacy", "/cookies", "/advertising", "/login"):
        assert 'class="advert' not in Client().get(address).content.decode()


@pytest.mark.clause("N-79", "works")
@pytest.mark.clause("N-82", "works")
def test_a_banner_is_labelled_and_names_its_advertiser_and_its_policy() -> None:
    company = act.an_advertiser()
    act.live(company, subjects=("sleep",))
    shown = act.beside(act.an_item("sleep"))
    for said in ("Advertisement", "Paid for by Alder Books", "https://alder.example/privacy"):
        assert escape(said) in shown
    assert "what this page is about" in shown
    assert act.beside(act.an_item("heart")) == ""


@pytest.mark.clause("N-37", "works")
def test_the_count_of_the_day_stands_on_the_device_and_caps_a_campaign() -> None:
    act.live(act.an_advertiser(), cap=2)
    item, browser = act.an_item("sleep"), Client()
    for time in (1, 2):
        cookies = YES | {one.key: one.value for one in browser.cookies.values()}
        browser.cookies.load(YES)
        shown = act.beside(item, request=act.a_request(cookies=cookies))
        assert act.fetch(shown, browser).status_code == 200, time
    cookies = YES | {one.key: one.value for one in browser.cookies.values()}
    assert act.beside(item, request=act.a_request(cookies=cookies)) == ""
    assert [one["inputs"] for one in act.log()] == [["subject", "frequency"]] * 2
    assert str(models.Showing.objects.values_list("nonce")[0][0]) not in str(browser.cookies)


@pytest.mark.clause("N-37", "refused")
def test_with_the_choice_off_no_count_is_set_and_no_list_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [ann] = act.with_interests(1)
    act.live(act.an_advertiser(), cap=2)
    act.allow(ann, is_wanted=False)
    monkeypatch.setattr(queries, "interests_of", lambda _one: pytest.fail("read a list"))
    browser = ann.browser()
    browser.cookies.load(NO)
    shown = act.beside(act.an_item("sleep"), ann.viewer, act.a_request(cookies=NO))
    assert act.fetch(shown, browser).status_code == 200
    assert asking.COUNT not in browser.cookies
    assert act.log()[0]["inputs"] == ["subject"]


@pytest.mark.clause("H-76", "works")
def test_interests_are_read_and_edited_by_their_owner_and_met_twenty_at_a_time() -> None:
    some = act.with_interests(rules.SMALLEST)
    everywhere = act.live(act.an_advertiser(), "All")
    there = act.live(act.an_advertiser("birch"), "Sleepers", segment="sleep")
    models.Campaign.objects.filter(pk=everywhere).update(served=100)
    queries.forget_live()
    item, ann = act.an_item("heart"), some[0]
    assert f"Of campaign {there}" in act.beside(item, ann.viewer)
    browser = ann.browser()
    page = browser.get("/advertising").content.decode()
    assert "sleep" in page
    [number] = act.re.findall(r"/advertising/interests/(\d+)/drop", page)
    assert browser.post(f"/advertising/interests/{number}/drop").status_code == 302
    assert act.interests_of(ann) == set()
    assert f"Of campaign {everywhere}" in act.beside(item, ann.viewer)
    browser.post("/advertising/interests", {"subject": "Heart failure"})
    assert act.interests_of(ann) == {"heart-failure"}
    assert browser.post("/advertising/interests/clear").status_code == 302
    assert act.interests_of(ann) == set()


@pytest.mark.clause("H-76", "refused")
def test_a_small_interest_is_met_by_no_campaign_and_learning_feeds_none() -> None:
    [*_some, last] = act.with_interests(rules.SMALLEST)
    act.allow(last, is_wanted=False)
    assert act.interests_of(last) == set()
    campaign = act.a_campaign(act.an_advertiser(), segment="sleep")
    act.a_creative(campaign)
    with pytest.raises(Refused, match="too few people"):
        act.go_live(campaign)
    ann = people.person()
    act.allow(ann)
    for kind, accredited in (("course", False), ("unit", False), ("article", True)):
        item = act.an_item("scores", kind=kind, accredited=accredited)
        token = Token("n", 1, 1, "article", (), (), ("scores",), item.id)
        with entered(ADVERTS, ann.viewer):
            assert actions.note_reading(by=ann.viewer, token=token) == 0
    assert act.interests_of(ann) == set()


def test_reading_adds_to_the_list_of_who_allows_it_and_of_nobody_else() -> None:
    act.live(act.an_advertiser())
    item = act.an_item("sleep", "light")
    ann, ben = people.person(), people.person("ben@example.org", "Ben")
    for one, is_wanted in ((ann, True), (ben, False)):
        act.allow(one, is_wanted=is_wanted)
        shown = act.beside(item, one.viewer)
        browser = one.browser()
        assert act.fetch(shown, browser).status_code == 200
        [where] = act.addresses(shown, "viewed")
        assert browser.post(where, headers=act.BROWSER).status_code == 204
    assert (act.interests_of(ann), act.interests_of(ben)) == ({"sleep", "light"}, set())
    assert act.tally() == {"shows": 2, "views": 2, "clicks": 0, "conversions": 0}
    assert "You read about it" in ann.browser().get("/advertising").content.decode()


@pytest.mark.clause("N-40", "works")
def test_the_switch_works_signed_in_and_out_lasts_and_says_that_it_is_honoured() -> None:
    visitor = Client()
    assert visitor.post("/advertising/choose", {"chosen": "yes"}).status_code == 302
    assert "how often this device" in visitor.get("/advertising").content.decode()
    signalled = visitor.get("/advertising", headers={"Sec-GPC": "1"}).content.decode()
    assert "signal was received" in signalled
    assert "nothing of you" in signalled
    visitor.post("/advertising/choose", {"chosen": "no"})
    page = visitor.get("/advertising").content.decode()
    assert "nothing of you" in page
    assert "https://adchoices.example/" in page
    assert visitor.cookies["adverts"]["max-age"] == asking.ANSWER_AGE
    ann = people.person()
    ann.browser().post("/advertising/choose", {"chosen": "no"})
    assert "nothing of you" in ann.browser().get("/advertising").content.decode()
    assert not subjects.is_open(ann.subject, ADVERTS)


@pytest.mark.clause("N-40", "refused")
@pytest.mark.clause("N-39", "works")
def test_a_vendor_of_the_policy_fills_a_place_and_after_no_neither_tag_nor_list(
    pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with act.under_vendor(pack):
        with entered(act.EDITORIAL, act.STAFF, ground="test"):
            actions.set_vendor(by=act.STAFF, placement="article", vendor="plenty")
        item, ann = act.an_item("sleep"), people.person()
        act.allow(ann)
        tagged = act.beside(item, ann.viewer)
        assert "https://ads.plenty.example/frame?placement=article&amp;subjects=sleep" in tagged
        page = Client().get("/privacy/tables")
        assert "loaded from https://ads.plenty.example" in page.content.decode()
        assert "frame-src 'self' https://ads.plenty.example" in page["Content-Security-Policy"]
        act.allow(ann, is_wanted=False)
        monkeypatch.setattr(queries, "interests_of", lambda _one: pytest.fail("read a list"))
        assert "plenty" not in act.beside(item, ann.viewer)
        assert "plenty" not in act.beside(item, request=act.a_request(cookies=NO))


@pytest.mark.clause("N-39", "refused")
@pytest.mark.clause("N-83", "refused")
def test_without_a_vendor_no_page_asks_anybody_else_for_anything(pack: str) -> None:
    act.live(act.an_advertiser())
    item = act.an_item("sleep")
    shown = act.beside(item, request=act.a_request(cookies=YES))
    assert not act.re.findall(r'(?:src|data-viewed)="(?!/)', shown)
    policy = Client().get("/privacy")["Content-Security-Policy"]
    assert "frame-src 'self';" in policy
    assert "https:" not in policy
    desk = entered(act.EDITORIAL, act.STAFF, ground="test")
    refused = pytest.raises(Refused, match="not in the policy")
    with act.under_vendor(pack, enabled=False), desk, refused:
        actions.set_vendor(by=act.STAFF, placement="article", vendor="plenty")


@pytest.mark.clause("N-83", "works")
def test_a_vendor_is_an_option_of_one_place_and_ends_with_its_switch(pack: str) -> None:
    with act.under_vendor(pack):
        with entered(act.EDITORIAL, act.STAFF, ground="test"):
            actions.set_vendor(by=act.STAFF, placement="home", vendor="plenty")
        act.live(act.an_advertiser())
        ann, item = people.person(), act.an_item("sleep")
        act.allow(ann)
        assert "plenty" not in act.beside(item, ann.viewer)
        with entered(act.COMMUNITY, ann.viewer):
            assert "plenty" in act.slots.on_front_page(act.a_request(viewer=ann.viewer), None)
        sellers = Client().get("/ads.txt").content.decode()
        assert "ads.plenty.example, plenty, DIRECT" in sellers
    with entered(act.COMMUNITY, ann.viewer):
        assert "plenty" not in act.slots.on_front_page(act.a_request(viewer=ann.viewer), None)


def test_a_page_asks_the_database_for_the_banner_alone(
    django_assert_num_queries: Any,
) -> None:
    company = act.an_advertiser()
    for number in range(3):
        act.live(company, f"C{number}")
    item = act.an_item("sleep")
    act.beside(item)
    with django_assert_num_queries(1):
        assert "advert" in act.beside(item)
