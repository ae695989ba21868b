"""The page of a copy shows every column, whatever a room calls it."""

from __future__ import annotations

from types import SimpleNamespace

from django.template.loader import render_to_string

from salerno.privacy.rights.values import Holding
from salerno.services.accounts.clauses import NAME


def test_a_column_may_be_called_like_a_method_of_its_row() -> None:
    held = Holding(NAME, "x", ({"items": 7, "values": "a word", "keys": None},), 1)
    told = SimpleNamespace(purpose="", bases=(), recipients=(), until="", why="")
    context = {"held": [(held, told, "x")], "language": "en", "records": 0}
    page = render_to_string("privacy/copy.html", context)
    assert "<dt>items</dt><dd>7</dd>" in page
    assert "<dt>values</dt><dd>a word</dd>" in page
