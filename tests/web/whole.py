"""What a hostile test compares: every row of every table, and what a page says to a person."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from django.db import connection

from salerno.privacy.registry import registry

TECHNICAL = re.compile(
    r"Traceback|Exception|Error\b|CSRF|HTTP|NoneType|django|sqlite|\bSQL\b|<class|object at 0x|"
    r"NUL\b|null character|UTF-8|\bPOST\b|\bGET\b|\bMIME\b|multipart"
)


WRITES = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"

type Rows = dict[str, list[str]]


def rows(only: Container[str] | None = None) -> Rows:
    """Every row of every table, the gate aside. The security log keeps refusals on purpose."""
    found = {}
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        for table in registry().tables.values():
            if table.label == "web.SecurityEvent" or (only is not None and table.name not in only):
                continue
            cursor.execute(f'SELECT * FROM "{table.name}"')
            found[table.name] = sorted(map(repr, cursor.fetchall()))
    return found


def writes() -> dict[str, int]:
    """How often each table was written to in this transaction, as the database itself counts.

    SQLite counts for all tables together.
    """
    own: Any = connection
    if connection.vendor == "sqlite":
        return {"": own.connection.total_changes}
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())


def written(since: dict[str, int]) -> Rows:
    """The rows of the tables that were written to: the others are as they were, and not read."""
    touched = {one for one, times in writes().items() if times != since.get(one, 0)}
    return rows(None if "" in touched else touched)


def sentence(answer: Any, sent: str = "") -> str:
    """The text of a page that refuses. Fails where it is none that a person can read.

    ``sent``: what the person sent themselves, which a page may say again.
    """
    text = answer.content.decode()
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    assert main, f"{answer.status_code}: no page"
    own = re.sub(
        r"<textarea.*?</textarea>", " ", main.group(0), flags=re.DOTALL
    )  # not what was sent
    plain = " ".join(re.sub(r"<[^>]+>", " ", own).split())
    assert re.search(r"\w+ \w+ \w+.*\.", plain), plain
    found = TECHNICAL.search(plain)
    assert not found or found.group(0) in sent, plain
    return plain
