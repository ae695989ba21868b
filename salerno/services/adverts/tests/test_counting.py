"""Counts, frames, clicks, reports: what an advertiser learns, and what nobody does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ADVERTS, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import User
from salerno.services.adverts import actions, jobs, models, queries, rules
from salerno.services.adverts.tests import scene as act
from tests import people


def shown_once(**changes: Any) -> str:
    """A banner of a live campaign beside an article."""
    act.live(act.an_advertiser(), **changes)
    return act.beside(act.an_item("sleep"))


@pytest.mark.clause("N-84", "works")
def test_shows_views_clicks_and_conversions_count_once_and_make_the_report() -> None:
    html = shown_once()
    [seen], [go] = act.addresses(html, "viewed"), act.addresses(html, "go")
    for _again in "ab":
        assert act.fetch(html).status_code == 200
        assert Client().post(seen, headers=act.BROWSER).status_code == 204
        assert Client().get(go, headers=act.BROWSER).status_code == 302
    assert act.tally() == {"shows": 1, "views": 1, "clicks": 1, "conversions": 0}
    company = models.Advertiser.objects.get()
    with entered(EDITORIAL, act.STAFF, ground="test"):
        token = actions.issue_token(by=act.STAFF, advertiser_id=company.pk)
    key = models.Creative.objects.get().key
    bearer = {"Authorization": f"Bearer {token}"}
    sent = Client().post("/api/advertising/conversions", {"ad": key}, headers=bearer)
    assert sent.status_code == 204
    models.Tally.objects.update(shows=500, views=300, clicks=20)
    with entered(EDITORIAL, act.STAFF, ground="test"):
        report = queries.report(models.Campaign.objects.get().pk)
    assert report is not None
    assert (report.shows, report.views, report.clicks, report.conversions) == (500, 300, 20, 1)


def test_a_report_leaves_out_days_that_count_few() -> None:
    shown_once()
    creative = models.Creative.objects.get()
    today = clock.today()
    for back, shows in ((0, 19), (1, 40)):
        models.Tally.objects.create(
            creative=creative, placement="article", date=today - timedelta(days=back),
            shows=shows, clicks=3,
        )  # fmt: skip
    browser = act.editor().browser()
    number = creative.campaign_id
    page = browser.get(f"/desk/advertising/{number}/report").content.decode()
    assert "40 shown" in page
    assert "fewer than 20" in page
    table = browser.get(f"/desk/advertising/{number}/report.csv").content.decode().splitlines()
    assert [line.split(",")[2:] for line in table[1:]] == [
        ["fewer than 20", "", "", ""], ["40", "0", "3", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "HeadlessChrome", "python-requests/2"])
def test_robots_count_nothing(agent: str) -> None:
    html = shown_once()
    [where] = act.addresses(html, "image")
    assert Client().get(where, headers={"User-Agent": agent}).status_code == 200
    [go] = act.addresses(html, "go")
    assert Client().get(go, headers={"User-Agent": agent}).status_code == 302
    assert act.tally()["shows"] == 0


@pytest.mark.clause("N-80", "works")
def test_a_click_leads_out_marked_and_with_no_number_of_anybody() -> None:
    ann = people.person()
    act.live(act.an_advertiser())
    html = act.beside(act.an_item("sleep"), ann.viewer)
    assert 'rel="sponsored noopener noreferrer"' in html
    [go] = act.addresses(html, "go")
    answers = [one.get(go, headers=act.BROWSER) for one in (ann.browser(), Client())]
    key = models.Creative.objects.get().key
    assert {one["Location"] for one in answers} == {f"https://alder.example/list?ad={key}"}
    assert {one["Referrer-Policy"] for one in answers} == {"no-referrer"}
    assert not any(one.cookies for one in answers)


@pytest.mark.clause("N-81", "works")
def test_markup_stands_in_a_closed_frame() -> None:
    campaign = act.a_campaign(act.an_advertiser())
    act.a_creative(campaign, markup="<p>Beds <b>for all</b></p>")
    act.go_live(campaign)
    html = act.beside(act.an_item("sleep"))
    assert '<iframe class="frame" sandbox=""' in html
    [where] = act.addresses(html, "frame")
    answer = Client().get(where, headers=act.BROWSER)
    assert "Beds <b>for all</b>" in answer.content.decode()
    rule = answer["Content-Security-Policy"]
    assert rule.startswith("sandbox; default-src 'none'; img-src data: ; frame-ancestors 'self';")
    assert act.tally()["shows"] == 1


@pytest.mark.clause("N-81", "refused")
def test_what_a_creative_tries_is_taken_out_blocked_and_reported() -> None:
    campaign = act.a_campaign(act.an_advertiser())
    creative = act.a_creative(
        campaign, markup='<p>Beds</p><script>document.cookie="a=1"</script>'
        '<img src="https://count.example/p.gif">',
    )  # fmt: skip
    act.go_live(campaign)
    html = act.beside(act.an_item("sleep"))
    [where] = act.addresses(html, "frame")
    answer = Client().get(where, headers=act.BROWSER)
    assert "count.example" not in answer.content.decode()
    assert "script" not in answer.content.decode()
    assert f"report-uri /advertising/blocked/{creative}" in answer["Content-Security-Policy"]
    report = {"csp-report": {"blocked-uri": "https://count.example/p.gif?u=7"}}
    for _again in "ab":
        sent = Client().post(
            f"/advertising/blocked/{creative}", json.dumps(report), "application/csp-report"
        )
        assert sent.status_code == 204
    assert list(models.Blocked.objects.values_list("host", "times")) == [("count.example", 2)]
    page = act.editor().browser().get(f"/desk/advertising/{campaign}").content.decode()
    assert "Browsers refused 2 calls" in page
    assert "count.example" in page


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"csp-report": 7}', b"\xff" * 50, b"0" * 50_000]
)
def test_a_report_that_is_none_is_no_error(body: bytes) -> None:
    shown_once()
    number = models.Creative.objects.get().pk
    sent = Client().post(f"/advertising/blocked/{number}", body, "application/csp-report")
    assert sent.status_code == 204
    assert not models.Blocked.objects.exists()


@pytest.mark.clause("N-82", "refused")
def test_without_a_policy_of_the_advertiser_nothing_goes_live() -> None:
    campaign = act.a_campaign(act.an_advertiser(policy_link=""))
    act.a_creative(campaign)
    with pytest.raises(Refused, match="privacy policy"):
        act.go_live(campaign)
    assert models.Campaign.objects.get().state == "draft"


@pytest.mark.clause("H-75", "works")
def test_a_campaign_names_its_unit_and_who_delivers_it_and_the_audience_is_ours() -> None:
    some = act.with_interests(rules.SMALLEST)
    company = act.an_advertiser()
    campaign = act.live(company, segment="sleep", delivered_by="Plenty Ads", unit="The library")
    with entered(EDITORIAL, act.STAFF, ground="test"):
        card = queries.campaign(campaign)
    assert card is not None
    assert (card.unit, card.delivered_by) == ("The library", "Plenty Ads")
    html = act.beside(act.an_item("sleep"), some[0].viewer)
    assert "for The library" in html
    act.fetch(html, some[0].browser())
    told = [str(one) for one in models.Showing.objects.values()]
    assert not any(str(some[0].email) in one for one in told)
    assert {one.name for one in models.Showing._meta.get_fields()} == {
        "id", "nonce", "creative", "placement", "inputs", "reasons", "hour", "is_viewed",
        "is_clicked",
    }  # fmt: skip


@pytest.mark.clause("H-75", "refused")
@pytest.mark.clause("N-116", "refused")
def test_no_name_or_address_can_be_read_for_advertising() -> None:
    ann = people.person()
    act.allow(ann)
    for column in ("email", "password"):
        job = entered(ADVERTS, Viewer.job("adverts"))
        with expecting_refusals(), job, pytest.raises(GateError):
            list(User.objects.values_list(column))


def test_live_campaigns_stand_still_and_counts_end() -> None:
    html = shown_once()
    campaign = models.Campaign.objects.get().pk
    with pytest.raises(Refused, match="Stop it"):
        act.a_creative(campaign)
    act.fetch(html)
    with entered(EDITORIAL, act.STAFF, ground="test"):
        actions.stop(by=act.STAFF, campaign_id=campaign)
    assert act.beside(act.an_item("sleep")) == ""
    assert act.fetch(html).status_code == 404
    with clock.clock_at(clock.now() + timedelta(days=3)):
        assert jobs.end_showings() == 1
    assert act.tally()["shows"] == 1


@pytest.mark.parametrize("sent", ["x", "a:b:c", "%00", "..", "é" * 50])
def test_an_address_that_is_not_ours_opens_nothing(sent: str) -> None:
    for what in ("image", "frame", "go"):
        assert Client().get(f"/advertising/{what}/{sent}").status_code in {400, 404}
    assert Client().post(f"/advertising/viewed/{sent}").status_code in {400, 404}


def test_conversions_need_a_token_and_take_one_number() -> None:
    shown_once()
    key = models.Creative.objects.get().key
    where = "/api/advertising/conversions"
    assert Client().post(where, {"ad": key}).status_code == 401
    bad = {"Authorization": "Bearer nothing"}
    assert Client().post(where, {"ad": key}, headers=bad).status_code == 401
    company = models.Advertiser.objects.get().pk
    with entered(EDITORIAL, act.STAFF, ground="test"):
        token = actions.issue_token(by=act.STAFF, advertiser_id=company)
    good = {"Authorization": f"Bearer {token}"}
    assert Client().post(where, {"ad": key, "email": "a@b.c"}, headers=good).status_code == 400
    for number in ("", "unknown", "\0"):
        assert Client().post(where, {"ad": number}, headers=good).status_code == 404
    assert act.tally()["conversions"] == 0
