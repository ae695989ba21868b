"""Calibration: how hard each question is, learned from those who agreed to research."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salerno.policy.purposes import RESEARCH
from salerno.privacy.context import Viewer, entered
from salerno.services.practice import actions, queries
from salerno.services.practice.rules.calibration import Calibrated, calibrate

FEWEST = 200  # answers to a question, below which it keeps what it has


@dataclass(frozen=True)
class Done:
    """What a calibration did."""

    people: int
    answers: int
    items: int
    written: int


def calibrate_bank(slug: str, *, fewest: int = FEWEST) -> Done:
    """Estimate the questions of a bank anew from first answers, and write those with enough.

    Only answers of people who are open to research count; of each the subject's number, the
    question and whether it was right is read, and nothing else. Raises Http404 for no bank.
    """
    by = Viewer.job("calibration")
    with entered(RESEARCH, by, ground="how hard questions are"):
        found = queries.bank(slug)
        rows = queries.first_answers(found)
        if not rows:
            return Done(0, 0, 0, 0)
        table, items, people = _table(rows)
        answered = (table >= 0).sum(axis=0)
        enough = answered >= fewest
        if not enough.any():
            return Done(people, len(rows), len(items), 0)
        parameters = _parameters(calibrate(table), items, answered, enough)
        written = actions.set_parameters(by=by, bank_id=found.id, parameters=parameters)
    return Done(people, len(rows), len(items), written)


type Table = np.ndarray[tuple[int, int], np.dtype[np.int8]]
type Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
type Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _table(rows: list[tuple[int, int, bool]]) -> tuple[Table, list[int], int]:
    """People by questions: 1 right, 0 wrong, -1 not asked."""
    items = sorted({item for _owner, item, _right in rows})
    people = sorted({owner for owner, _item, _right in rows})
    at_item = {one: place for place, one in enumerate(items)}
    at_person = {one: place for place, one in enumerate(people)}
    table: Table = np.full((len(people), len(items)), -1, dtype=np.int8)
    for owner, item, right in rows:
        table[at_person[owner], at_item[item]] = right
    return table, items, len(people)


def _parameters(
    found: Calibrated, items: list[int], answered: Counts, enough: Flags
) -> dict[int, tuple[float, float, int]]:
    return {
        item: (float(found.slope[at]), float(found.difficulty[at]), int(answered[at]))
        for at, item in enumerate(items)
        if enough[at]
    }
