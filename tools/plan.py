"""What there is to verify: checks, then tests over databases and packs."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.step import Step

BIN = Path(sys.executable).parent
STORIES = "tests/stories"
PACKS = ("publisher", "school")
BOTH = ("-n2", "--dist", "worksteal")  # who is done takes over what the other still has
NO_SERVER = "no PostgreSQL was found, and none could be installed"
NO_BROWSER = "no Chromium was found, and none could be installed"
CHECKS = {
    "types": "mypy",
    "format": "ruff format --check .",
    "lint": "ruff check .",
    "templates": "djlint --lint --quiet salerno",
    "contracts": "lint-imports",
    "system checks": "python -m django check",
    "deployment": "python -m django check --deploy --tag security --fail-level WARNING",
    "migrations": "python -m django makemigrations --check --dry-run",
}
SETTINGS = {"deployment": {"SALERNO_PRODUCTION": "1"}}


def checks() -> list[Step]:
    """List what needs no test: style, contracts, types, the framework's own checks."""
    split = {name: words.split() for name, words in CHECKS.items()}
    return [
        Step(name, [str(BIN / program), *words], SETTINGS.get(name, {}))
        for name, (program, *words) in split.items()
    ]


def tests(name: str, *words: str, **environment: str) -> Step:
    """Make a step of pytest that leaves its counts behind."""
    step = Step(name, [sys.executable, "-m", "pytest", "-q", *words], environment)
    step.command.append(f"--junitxml={step.report}")
    return step


def everything(server: dict[str, str] | None, browser: str | None) -> Iterator[Step]:
    """List all tests: rooms and laws, then stories, on both databases and under both packs."""
    found = ("postgresql", server or {}, "" if server else NO_SERVER)
    databases = (("sqlite", {"SALERNO_DB": "sqlite"}, ""), found)
    pairs = [(pack, *one) for pack in PACKS for one in databases]
    for pack, database, where, refused in pairs:
        words = [*BOTH, f"--ignore={STORIES}", *(["--of-a-pack"] if pack != PACKS[0] else [])]
        step = tests(f"{pack} {database}", *words, **where, SALERNO_PACK=pack)
        step.refused = refused
        yield step
    for pack, database, where, refused in pairs:
        known = {**where, "SALERNO_PACK": pack, "SALERNO_CHROMIUM": browser or ""}
        step = tests(f"stories {pack} {database}", STORIES, *BOTH, **known)
        step.refused = refused or ("" if browser else NO_BROWSER)
        yield step
