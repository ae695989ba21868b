"""What a hostile test compares: every row of every table, and what a page says to a person."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from salerno.privacy.registry import registry

TECHNICAL = re.compile(
    r"Traceback|Exception|Error\b|CSRF|HTTP|NoneType|django|sqlite|\bSQL\b|<class|object at 0x|"
    r"NUL\b|null character|UTF-8|\bPOST\b|\bGET\b|\bMIME\b|multipart"
)


def rows() -> dict[str, list[str]]:
    """Every row of every table, the gate aside. The security log keeps refusals on purpose."""
    found = {}
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        for table in registry().tables.values():
            if table.label == "web.SecurityEvent":
                continue
            cursor.execute(f'SELECT * FROM "{table.name}"')
            found[table.name] = sorted(map(repr, cursor.fetchall()))
    return found


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
