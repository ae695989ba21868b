"""Slots: a page names a place, and the rooms that have something for it fill it.

A room offers in its ``slots.py``::

    SLOTS = {"item.after": comments}  # comments(request, item) -> SafeString, or "" for nothing

``{% slot "item.after" item %}`` in a template of any room shows what all rooms offer there, in
the order of their floors. The fragments run under the purpose of the page and never widen it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

type Fragment = Callable[[HttpRequest, object], str]


@cache
def offered() -> dict[str, tuple[Fragment, ...]]:
    """Every slot with the fragments that rooms offer for it."""
    found: dict[str, tuple[Fragment, ...]] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.slots"
        if config.name.startswith("salerno.services.") and find_spec(name):
            for slot, fragment in getattr(import_module(name), "SLOTS", {}).items():
                found[slot] = (*found.get(slot, ()), fragment)
    return found


def filled(slot: str, request: HttpRequest, subject: object = None) -> SafeString:
    """What the rooms have for a slot, one after the other."""
    parts = [fragment(request, subject) for fragment in offered().get(slot, ())]
    return mark_safe("".join(parts))  # noqa: S308  each is a rendered template
