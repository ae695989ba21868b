"""The desk of advertising, walked as an editor does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.privacy import clock
from salerno.services.accounts import demo as accounts
from salerno.services.adverts import demo, models
from salerno.services.adverts.tests import scene as act
from salerno.services.articles import demo as articles
from tests import people

COMPANY = {
    "name": "Alder Books", "slug": "alder", "address": "1 Quay", "country": "NO",
    "contract": "A-7", "policy_link": "https://alder.example/p",
}  # fmt: skip


def booked(advertiser: int, **changes: Any) -> dict[str, Any]:
    """A campaign as its form is sent."""
    now = clock.now()
    return {
        "advertiser": advertiser, "name": "Autumn", "unit": "The list", "delivered_by": "",
        "placements": ["article"], "subjects": "Sleep, heart failure", "countries": "US, DE",
        "segment": "", "starts_at": f"{now:%Y-%m-%d %H:%M}",
        "ends_at": f"{now + timedelta(days=5):%Y-%m-%d %H:%M}", "budget": 500, "cap": 3,
    } | changes  # fmt: skip


def test_from_nothing_to_a_live_campaign() -> None:
    desk = act.editor().browser()
    made = desk.post("/desk/advertising/advertisers/new", COMPANY)
    assert made.status_code == 302, made.content.decode()
    company = models.Advertiser.objects.get().pk
    assert desk.post("/desk/advertising/advertisers/new", COMPANY).status_code == 409
    sent = desk.post("/desk/advertising/new", booked(company))
    assert sent.status_code == 302, sent.content.decode()
    row = models.Campaign.objects.get()
    assert (row.subjects, row.countries) == (["sleep", "heart-failure"], ["US", "DE"])
    where = f"/desk/advertising/{row.pk}"
    assert desk.post(f"{where}/run", {"do": "live"}).status_code == 422
    said = {"headline": "Read", "link": "https://alder.example/", "image": act.picture()}
    assert desk.post(f"{where}/creatives", said).status_code == 302
    assert desk.post(f"{where}/run", {"do": "live"}).status_code == 302
    for address in (
        "",
        "/advertisers",
        f"/advertisers/{company}",
        f"/{row.pk}",
        f"/{row.pk}/report",
    ):
        assert desk.get(f"/desk/advertising{address}").status_code == 200, address
    assert desk.post(where, booked(company)).status_code == 409
    assert desk.post(f"{where}/run", {"do": "stop"}).status_code == 302
    creative = models.Creative.objects.get().pk
    assert desk.post(f"{where}/creatives/{creative}/drop").status_code == 302
    assert not models.Creative.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"countries": "USA"}, {"budget": "x"}, {"budget": -1}, {"cap": 51},
        {"placements": ["privacy"]}, {"advertiser": 99}, {"starts_at": "tomorrow"},
        {"ends_at": "2020-01-01 00:00"}, {"name": "\0"}, {"name": "x" * 121},
    ],
)  # fmt: skip
def test_what_cannot_be_booked_is_said(changes: dict[str, Any]) -> None:
    company = act.an_advertiser()
    desk = act.editor().browser()
    sent = desk.post("/desk/advertising/new", booked(company) | changes)
    assert sent.status_code in {400, 422}
    assert not models.Campaign.objects.exists()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"link": "https://alder.example/?email=x", "image": "real"}, 422),
        ({"link": "https://alder.example/", "image": "none"}, 422),
        ({"link": "https://alder.example/", "image": b"GIF89a"}, 422),
        ({"link": "https://alder.example/", "image": b"0" * (2 * 1024 * 1024 + 1)}, 413),
        ({"link": "nonsense", "image": "real"}, 422),
    ],
)
def test_what_cannot_be_shown_is_said(said: dict[str, Any], status: int) -> None:
    campaign = act.a_campaign(act.an_advertiser())
    desk = act.editor().browser()
    given = said["image"]
    said = {"headline": "Read", "link": said["link"]}
    if given == "real":
        said["image"] = act.picture()
    elif isinstance(given, bytes):
        said["image"] = act.SimpleUploadedFile("b.png", given, "image/png")
    sent = desk.post(f"/desk/advertising/{campaign}/creatives", said)
    assert sent.status_code == status
    assert not models.Creative.objects.exists()


def test_the_desk_is_for_editors_alone() -> None:
    campaign = act.a_campaign(act.an_advertiser())
    ann = people.person("bo@example.org", "Bo")
    for address in ("", "/advertisers", f"/{campaign}", f"/{campaign}/report.csv"):
        assert ann.browser().get(f"/desk/advertising{address}").status_code == 403
        assert Client().get(f"/desk/advertising{address}").status_code in {302, 403}
    assert ann.browser().post(f"/desk/advertising/{campaign}/run").status_code == 403


@pytest.mark.parametrize("address", ["/99", "/99/report", "/99/report.csv", "/advertisers/99"])
def test_what_is_not_there_is_said(address: str) -> None:
    assert act.editor().browser().get(f"/desk/advertising{address}").status_code == 404


def test_the_demonstration_books_once_and_shows_beside_what_is_not_accredited(pack: str) -> None:
    accounts.load()
    articles.load()
    for _again in "ab":
        demo.load()
    live = models.Campaign.objects.filter(state="live").count()
    assert live == models.Campaign.objects.count() == 2
    assert 'class="advert' in act.beside(act.an_item("sleep"))
