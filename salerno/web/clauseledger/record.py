"""What the last full run of the tests left behind, if it was a run of what stands here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

ROOT = Path(__file__).resolve().parent.parent.parent.parent
RECORD = ROOT / ".salerno" / "clauses.json"
WHOLE = frozenset(
    (base, pack) for base in ("sqlite", "postgresql") for pack in ("publisher", "school")
)


@dataclass(frozen=True)
class Run:
    """The tests of one run by name. ``why_not``: why they prove nothing of what stands here."""

    tests: Mapping[str, Mapping[str, Any]]
    why_not: str = ""


def last_run(record: Path = RECORD, root: Path = ROOT) -> Run:
    """The last full run of the tests on this commit, or the reason why there is none."""
    try:
        said = json.loads(record.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return Run({}, _("There is no full run of ./test on this commit."))
    why_not = _why_not(said, commit(root))
    return Run({} if why_not else said["tests"], why_not)


def _why_not(said: Mapping[str, Any], here: str | None) -> str:
    if said.get("commit") != here:
        return _("The last full run of ./test was on another commit.")
    if said.get("changed"):
        return _("Files differed from the commit when ./test last ran.")
    missing = sorted(WHOLE - {(base, pack) for base, pack in said.get("runs", ())})
    if missing:
        named = ", ".join(f"{pack} on {base}" for base, pack in missing)
        return _("The last run of ./test was not full. Not run: %(runs)s.") % {"runs": named}
    return ""


def commit(root: Path = ROOT) -> str | None:
    """The commit that stands here, or None where there is no version control."""
    if not (root / ".git").exists():
        return None
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"],  # noqa: S607  found where the operator's path leads
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() or None
