"""Words that people read and no catalogue can translate: bare ones in templates and in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools import sources

CALLS = {"Refused", "ValidationError"}  # the first argument is a sentence
KEYWORDS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}
WORDS = re.compile(r"[^\W\d_]{2,}")
SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label|data-l)="([^"]*)"')
BLOCK = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktranslate.*?endblocktranslate\s*%}"
    r"|<(script|style|svg|code|textarea)\b.*?</\1>|<!--.*?-->|&\w+;|sha-256|\bdata/|[\w.]*\.(?:jsonl?|txt)\b",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
NAMES = {"JSON", "CSV", "XML", "PDF", "HTML", "UTC", "ORCID", "DOI", "CCPA", "GDPR", "FERPA"}
APART = re.compile(r"/(?:tests|letters|formats|carrier)/|design|privacy/management|bare500")


def blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def bare(text: str) -> Iterator[tuple[int, str]]:
    """Find words of a template that stand outside of what is translated, with their lines."""
    plain = TAG.sub(blank, BLOCK.sub(blank, text))
    spoken = [(one.start(1), one[1]) for one in SPOKEN.finditer(plain)]
    shown = ELEMENT.sub(blank, plain)
    said = [(one.start(), one[0]) for one in re.finditer(r"\S[^\n]*", shown)]
    for place, words in sorted(said + spoken):
        if set(WORDS.findall(words)) - NAMES and "=" not in words:
            yield plain.count("\n", 0, place) + 1, words.strip()


def spoken(text: str) -> Iterator[tuple[int, str]]:
    """Find sentences of Python that are given to people as they are."""
    for node in (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call)):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        given = [one.value for one in node.keywords if one.arg in KEYWORDS]
        for one in given + (node.args[:1] if name in CALLS else []):
            if isinstance(one, ast.Constant) and WORDS.search(str(one.value or "")):
                yield one.lineno, str(one.value)


def is_read(path: Path) -> bool:
    """Whether a file speaks to people who come to the site."""
    return path.parts[0] == "salerno" and not APART.search(f"/{path}")


def problems() -> list[str]:
    """List each, with its place."""
    pages = [one for one in sources.texts() if one[0].suffix == ".html" and is_read(one[0])]
    found = [f"{path}:{at} {one}" for path, lines in pages for at, one in bare("\n".join(lines))]
    ours = [one for one in sources.python() if one[0].suffix == ".py" and is_read(one[0])]
    return found + [f"{path}:{at} {one}" for path, text in ours for at, one in spoken(text)]
