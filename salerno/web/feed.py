"""What machines read of the catalogue: an Atom feed of what is new, and the site's addresses.

Both say what a visitor may know of, whoever asks, and nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree as Tree

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doors import door
from salerno.privacy.law import in_force
from salerno.services.catalog import queries
from salerno.services.catalog.values import Item

NEWEST = 50
PAGES = ("/", "/about", "/faq", "/privacy", "/terms", "/contact")
CLOSED = ("/you", "/desk", "/sign-in", "/search")
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@door(COMMUNITY)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What was published last, as Atom."""
    operator = in_force().operator
    made = Atom1Feed(
        title=operator.name,
        link=request.build_absolute_uri("/"),
        description=operator.tagline,
        feed_url=request.build_absolute_uri("/feed"),
        author_name=operator.name,
    )
    with handover(COMMUNITY, ground="what is new, for all", viewer=Viewer.visitor()):
        found = queries.items(limit=NEWEST)
    for one in found:
        _enter(made, one, request.build_absolute_uri(one.address))
    return HttpResponse(made.writeString("utf-8"), content_type=ATOM)


def _enter(made: Atom1Feed, one: Item, address: str) -> None:
    """One entry. Whoever paid for it stands before its title."""
    title = f"{one.label or _('Sponsored')}: {one.title}" if one.is_sponsored else one.title
    made.add_item(
        title=_plain(title),
        link=address,
        description=escape(_plain(one.summary)),
        unique_id=address,
        pubdate=one.published_at,
        updateddate=max(one.published_at, one.changed_at),
        categories=(one.kind_title,),
    )


@door(COMMUNITY)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address that is open to be found."""
    with handover(COMMUNITY, ground="the addresses, for all", viewer=Viewer.visitor()):
        found = queries.addresses()
    root = Tree.Element("urlset", xmlns=_SITEMAP)
    listed: Iterable[tuple[str, str]] = (
        *((one, "") for one in PAGES),
        *((address, changed_at.isoformat()) for address, changed_at in found),
    )
    for address, changed in listed:
        entry = Tree.SubElement(root, "url")
        Tree.SubElement(entry, "loc").text = request.build_absolute_uri(address)
        if changed:
            Tree.SubElement(entry, "lastmod").text = changed
    return HttpResponse(
        Tree.tostring(root, encoding="utf-8", xml_declaration=True), content_type=XML
    )


@door(None)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What a robot is asked to leave alone, and where the addresses are."""
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _plain(text: str) -> str:
    """Without the signs that no XML can hold."""
    return "".join(one for one in text if one >= " " or one in "\t\n\r")
