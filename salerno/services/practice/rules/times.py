"""How long somebody worked, by the server's own clock: idle time is capped, and counts no more."""

from __future__ import annotations

from datetime import datetime, timedelta

MOST_SECONDS = 300  # of one question: who was away is not counted as working
SITTING = timedelta(minutes=30)  # after so long without an answer, a new sitting begins


def seconds(shown_at: datetime, answered_at: datetime) -> int:
    """The whole seconds between, at least none and at most the cap."""
    return min(MOST_SECONDS, max(0, int((answered_at - shown_at).total_seconds())))


def shown_anew(shown_at: datetime, now: datetime) -> bool:
    """Whether somebody who comes back to an open question begins to count again."""
    return (now - shown_at).total_seconds() > MOST_SECONDS


def same_sitting(last_at: datetime, now: datetime) -> bool:
    """Whether work at ``now`` goes on with what was last done at ``last_at``, on one day."""
    return now - last_at <= SITTING and now.date() == last_at.date()


def minutes(total_seconds: int) -> int:
    """Whole minutes, rounded half up."""
    return (total_seconds + 30) // 60


def begun(answered_at: datetime, seconds_worked: int) -> datetime:
    """When the work on an answer began that took so many counted seconds."""
    return answered_at - timedelta(seconds=seconds_worked)
