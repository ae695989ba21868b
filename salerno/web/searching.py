"""Search across the rooms, which are strangers to each other: their documents, and one page.

A room whose documents are about people offers in its ``slots.py``::

    SEARCHED = Posts()  # or several; each a ``salerno.services.search.values.Source``

The index learns of them from facts and gives back ids only; what is shown, the room itself reads
through the gate for whoever looks.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlencode

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.doors import door
from salerno.privacy.stores import register_store
from salerno.services.access import queries as access
from salerno.services.catalog.values import Kind
from salerno.services.search import jobs, queries
from salerno.services.search.formats import TABLES
from salerno.services.search.rules import MOST_LETTERS, number_of, parse
from salerno.services.search.values import Facet, Source
from salerno.web.components import Link

ADDRESS = "/search"


@cache
def sources() -> tuple[Source, ...]:
    """What the rooms let be searched."""
    found: list[Source] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.slots"
        if config.name.startswith("salerno.services.") and find_spec(name):
            offered = getattr(import_module(name), "SEARCHED", ())
            found += offered if isinstance(offered, tuple) else (offered,)
    return tuple(found)


def register() -> None:
    """Tell the kernel of the index: erasure takes people out of it, the map lists it."""
    columns = tuple(dict.fromkeys(each for one in sources() for each in one.columns))
    store = jobs.SearchStore(sources, columns)
    register_store(store, tables=TABLES, merge=store.merge)


def catch_up() -> int:
    """Index what has happened since the last time."""
    return jobs.catch_up(sources())


@door(COMMUNITY)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One page of what the viewer may find. What was typed is kept nowhere."""
    asked = parse(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    found = queries.find(
        asked,
        kind=kind if kind in titles() else "",
        number=number_of(request.GET.get("page", "")),
        opened=access.entitled_ids() if asked else frozenset(),
        sources=sources(),
    )
    page = {
        "asked": asked,
        "found": found,
        "hits": [(titles()[one.kind], one) for one in found.hits],
        "kinds": _kinds(asked.text, kind, found.facets),
        "before": _page(asked.text, kind, found.number - 1) if found.number > 1 else "",
        "after": _page(asked.text, kind, found.number + 1) if found.number < found.last else "",
        "most": MOST_LETTERS,
    }
    return render(request, "search/results.html", page)


def titles() -> dict[str, object]:
    """The kinds of things that can be found, in words."""
    return {
        **{one.value: one.label for one in Kind},
        **{one.name: one.title for one in sources()},
    }


def _kinds(text: str, kind: str, facets: tuple[Facet, ...]) -> list[Link]:
    """Everything, and each kind that there is, with how many."""
    if not facets:
        return []
    every = Link(_("Everything"), _page(text), not kind, sum(one.count for one in facets))
    words = titles()
    return [every] + [
        Link(words[one.kind], _page(text, one.kind), one.kind == kind, one.count) for one in facets
    ]


def _page(text: str, kind: str = "", number: int = 1) -> str:
    """The address of a page of results."""
    asked = {"q": text} | ({"kind": kind} if kind else {})
    return f"{ADDRESS}?{urlencode(asked | ({'page': str(number)} if number > 1 else {}))}"
