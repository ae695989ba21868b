"""Seats and cohorts in figures. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

K = 5
INVITATION_DAYS = 21


def scope(program_id: int) -> str:
    """The scope of a tie to a program's administrators."""
    return f"program:{program_id}"


def topic(program_id: int) -> str:
    """The choice of a seat with a program."""
    return f"programs.seat.p{program_id}"


def party(program_id: int) -> str:
    """The program as one that receives."""
    return f"p{program_id}"


def over(taken: Sequence[int], bought: int) -> list[int]:
    """Which seats are paid no longer: those taken last, beyond what is bought."""
    return list(taken[max(0, bought) :])


def mean(values: Sequence[float], k: int = K) -> float | None:
    """The mean over a cohort; None where fewer than ``k`` people stand in it."""
    return fmean(values) if len(values) >= k else None


def means(
    by_module: Mapping[str, Sequence[tuple[int, int]]], k: int = K
) -> list[tuple[str, int, float, float]]:
    """Mean per cent and minutes, module by module, of those with at least ``k`` people."""
    return [
        (title, len(rows), fmean(one for one, _two in rows), fmean(two for _one, two in rows))
        for title, rows in by_module.items()
        if len(rows) >= k
    ]
