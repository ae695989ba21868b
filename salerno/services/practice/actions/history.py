"""A history that was answered elsewhere, taken over whole: the same rules, fewer statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import PRACTICE
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.practice.actions import keep
from salerno.services.practice.clauses import ANSWER_POINT
from salerno.services.practice.models import (
    Answer,
    Calibration,
    Card,
    Item,
    Progress,
    Sitting,
    Standing,
)
from salerno.services.practice.models import Bank as BankRow
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries.content import Held
from salerno.services.practice.rules import learner, times
from salerno.services.practice.rules.choice import Why
from salerno.services.practice.rules.learner import Given, State
from salerno.services.practice.values import Bank


@dataclass(frozen=True)
class Told:
    """An answer of a history: what was given, which option, and why it was asked."""

    given: Given
    chosen: int
    why: Why


@action(PRACTICE, collects=ANSWER_POINT)
def take_history(*, by: Viewer, bank: Bank, told: Sequence[Told]) -> None:
    """Keep answers in their order, with all that follows from them.

    Raises Refused for somebody who has answered here already.
    """
    if not told:
        return
    me = by.known
    if Answer.objects.filter(owner_id=me, bank_id=bank.id).exists():
        raise Refused(_("A history is taken over before the first answer, and only once."))
    held, state = banks.held(bank), State()
    rows: list[Answer] = []
    for one in told:
        rows.append(_answer(me, bank.id, state, one))
        state = learner.after(state, one.given, learner.Of(held.parameters(one.given.objective)))
    Answer.objects.bulk_create(rows)
    last = told[-1].given
    _keep(keep.Work(me, bank.id, held, State(), state, last), told)
    Item.objects.filter(pk__in=state.cards).update(shown=F("shown") + 1)
    BankRow.objects.filter(pk=bank.id).update(learners=F("learners") + 1)


def _answer(subject: int, bank_id: int, state: State, told: Told) -> Answer:
    given = told.given
    estimate = state.standing(given.objective).estimate
    return Answer(
        owner_id=subject, bank_id=bank_id, item_id=given.item, number=state.number, why=told.why,
        figures={"ability": round(estimate.mean, 3), "error": round(estimate.error, 3)},
        shown_at=times.begun(given.at, given.seconds), answered_at=given.at, chosen=told.chosen,
        sure=given.sure, seconds=given.seconds, is_right=given.is_right,
        is_repeat=given.item in state.cards,
    )  # fmt: skip


def _keep(work: keep.Work, told: Sequence[Told]) -> None:
    owned, state, held = work.owned, work.after, work.held
    first = {one.given.item: one.given.at for one in reversed(told)}
    Card.objects.bulk_create(
        [
            Card(**owned, item_id=item, first_at=first[item], **keep.card_columns(one))
            for item, one in state.cards.items()
        ]
    )
    last = {one.given.objective: one.given.at for one in told}
    Standing.objects.bulk_create(
        [
            Standing(**owned, objective_id=one, changed_at=last[one], **keep.standing_columns(each))
            for one, each in state.standings.items()
        ]
    )
    _keep_progress(work, told)
    Sitting.objects.bulk_create([Sitting(**owned, **one) for one in sittings(held, told)])
    latest = [(one.given.sure, one.given.is_right, one.given.at) for one in told[-keep.WINDOW :]]
    columns = keep.calibration_columns(latest)
    if columns is not None:
        Calibration.objects.create(**owned, **columns)


def _keep_progress(work: keep.Work, told: Sequence[Told]) -> None:
    touched = Counter(work.held.module_of(one.given.objective).id for one in told)
    rows = []
    for module in work.held.modules:
        if touched[module.id]:
            items = work.held.items_of(module)
            rows.append(
                Progress(
                    **work.owned, module_id=module.id, live=len(items),
                    learned=learner.learned(work.after, items), changed_at=work.given.at,
                )
            )  # fmt: skip
    Progress.objects.bulk_create(rows)


@dataclass
class _Stretch:
    module_id: int
    started_at: Any
    last_at: Any
    seconds: int
    answers: int


def sittings(held: Held, told: Sequence[Told]) -> list[dict[str, Any]]:
    """The sittings of a history, as single answers would have made them."""
    found: list[_Stretch] = []
    open_in: dict[int, _Stretch] = {}
    for one in told:
        given, module = one.given, held.module_of(one.given.objective).id
        stretch = open_in.get(module)
        if stretch is None or not times.same_sitting(stretch.last_at, given.at):
            begun = times.begun(given.at, given.seconds)
            stretch = open_in[module] = _Stretch(module, begun, given.at, 0, 0)
            found.append(stretch)
        stretch.last_at = given.at
        stretch.seconds += given.seconds
        stretch.answers += 1
    return [asdict(one) for one in found]
