"""What needs no database: what is listed first, and what a count may say. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

FEWEST = 10  # readers of an item below which a report says nothing of it
LONGEST = 4 * 3600  # seconds: a page that stands open longer was not read
SHOWN = 4
FRESH_DAYS = 30


class Signal(StrEnum):
    """What put something on a list."""

    SPECIALTY = "specialty"
    READING = "reading"
    NEW = "new"


@dataclass(frozen=True)
class Candidate:
    """Something that may be listed: what it is about, and when it was published."""

    item: int
    subjects: frozenset[str]
    published_at: datetime


@dataclass(frozen=True)
class Ranked:
    """A place on the list, and why."""

    item: int
    score: float
    signals: tuple[Signal, ...]
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Length:
    """How long an item was open to a reader, who is a number of 32 hex digits."""

    reader: str
    item: int
    seconds: int


# The words of each specialty, as subjects are written. A specialty that is not here adds nothing.
FIELDS: Mapping[str, frozenset[str]] = {
    "anesthesiology": frozenset({"anesthesia", "anaesthesia", "pain", "sedation", "airway"}),
    "cardiology": frozenset({
        "cardiology", "heart-failure", "blood-pressure", "syncope", "hypertension",
        "orthostatic-hypotension", "arrhythmia", "coronary-disease",
    }),
    "dermatology": frozenset({"dermatology", "skin", "rash", "melanoma", "eczema"}),
    "emergency": frozenset({"emergency-medicine", "trauma", "shock", "syncope", "falls", "sepsis"}),
    "family": frozenset({"primary-care", "family", "prevention", "falls", "old-age"}),
    "internal": frozenset({
        "internal-medicine", "hospital", "delirium", "sepsis", "blood-pressure",
        "history-taking", "sleep", "orthostatic-hypotension",
    }),
    "neurology": frozenset({
        "neurology", "stroke", "delirium", "acute-confusion", "autonomic-nervous-system", "sleep",
        "syncope", "neuroscience",
    }),
    "obstetrics": frozenset({"pregnancy", "obstetrics", "gynecology", "birth"}),
    "oncology": frozenset({"cancer", "oncology", "chemotherapy", "cancer-biology", "tumour"}),
    "pediatrics": frozenset({"pediatrics", "children", "newborn", "vaccination"}),
    "psychiatry": frozenset({"psychiatry", "depression", "delirium", "sleep", "consent"}),
    "radiology": frozenset({"radiology", "imaging", "ultrasound", "tomography"}),
    "surgery": frozenset({"surgery", "wounds", "perioperative-care", "trauma"}),
}  # fmt: skip


def ranked(
    candidates: Iterable[Candidate],
    *,
    specialty: str,
    read: Sequence[Collection[str]],
    opened: Collection[int],
    now: datetime,
) -> list[Ranked]:
    """What to list first: of one's field, near to what one read, new. What was opened is left out.

    ``read``: the subjects of each page that was read, the latest first; a page counts half as
    much as the one eight before it. Only what has a signal beyond being new is listed.
    """
    field = FIELDS.get(specialty, frozenset())
    taste: dict[str, float] = {}
    for place, subjects in enumerate(read):
        for one in subjects:
            taste[one] = taste.get(one, 0.0) + 0.5 ** (place / 8)
    made = [_rank(one, field, taste, now) for one in candidates if one.item not in opened]
    listed = [one for one in made if set(one.signals) - {Signal.NEW}]
    return sorted(listed, key=lambda one: (-one.score, -one.item))[:SHOWN]


def _rank(
    one: Candidate, field: Collection[str], taste: Mapping[str, float], now: datetime
) -> Ranked:
    of_field = sorted(one.subjects & set(field))
    near = sorted(one.subjects & taste.keys())
    is_new = (now - one.published_at).days < FRESH_DAYS
    score = 2.0 * bool(of_field) + min(3.0, sum(taste[each] for each in near)) + 0.5 * is_new
    held = {Signal.SPECIALTY: of_field, Signal.READING: near, Signal.NEW: is_new}
    signals = tuple(name for name, is_so in held.items() if is_so)
    return Ranked(one.item, score, signals, tuple(dict.fromkeys((*of_field, *near))))


def seconds(said: str) -> int | None:
    """How long a page was open, as a browser says it: whole seconds, never more than four hours."""
    if not (said.isascii() and said.isdigit() and len(said) < 9):
        return None
    return min(int(said), LONGEST)


def middles(lengths: Iterable[Length]) -> dict[int, float]:
    """The middle time of each item in seconds. A reader counts once, with the longest."""
    longest: dict[int, dict[str, int]] = {}
    for one in lengths:
        own = longest.setdefault(one.item, {})
        own[one.reader] = max(own.get(one.reader, 0), one.seconds)
    return {item: median(own.values()) for item, own in longest.items()}


def told(readers: int, median: float | None) -> tuple[int, float | None] | None:
    """What a report says of an item: readers and the middle time, or nothing where few read it."""
    return (readers, median) if readers >= FEWEST else None
