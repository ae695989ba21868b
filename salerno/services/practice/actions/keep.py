"""What follows from an answer, table by table. Called inside an open action only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F

from salerno.services.practice.models import (
    Answer,
    Calibration,
    Card,
    Progress,
    Sitting,
    Standing,
)
from salerno.services.practice.queries.content import Held
from salerno.services.practice.rules import learner, metacognition, times
from salerno.services.practice.rules.learner import Given, State

EVERY = 10  # answers after which the metacognitive scores are made anew
WINDOW = 200  # the latest answers that they rest on


@dataclass(frozen=True)
class Work:
    """An answer, and the learner before and after it."""

    subject: int
    bank_id: int
    held: Held
    before: State
    after: State
    given: Given

    @property
    def owned(self) -> dict[str, Any]:
        """Whose row, and of which bank."""
        return {"owner_id": self.subject, "bank_id": self.bank_id}


def card_columns(one: learner.Card) -> dict[str, Any]:
    """A card as it is kept."""
    return {**asdict(one.known), **asdict(one.memory)}


def card(work: Work) -> None:
    """What is known of one question."""
    item = work.given.item
    columns = card_columns(work.after.cards[item])
    if item in work.before.cards:
        Card.objects.filter(owner_id=work.subject, item_id=item).update(**columns)
    else:
        Card.objects.create(**work.owned, item_id=item, first_at=work.given.at, **columns)


def standing_columns(one: learner.Standing) -> dict[str, Any]:
    """A standing as it is kept."""
    return {
        "mean": one.estimate.mean,
        "variance": one.estimate.variance,
        "answers": one.answers,
        "items": one.items,
        "mastered_at": one.mastered_at,
    }


def standing(work: Work) -> bool:
    """The estimate of one objective; whether it was mastered just now."""
    objective = work.given.objective
    known, found = work.before.standings.get(objective), work.after.standings[objective]
    columns = standing_columns(found) | {"changed_at": work.given.at}
    if known is None:
        Standing.objects.create(**work.owned, objective_id=objective, **columns)
    else:
        Standing.objects.filter(owner_id=work.subject, objective_id=objective).update(**columns)
    return found.mastered_at is not None and (known is None or known.mastered_at is None)


def progress(work: Work) -> None:
    """How much of the module is learned."""
    module = work.held.module_of(work.given.objective)
    items = work.held.items_of(module)
    columns = {
        "learned": learner.learned(work.after, items),
        "live": len(items),
        "changed_at": work.given.at,
    }
    rows = Progress.objects.filter(owner_id=work.subject, module_id=module.id)
    if not rows.update(**columns):
        Progress.objects.create(**work.owned, module_id=module.id, **columns)


def sitting(work: Work) -> None:
    """The time, added to the sitting under way or to a new one."""
    given, module = work.given, work.held.module_of(work.given.objective).id
    rows = Sitting.objects.filter(owner_id=work.subject, module_id=module).order_by("-last_at")
    last = rows.values_list("pk", "last_at").first()
    if last is not None and times.same_sitting(last[1], given.at):
        Sitting.objects.filter(pk=last[0], owner_id=work.subject).update(
            last_at=given.at, seconds=F("seconds") + given.seconds, answers=F("answers") + 1
        )
        return
    Sitting.objects.create(
        **work.owned, module_id=module, started_at=times.begun(given.at, given.seconds),
        last_at=given.at, seconds=given.seconds, answers=1,
    )  # fmt: skip


def calibration(work: Work) -> None:
    """The metacognitive scores of the latest answers; nothing below the floor."""
    rows = Answer.objects.filter(**work.owned, exam=None, answered_at__isnull=False)
    latest = list(rows.order_by("-number").values_list("sure", "is_right", "answered_at")[:WINDOW])
    columns = calibration_columns(latest)
    if columns is None:
        return
    if not Calibration.objects.filter(**work.owned).update(**columns):
        Calibration.objects.create(**work.owned, **columns)


def calibration_columns(latest: list[tuple[Any, ...]]) -> dict[str, Any] | None:
    """The scores as they are kept, from rows of sureness, rightness and moment."""
    figures = metacognition.figures([(sure / 100, bool(right)) for sure, right, _at in latest])
    if figures is None:
        return None
    moments = [at for _sure, _right, at in latest]
    return asdict(figures) | {"from_at": min(moments), "to_at": max(moments)}
