"""When a refusal is looked at again, and how long before a hearing its day is told."""

from __future__ import annotations

from datetime import timedelta

from salerno.services.desk.rules.cases import Outcome, State

AHEAD = timedelta(days=10)
"""34 CFR 99.22(b): notice of the day, time and place, reasonably in advance."""

MOST_STATEMENT = 2000
"""As much as stands beside a record of the kernel."""


def may_appeal(state: str, outcome: str, *, is_appeal: bool) -> bool:
    """Whether an answer can be taken to somebody else: a refusal, whole or in part, once."""
    is_answered = state in (State.ANSWERED, State.CLOSED)
    return is_answered and outcome in (Outcome.REFUSED, Outcome.PARTLY) and not is_appeal
