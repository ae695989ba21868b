"""Links that leave: none carries a value, and each hides where its reader came from."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools import sources

ANCHOR = re.compile(r"<a\b[^>]*>", re.DOTALL)
HREF = re.compile(r'\bhref="([^"]*)"')
OUT = re.compile(r"https?://")
ASKED = re.compile(r"[?#].*\{[{%]", re.DOTALL)


def problems() -> list[str]:
    """List links to other sites that carry values of ours."""
    pages = ((path, lines) for path, lines in sources.texts() if path.suffix == ".html")
    return [one for path, lines in pages for one in faults(path, "\n".join(lines))]


def faults(path: Path, text: str) -> Iterator[str]:
    """What is wrong with the links of one template."""
    for anchor in ANCHOR.findall(text):
        found = HREF.search(anchor)
        address = found[1] if found else ""
        if not OUT.match(address):
            continue
        where = f"{path}: {address[:60]}"
        if ASKED.search(address):
            yield f"{where} carries a value to another site"
        elif "noreferrer" not in anchor:
            yield f"{where} tells another site where its reader came from"


if __name__ == "__main__":
    sources.report(problems)
