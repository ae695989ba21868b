"""What the rooms bring along: each address belongs to one of them, and their work is gathered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver

from salerno.web import periodic

CONVERTER = re.compile(r"<(?:\w+:)?\w+>")


def shapes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The routes of a list, whatever their parts are called and converted to."""
    for one in patterns:
        route = before + CONVERTER.sub("<>", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from shapes(one.url_patterns, route)
        else:
            yield route


def claims(rooms: Iterable[str]) -> dict[str, set[str]]:
    """Which rooms claim which route."""
    found: dict[str, set[str]] = defaultdict(set)
    for room in rooms:
        name = f"salerno.services.{room}.urls"
        if find_spec(name):
            for shape in shapes(import_module(name).urlpatterns):
                found[shape].add(room)
    return found


def test_no_two_rooms_claim_one_address() -> None:
    found = claims(settings.ROOMS)
    assert len(found) > 100
    assert {one: rooms for one, rooms in found.items() if len(rooms) > 1} == {}


def test_the_work_of_every_room_is_gathered_once_under_a_name_of_its_own() -> None:
    names = [one.name for one in periodic.JOBS]
    assert len(names) == len(set(names))
    for room in settings.ROOMS:
        name = f"salerno.services.{room}.jobs"
        declared = getattr(import_module(name), "PERIODIC", ()) if find_spec(name) else ()
        assert set(declared) <= set(periodic.JOBS)
        assert periodic.gathered((room,)) == declared
    assert periodic.gathered(("careers", "events")) == (
        *periodic.gathered(("careers",)), *periodic.gathered(("events",)),
    )  # fmt: skip
