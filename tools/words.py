"""Words that may not stand in the repository, in templates or in what is published."""

import re
from pathlib import Path

from tools import sources

PROMISES = Path("salerno/policy/promises.txt")
EVERYWHERE = {
    "an unfinished thought": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/[\w.]"),
    "a registry's host": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org|crates\.io)\b"
    ),
}
TEMPLATES = {
    "a telephone number": re.compile(
        r"(?<![\w.#-])(?:\+\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b"
    ),
    "a long telephone number": re.compile(r"(?<![\w.#-])\+\d[\d .-]{7,}\d"),
    "a street address": re.compile(
        r"\b\d{1,5} (?:[A-Z]\w+ ){1,3}(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Boulevard|Lane)\b"
    ),
    "an address of mail": re.compile(r"\b[\w.]+@[\w-]+\.\w{2,}\b"),
}
PUBLISHED = {".html", ".txt", ".md", ".toml"}
NOT_READ = {Path("LICENSE"), PROMISES}


def absolutes() -> re.Pattern[str]:
    """Read the words of absolute security that no text may promise, one a line."""
    lines = (sources.ROOT / PROMISES).read_text().splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)


def patterns(path: Path) -> dict[str, re.Pattern[str]]:
    """Choose what a file is searched for."""
    chosen = dict(EVERYWHERE)
    if "templates" in path.parts or "letters" in path.parts:
        chosen |= TEMPLATES
    if path.parts[0] == "salerno" and path.suffix in PUBLISHED:
        chosen |= {"a promise of absolute security": absolutes()}
    return chosen


def problems() -> list[str]:
    """List each such word with its place."""
    found = []
    for path, lines in sources.texts():
        if path in NOT_READ:
            continue
        for what, pattern in patterns(path).items():
            hits = ((number, pattern.search(line)) for number, line in enumerate(lines, 1))
            found += [f"{path}:{number} {what}: {hit[0]}" for number, hit in hits if hit]
    return found


if __name__ == "__main__":
    sources.report(problems)
