"""The banner beside an article and on the front page, and the ways to this room's pages."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import ADVERTS
from salerno.privacy import clock, outbox
from salerno.privacy.context import Viewer, entered, viewer
from salerno.privacy.doors import Way
from salerno.services.adverts import queries, rules
from salerno.services.adverts.rules import Page, Zone
from salerno.services.adverts.values import Placement, Tag, Token
from salerno.services.adverts.views import asking
from salerno.services.catalog.values import Item, Kind

MACHINE = Viewer.job("adverts")
LEARNING = {Kind.COURSE, Kind.UNIT}


def beside_item(request: HttpRequest, subject: object) -> str:
    """A banner beside an article. Beside what is accredited, and beside learning, none."""
    if not isinstance(subject, Item):
        return ""
    zone = Zone.EDUCATION if subject.kind in LEARNING else Zone.READING
    about = frozenset(subject.subjects)
    page = Page(Placement.ARTICLE, zone, about, is_accredited=subject.is_accredited)
    return stand(request, viewer(), page, subject.id)


def on_front_page(request: HttpRequest, _subject: object) -> str:
    """A banner on the front page, which is about nothing in particular."""
    who = asking.viewer_of(request)
    with entered(ADVERTS, MACHINE, ground="a banner on the front page"):
        return stand(request, who, Page(Placement.HOME, Zone.READING), 0)


def stand(request: HttpRequest, who: Viewer, page: Page, item: int) -> str:
    """What stands at a place: a vendor's frame, a banner of ours, or nothing."""
    if not queries.is_offered() or not rules.may_stand(page):
        return ""
    now = clock.now()
    flights, vendor_of = queries.live(now)
    reader = asking.reader(request, who)
    if page.placement in vendor_of:
        framed = _tag(vendor_of[page.placement], who, page, reader)
        if framed is not None:
            return render_to_string("adverts/tag.html", {"tag": framed}, request)
    decision = rules.decide(page, reader, flights, now)
    if decision is None:
        return ""
    token = Token(
        secrets.token_hex(12), decision.creative, decision.campaign, page.placement,
        tuple(decision.inputs), tuple(decision.reasons), tuple(sorted(page.subjects))[:3], item,
    )  # fmt: skip
    chosen = any(one is not rules.Input.SUBJECT for one in decision.inputs)
    shown = queries.banner(decision, queries.sealed(token), is_tailored=chosen)
    if shown is None:
        return ""
    return render_to_string("adverts/banner.html", {"banner": shown}, request)


def _tag(vendor: str, who: Viewer, page: Page, reader: rules.Reader) -> Tag | None:
    """A vendor's frame, only where its reader lets advertising be chosen."""
    one = queries.vendors().get(vendor)
    if one is None or outbox.is_off(vendor) or reader.is_minor() or not reader.is_tailored():
        return None
    me = who.subject
    own = asking.vendor_id(vendor, me) if me is not None else None
    return Tag(vendor, one.name, quote(rules.tag_address(one.tag, vendor, page, own), ":/?&=,"))


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "adverts:desk",
            _("Advertising"),
            _("Advertisers, campaigns, places and reports. For editors."),
        ),
    )


def you(_request: HttpRequest, _subject: object) -> str:
    """The way to the list of interests, from what is held of a person."""
    return render_to_string("adverts/you_link.html") if queries.may_choose() else ""


SLOTS = {
    "item.aside": beside_item,
    "home.latest": on_front_page,
    "you.after": you,
}
