"""The table of docs/SECURITY.md: every requirement, and behind each a test or a reason."""

from __future__ import annotations

import re

from tools import sources

SECTIONS = {  # ASVS 5.0.0: how many requirements of levels 1 and 2 a section has, in order
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4),
    5: (1, 3, 2, 3), 6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1),
    9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3), 11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4),
    13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3), 17: (1, 4, 2),
}  # fmt: skip
REASONS = ("None here", "Operator", "Library", "Design", "Open")
TEXT = (sources.ROOT / "docs" / "SECURITY.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)


def test_every_requirement_stands_there_once() -> None:
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    ]
    assert len(wanted) == 253
    assert [row[0] for row in ROWS] == wanted


def test_each_line_has_a_test_that_exists_or_a_reason() -> None:
    wrong = []
    for number, _asks, how, shown in ROWS:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", shown)
        for path, name in named:
            file = sources.ROOT / path
            if not file.exists() or not re.search(rf"^def {name}\(", file.read_text(), re.M):
                wrong.append(f"{number}: {path}::{name}")
        if not named and not how.startswith(REASONS):
            wrong.append(f"{number}: neither a test nor a reason")
    assert wrong == []
