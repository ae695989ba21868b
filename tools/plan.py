"""What there is to verify: checks, then tests over databases and packs."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.step import Step

BIN = Path(sys.executable).parent
STORIES = "tests/stories"
LAWS = "tests/laws"
PACKS = ("publisher", "school")
CHECKS = {
    "types": "mypy",
    "format": "ruff format --check .",
    "lint": "ruff check .",
    "templates": "djlint --lint --quiet salerno",
    "contracts": "lint-imports",
    "system checks": "python -m django check --fail-level WARNING",
    "migrations": "python -m django makemigrations --check --dry-run",
}


def checks() -> list[Step]:
    """List what needs no test: style, contracts, types, the framework's own checks."""
    steps = [
        Step(name, [str(BIN / words.split()[0]), *words.split()[1:]])
        for name, words in CHECKS.items()
    ]
    if not any(Path("salerno").glob("**/templates/**/*.html")):
        steps = [step for step in steps if step.name != "templates"]
    return steps


def tests(name: str, *words: str, **environment: str) -> Step:
    """Make a step of pytest that leaves its counts behind."""
    step = Step(name, [sys.executable, "-m", "pytest", "-q", *words], environment)
    step.command.append(f"--junitxml={step.report}")
    return step


def quick() -> list[Step]:
    """List the laws, which need no browser and no server."""
    return [tests("laws", LAWS)]


def everything(server: dict[str, str] | None, browser: str | None) -> Iterator[Step]:
    """List all tests: rooms and laws, then stories, on both databases and under both packs."""
    databases = {"sqlite": {"SALERNO_DB": "sqlite"}, "postgresql": server or {}}
    no_server = "" if server else "no PostgreSQL was found, and none could be installed"
    no_browser = "" if browser else "no Chromium was found, and none could be installed"
    for database, where in databases.items():
        step = tests(database, "-n2", f"--ignore={STORIES}", **where)
        step.refused = no_server if database == "postgresql" else ""
        yield step
    for database, where in databases.items():
        for pack in PACKS if Path(STORIES).exists() else ():
            known = {**where, "SALERNO_PACK": pack, "SALERNO_CHROMIUM": browser or ""}
            step = tests(f"stories {pack} {database}", STORIES, "-n2", **known)
            step.refused = no_browser or (no_server if database == "postgresql" else "")
            yield step
