"""The security register: each measure, its evidence, and the day of its next review.

Reviews are dated in ``measures.toml`` beside this file, or in the file that
``SALERNO_MEASURES`` names; an overdue one turns `/health` red.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Measure:
    """One measure: administrative, physical or technical."""

    id: str
    kind: str
    title: str
    evidence: str
    review_date: date


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure of the register."""
    given = getattr(settings, "SALERNO_MEASURES", "") or Path(__file__).with_name("measures.toml")
    with Path(given).open("rb") as file:
        rows = tomllib.load(file)["measure"]
    return tuple(Measure(**one) for one in rows)


def overdue(today: date) -> list[str]:
    """The ids of the measures whose review is overdue on ``today``."""
    return [one.id for one in measures() if one.review_date < today]
