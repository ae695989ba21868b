"""Make the two versions that each shipped pack comes with: `python -m tests.policy.ship`.

Only before the first release, when the clauses of the code still change. After it, versions are
published and never made again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

FIRST = datetime(2025, 11, 3, tzinfo=UTC)
SECOND = datetime(2026, 5, 4, tzinfo=UTC)
LEAD = timedelta(days=14)
NEW = "personalise"

type Edit = tuple[str, str, str]  # file, what stands there today, what stood there at first

BOTH: tuple[Edit, ...] = (
    ("texts/en/privacy.md", f" {NEW}", ""),
    ("purposes.toml", "since = 2\n", ""),
    ("pack.toml", f'"{NEW}", ', ""),
)
EDITS: dict[str, tuple[Edit, ...]] = {
    "publisher": (
        *BOTH,
        ("clauses.toml", "term = { days = 30 }\nrecipients = [\"host\"]\nrequired = true\n"
         "source = \"device\"\nwhy = \"To find faults", "term = { days = 90 }\nrecipients = "
         "[\"host\"]\nrequired = true\nsource = \"device\"\nwhy = \"To find faults"),
        ("texts/en/privacy.md", "If you agree, we order your front page by your specialty. If you "
         "do not, you see the page that everybody sees.\n\n", ""),
        ("texts/en/privacy.md", "your practice-exam scores and your calibration. It never sees a "
         "single answer.", "your practice-exam scores, your calibration and your answers."),
    ),
    "school": (
        *BOTH,
        ("clauses.toml", "term = { days = 60 }", "term = { days = 180 }"),
        ("texts/en/privacy.md", " We fit material to the learner, and study what works.",
         " We study what works."),
        ("texts/en/privacy.md", "read by the other participants of your course. You can leave it "
         "on your choices page.", "read by the other participants of your course."),
    ),
}  # fmt: skip
NOTES = {
    "publisher": ("The first.", "A shorter log, no answers to programs, one new question."),
    "school": ("The first.", "A shorter log, a way out of the directory, lessons that fit."),
}


def without(text: str, table: str) -> str:
    """A TOML text without one of its tables."""
    before, _, rest = text.partition(f"[{table}]\n")
    return before + (rest[rest.index("\n[") + 1 :] if "\n[" in rest else "")


def first_of(folder: Path, pack: str) -> None:
    """Turn the working files of a copy into what they said at first."""
    for file, now, then in EDITS[pack]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        if now not in text:
            sys.exit(f"{pack}/{file} does not say {now!r} any more: mend tests/policy/ship.py")
        path.write_text(text.replace(now, then), encoding="utf-8")
    for file, table in (("pack.toml", "approvals"), ("purposes.toml", "purposes")):
        path = folder / file
        path.write_text(without(path.read_text(encoding="utf-8"), f"{table}.{NEW}"), "utf-8")


def ship(pack: str) -> None:
    """Make both versions of one pack anew."""
    from salerno.policy import loader, publishing, store  # noqa: PLC0415  after setup
    from salerno.policy.values import Register  # noqa: PLC0415
    from salerno.privacy import clock  # noqa: PLC0415

    source = loader.HOUSE / "packs" / pack
    code = store.code_register()
    kinds = {
        name: replace(one, purposes=tuple(use for use in one.purposes if use != NEW))
        for name, one in code.kinds.items()
    }
    uses = {name: one for name, one in code.uses.items() if name != NEW}
    with tempfile.TemporaryDirectory() as scratch:
        old, new = Path(scratch) / "old" / pack, Path(scratch) / "new" / pack
        for copy in (old, new):
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("versions"))
        first_of(old, pack)
        versions = new / "versions"
        for folder, register, day, note in (
            (old, Register(kinds, uses, code.relations), FIRST, NOTES[pack][0]),
            (new, code, SECOND, NOTES[pack][1]),
        ):
            with clock.clock_at(day - LEAD):
                edition = publishing.Edition(folder, (versions,))
                made = publishing.publish(edition, register, effective_at=day, note=note)
            sys.stdout.write(f"{pack} {made.policy.version} {made.policy.digest}\n")
        shutil.rmtree(source / "versions", ignore_errors=True)
        shutil.copytree(versions, source / "versions")


if __name__ == "__main__":
    django.setup()
    for each in EDITS:
        ship(each)
