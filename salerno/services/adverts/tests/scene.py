"""The scene of this room's tests: an advertiser, campaigns, pages they may stand beside."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from PIL import Image

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, ADVERTS, COMMUNITY, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import Recipient
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.adverts import actions, models, queries, slots
from salerno.services.adverts.values import NewAdvertiser, NewCampaign
from salerno.services.catalog import actions as catalog
from salerno.services.catalog import queries as items
from salerno.services.catalog.values import Item, NewItem
from tests import people

__all__ = [
    "COMMUNITY", "EDITORIAL", "SimpleUploadedFile", "actions", "people", "queries", "re", "slots",
]  # fmt: skip

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/150"}
PLACES = "192.0.2.0/24 US\n198.51.100.0/24 DE\n2001:db8:1::/48 FR\n"
IN_US, IN_DE = "192.0.2.7", "198.51.100.9"
STAFF = Viewer.visitor()
VENDOR = Recipient(
    "plenty", "Plenty Ads", "vendor", "Agreement P-1", "US", mechanism="scc",
    purposes=("adverts",), tag="https://ads.plenty.example",
)  # fmt: skip


def editor() -> people.Person:
    """Somebody who may book, with the second factor."""
    made = people.person("editor@example.org", "Edith Editor")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    return made


def picture() -> SimpleUploadedFile:
    """A banner."""
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "#245").save(out, "PNG")
    return SimpleUploadedFile("b.png", out.getvalue(), "image/png")


def an_advertiser(slug: str = "alder", **changes: Any) -> int:
    """A company."""
    said: dict[str, Any] = {
        "slug": slug, "name": f"{slug.title()} Books", "address": "1 Quay, Bergen",
        "country": "NO", "contract": "Agreement A-7",
        "policy_link": f"https://{slug}.example/privacy",
    }  # fmt: skip
    with entered(EDITORIAL, STAFF, ground="test"):
        return actions.save_advertiser(by=STAFF, new=NewAdvertiser(**said | changes))


def a_campaign(advertiser: int, name: str = "Autumn", **changes: Any) -> int:
    """A campaign that is not live and has no creative."""
    now = clock.now()
    said: dict[str, Any] = {
        "advertiser": advertiser, "name": name, "unit": "The reference list", "delivered_by": "",
        "placements": ("article", "home"), "subjects": (), "countries": (), "segment": "",
        "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=9),
        "budget": 1000, "cap": 0,
    }  # fmt: skip
    with entered(EDITORIAL, STAFF, ground="test"):
        return actions.save_campaign(by=STAFF, new=NewCampaign(**said | changes))


def a_creative(campaign: int, **changes: Any) -> int:
    """A picture with words, or what is said instead."""
    said = {"headline": f"Of campaign {campaign}", "link": "https://alder.example/list"} | changes
    image = None if said.get("markup") else picture()
    with entered(EDITORIAL, STAFF, ground="test"):
        return actions.save_creative(by=STAFF, campaign_id=campaign, said=said, picture=image)


def live(advertiser: int, name: str = "Autumn", **changes: Any) -> int:
    """A campaign that is live."""
    campaign = a_campaign(advertiser, name, **changes)
    a_creative(campaign)
    go_live(campaign)
    return campaign


def go_live(campaign: int) -> None:
    """Let it be shown."""
    with entered(EDITORIAL, STAFF, ground="test"):
        actions.go_live(by=STAFF, campaign_id=campaign)


def an_item(*subjects: str, kind: str = "article", accredited: bool = False) -> Item:
    """Something that is published."""
    address = f"/{kind}s/{'-'.join(subjects) or 'plain'}-{accredited:d}"
    new = NewItem(kind, address, "Sleep", accredited=accredited, subjects=subjects)
    with entered(EDITORIAL, STAFF, ground="test"):
        found = items.item(catalog.put(by=STAFF, new=new))
    assert found is not None
    return found


def a_request(
    ip: str = IN_US,
    *,
    cookies: dict[str, str] | None = None,
    gpc: bool = False,
    viewer: Viewer | None = None,
) -> Any:
    """A page that is asked for."""
    more: dict[str, Any] = {"headers": {"Sec-GPC": "1"}} if gpc else {}
    request = RequestFactory().get("/", REMOTE_ADDR=ip, **more)
    request.COOKIES.update(cookies or {})
    vars(request)["gpc"] = gpc  # as the middleware leaves it
    if viewer is not None:
        vars(request)["viewer"] = viewer
    return request


def beside(item: Item, viewer: Viewer | None = None, request: HttpRequest | None = None) -> str:
    """What stands beside an item, as its reader meets it."""
    with entered(COMMUNITY, viewer or Viewer.visitor()):
        return slots.beside_item(request or a_request(), item)


def addresses(html: str, what: str) -> list[str]:
    """The addresses of a kind that a banner names."""
    return re.findall(rf'"(/advertising/{what}/[^"]+)"', html)


def fetch(html: str, browser: Client | None = None, **headers: str) -> Any:
    """Fetch the picture of a banner, as a browser does that shows it."""
    [where] = addresses(html, "image")
    return (browser or Client()).get(where, headers=BROWSER | headers)


def log() -> list[dict[str, Any]]:
    """The decisions that were shown."""
    with entered(EDITORIAL, STAFF, ground="test"):
        return [dict(one) for one in queries.decisions()]


def tally() -> dict[str, int]:
    """All that was counted."""
    found = {"shows": 0, "views": 0, "clicks": 0, "conversions": 0}
    for one in models.Tally.objects.values(*found):
        found = {name: found[name] + one[name] for name in found}
    return found


def with_interests(number: int, subject: str = "sleep") -> list[people.Person]:
    """People who let advertising be chosen and named an interest."""
    made = [people.person(f"p{one}@example.org", f"P {one}") for one in range(number)]
    for one in made:
        allow(one)
        with entered(ACCOUNT, one.viewer):
            actions.add_interest(by=one.viewer, subject=subject)
    return made


def allow(who: people.Person, *, is_wanted: bool = True) -> None:
    """Let advertising be chosen for somebody, or not."""
    with entered(ACCOUNT, who.viewer):
        actions.set_tailoring(by=who.viewer, is_wanted=is_wanted)


def under_vendor(pack: str, *, enabled: bool = True) -> Any:
    """The pack with a vendor of tags in it."""
    found = store.working(pack)
    vendor = replace(VENDOR, enabled=enabled)
    digest = f"{found.policy.digest[:-2]}{'on' if enabled else 'no'}"  # its pages are its own
    recipients = {**found.policy.recipients, "plenty": vendor}
    policy = replace(found.policy, recipients=recipients, digest=digest)
    roles = {**found.roles, "plenty": next(iter(found.roles.values()))}
    return store.under(
        replace(found, policy=policy, roles=roles, addresses={**found.addresses, "plenty": ""})
    )


def interests_of(who: people.Person) -> set[str]:
    """What stands on somebody's list."""
    with entered(ADVERTS, who.viewer):
        return set(queries.interests_of(who.subject))
