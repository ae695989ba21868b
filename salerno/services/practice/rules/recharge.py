"""Recharge: when a learned question comes back, by FSRS as py-fsrs computes it, without fuzz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler, State

from salerno.services.practice.rules.mastery import SURE

RETENTION = 0.9
SCHEDULER = Scheduler(
    desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)
"""No steps within a day: what was wrong or unsure comes back by the rule of mastery."""
HESITANT = 60  # percent from which a right answer is more than a lucky one


@dataclass(frozen=True)
class Memory:
    """The state of one question in one head, as FSRS keeps it."""

    state: int = int(State.Learning)
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    due_at: datetime | None = None
    reviewed_at: datetime | None = None

    def card(self, now: datetime) -> Card:
        """As py-fsrs takes it."""
        return Card(
            card_id=1, state=State(self.state), step=self.step, stability=self.stability,
            difficulty=self.difficulty, due=self.due_at or now, last_review=self.reviewed_at,
        )  # fmt: skip


def rating(*, is_right: bool, sure: int) -> Rating:
    """What an answer says to the scheduler: sureness stands for how hard it was to recall."""
    if not is_right:
        return Rating.Again
    if sure < HESITANT:
        return Rating.Hard
    return Rating.Easy if sure > SURE else Rating.Good


def reviewed(before: Memory, *, is_right: bool, sure: int, now: datetime) -> Memory:
    """The memory after an answer at ``now`` (UTC)."""
    card, _log = SCHEDULER.review_card(
        before.card(now), rating(is_right=is_right, sure=sure), review_datetime=now
    )
    return Memory(
        int(card.state), card.step, card.stability, card.difficulty, card.due, card.last_review
    )


def recall(memory: Memory, now: datetime) -> float:
    """The chance that it is still recalled at ``now``, 0 to 1."""
    if memory.stability is None:
        return 0.0
    return float(SCHEDULER.get_card_retrievability(memory.card(now), now))
