"""Everybody goes through every room: no page fails, each holds in both themes, each is reached."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import MappingProxyType
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from tests.stories.conftest import PACK
from tests.stories.made import Made
from tests.stories.rounds import Round, Seen, doors, signed_in
from tests.stories.site import Site, running
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

STAFF = ("editor", "staff", "dpo", "admin")
# The member of the publisher is a resident too, and the reader an employer.
ROLES = MappingProxyType({
    "publisher": ("visitor", "member", "reader", *STAFF),
    "school": ("visitor", "member", "reader", "teacher", "facilitator", "partner", *STAFF),
})  # fmt: skip
TYPED = ("/robots.txt", "/sitemap.xml", "/ads.txt", "/health", "/design", "/sign-in/wake")
# Rooms that the house of a pack does not have.
ELSEWHERE = MappingProxyType({
    "publisher": {"courses", "directory"},
    "school": {"articles", "sponsors", "practice", "community", "careers", "programs"},
})  # fmt: skip
# What no link reaches, and why; each has tests of its own.
BY_LETTER = (  # its address comes once: in a letter, a file, or from another house
    "sign-in/with/<slug:provider_id>", "sign-in/with/<slug:provider_id>/back", "sign-in/claims",
    "you/links/<int:link>/end", "confirm/<str:key>", "sign-in/wake/<str:link>", "password/new",
    "^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$", "you/email/agree/<str:link>",
    "you/address/<str:need>", "guardian/<str:link>", "letters/stop/<str:link>",
    "subscribe/confirm/<str:key>", "requests/<str:key>/confirm/<str:token>", "leaving",
    "you/consents/<str:token>", "programs/join/<str:key>", "invitations/<slug:key>",
    "sponsors/fetch", "gateway/<str:reference>", "advertising/frame/<str:sent>",
)  # fmt: skip
A_STEP = (  # it follows an act that the crawl leaves alone, or shows a form again that was refused
    "register/declined", "you/accept", "sign-in/paused", "sign-in/code", "sign-in/factor",
    "sign-in/passkey", "sign-in/again/passkey", "sign-in/again/factor", "confirm", "gone",
    "password/sent", "you/password/first", "you/factors/app", "you/factors/app/end",
    "you/factors/codes", "you/factors/codes/new", "you/factors/codes/file",
    "you/factors/keys/<int:pk>/remove", "you/factors/keys/<int:pk>/edit", "you/profile/needed",
    "you/guardian/ask", "surveys/<slug:slug>/thanks", "subscribe", "contact/write",
    "desk/institutions/<slug:slug>/readers", "courses/<slug:slug>/quiz/attempts/<int:number>",
)  # fmt: skip
ANOTHERS_ACT = (  # it is there once two people did something: their story walks it
    "desk/children/<int:report>", "discuss/posts/<int:post_id>/edit", "discuss/files/<slug:key>",
    "discuss/posts/<int:post_id>/appeal", "desk/review/<int:review_id>",
    "desk/review/<int:review_id>/<slug:key>", "articles/<slug:slug>/versions/<int:number>",
    "papers/files/<str:key>", "you/orders/bills/<int:invoice>.pdf", "you/orders/<str:number>",
    "you/orders/<str:number>/pay", "desk/orders/<str:number>", "hall/<int:number>/people",
    "you/career/documents/<int:number>", "employers/<int:number>/candidates/<int:profile>",
    "employers/<int:number>/applications/<int:application_id>",
    "employers/<int:number>/applications/<int:application_id>/<slug:key>",
    "credits/certificates/<str:number>", "credits/certificates/<str:number>/sheet",
    "requests/<str:key>/paper", "desk/requests/<slug:reference>/papers/<int:paper_id>",
    "desk/requests/<slug:reference>/decision", "desk/demands/<slug:reference>/people/<int:subject>",
)  # fmt: skip
NOT_HERE = MappingProxyType({  # what the pack does not offer of a room that it has
    "publisher": ("desk/mailings/partners",),
    "school": (
        "credits/for/<slug:slug>", "desk/credits/bodies/<int:body_id>",
        "desk/credits/bodies/<int:body_id>/left",
    ),
})  # fmt: skip
UNREACHED = {*BY_LETTER, *A_STEP, *ANOTHERS_ACT, *NOT_HERE[PACK]}


@pytest.fixture(scope="module")
def own(filled: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A house of its own: here every form is filled."""
    with running(filled, tmp_path_factory.mktemp("crawl")) as site:
        yield site


def test_every_page_of_every_room_is_served_and_holds(
    own: Site, browser: Browser, axe: str
) -> None:
    rounds: list[Round] = []
    wrong: list[str] = []
    looked: set[str] = set()
    for one in _rounds(own):
        rounds.append(one)
        wrong += [*one.wrong, *_looks(own, one, looked, browser, axe)]
    seen = [one for each in rounds for one in each.seen]
    if PACK == "publisher":
        seen.append(_sponsor(own, next(one for one in rounds if one.role == "editor")))
    wrong += [f"nobody reaches {one}" for one in _unreached(seen)]
    wrong += _faults((own.data / "site.log").read_text())
    assert wrong == [], "\n".join(wrong)


def _rounds(site: Site) -> Iterator[Round]:
    """Everybody, one after the other; at last whoever reads the letters."""
    filled: set[tuple[str, frozenset[str]]] = set()
    for role in (*ROLES[PACK], "letters"):
        visitor = signed_in(site.address, role, has_factor=role in STAFF)
        starts = {"visitor": ("/", *TYPED), "letters": ("/outbox",)}.get(role, ("/", "/you"))
        one = Round(role, visitor, filled)
        one.walk(*starts, *(["/desk"] if role in STAFF else []))
        yield one


def _sponsor(site: Site, editor: Round) -> Seen:
    """A sponsor has no page here: its program reads what was shared with it."""
    path = next(one.path for one in editor.seen if one.door == "desk/sponsors/<int:sponsor_id>")
    page = editor.visitor.fill(path, lambda one: one.value, has=f"{path}/token")
    token = re.findall(r"<code>([^<]+)</code>", page.text)[0].strip()
    asked = Request(
        f"{site.address}/api/sponsors/leads", headers={"Authorization": f"Bearer {token}"}
    )
    with urlopen(asked, timeout=60) as answer:
        assert "leads" in json.load(answer)
        return Seen("sponsor", "/api/sponsors/leads", "api/sponsors/leads", answer.status, False)


def _unreached(seen: list[Seen]) -> list[str]:
    reached = {one.door for one in seen}
    return [
        f"{door} ({room})"
        for door, room in doors()
        if door not in reached | UNREACHED and room not in ELSEWHERE[PACK]
    ]


def _faults(log: str) -> list[str]:
    """What the site itself calls an error, or what broke out of it."""
    return [
        one for one in log.splitlines()
        if re.search(r'"level": "(error|critical)"', one) or one.startswith("Traceback")
    ]  # fmt: skip


def _looks(site: Site, one: Round, looked: set[str], browser: Browser, axe: str) -> list[str]:
    """In a browser, a page of each door that nobody looked at before."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_cookies([
        {"name": kept.name, "value": kept.value or "", "url": site.address}
        for kept in one.visitor.cookies
    ])  # fmt: skip
    walker = Walker(site, context.new_page(), axe)
    wrong: list[str] = []
    for page in one.seen:
        if page.is_page and page.door not in looked:
            looked.add(page.door)
            wrong += [f"{one.role}: {page.path}: {words}" for words in _look(walker, page.path)]
    context.close()
    return wrong


def _look(walker: Walker, path: str) -> list[str]:
    """Wide and light, then narrow and dark."""
    walker.errors.clear()
    page = walker.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    try:
        answer = page.goto(walker.site.address + path)
    except PlaywrightError as error:
        if "Download is starting" in error.message:
            return []  # a file
        raise
    if answer is None or answer.status >= 400:
        gone = answer is not None and answer.status == 404  # by what its reader did meanwhile
        return [] if gone else [f"it opens no more: {walker.text()[:200]}"]
    wrong = [*walker.violations()]
    page.set_viewport_size({"width": 360, "height": 780})
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {one}" for one in walker.violations("color-contrast", "link-in-text-block")]
    if (wide := walker.overhang()) > 0:
        wrong.append(f"scrolls sideways by {wide} px at 360")
    return [*wrong, *walker.errors]
