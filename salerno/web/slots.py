"""Slots: a page names a place, and the rooms that have something for it fill it.

A room offers in its ``slots.py``::

    SLOTS = {"item.after": comments}  # comments(request, item) -> SafeString, or "" for nothing

``{% slot "item.after" item %}`` in a template of any room shows what all rooms offer there, in
the order of their floors. The fragments run under the purpose of the page and never widen it.

A room with pages for staff lists them there: ``def desk() -> tuple[Way, ...]``.

A room whose rows and places belong to a scope, such as "course:7", says beside them what it is
called: ``SCOPES = {"course": titles}``, where ``titles(["7"])`` answers ``{"7": "Anatomy"}``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from salerno.privacy.doors import Way

type Fragment = Callable[[HttpRequest, object], str]
type Titles = Callable[[Collection[str]], Mapping[str, str]]


@cache
def offered() -> dict[str, tuple[Fragment, ...]]:
    """Every slot with the fragments that rooms offer for it."""
    found: dict[str, tuple[Fragment, ...]] = {}
    for module in _modules():
        for slot, fragment in getattr(module, "SLOTS", {}).items():
            found[slot] = (*found.get(slot, ()), fragment)
    return found


@cache
def _titled() -> dict[str, Titles]:
    """Who knows the titles of which kind of scope."""
    return {
        kind: titles
        for module in _modules()
        for kind, titles in getattr(module, "SCOPES", {}).items()
    }


def _modules() -> Iterator[Any]:
    for config in apps.get_app_configs():
        name = f"{config.name}.slots"
        if config.name.startswith("salerno.services.") and find_spec(name):
            yield import_module(name)


def desk_ways() -> Iterator[Way]:
    """What each room has for the desk, in the order of their floors."""
    for module in _modules():
        listed = getattr(module, "desk", None)
        yield from listed() if listed is not None else ()


def filled(slot: str, request: HttpRequest, subject: object = None) -> SafeString:
    """What the rooms have for a slot, one after the other."""
    parts = [fragment(request, subject) for fragment in offered().get(slot, ())]
    return mark_safe("".join(parts))  # noqa: S308  each is a rendered template


def titles_of(scopes: Iterable[str]) -> dict[str, str]:
    """What scopes are called. One whose room is gone, or that ended, stays as it is written."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in scopes:
        kind, _colon, number = one.partition(":")
        if kind in _titled():
            kinds[kind].add(number)
    return {
        f"{kind}:{number}": title
        for kind, numbers in kinds.items()
        for number, title in _titled()[kind](numbers).items()
    }
