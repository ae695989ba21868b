"""Long lists: whatever page somebody reaches asks as many statements over many rows as over few."""

from __future__ import annotations

import io

from django.core.management import call_command

from benchmarks.site.many import grow
from benchmarks.site.walking import BY_PARTS, ROLES, browser, pages, statements
from tests.ground import pack

__all__ = ["pack"]

# Copies of each row: of the whole house, under the same parents, with other people, by turns.
FEW, MANY = 3, 9


def test_no_page_asks_more_statements_when_every_table_has_more_rows() -> None:
    call_command("load_demo", stdout=io.StringIO())
    grow(FEW)
    browsers = {role: found for role in ROLES if (found := browser(role))}
    seen: dict[str, str] = {}
    for role, client in browsers.items():
        for door, path in pages(role, client, most=1, known=seen):
            if door not in BY_PARTS:
                seen.setdefault(path, role)
    few = {one: statements(browsers[role], one, 1) for one, role in seen.items()}
    grow(MANY, after=FEW)
    more = [one for one in seen if statements(browsers[seen[one]], one, 1) > few[one]]
    many = {one: statements(browsers[seen[one]], one) for one in more}  # some keep for a while
    assert len(seen) > 100
    assert {path: (few[path], n) for path, n in many.items() if n > few[path]} == {}
