"""Practising: a question is put, and answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock, facts, subjects
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.practice.actions import keep
from salerno.services.practice.clauses import ANSWER_POINT
from salerno.services.practice.models import Answer, Card, Item
from salerno.services.practice.models import Bank as BankRow
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries import study
from salerno.services.practice.queries.content import Held
from salerno.services.practice.rules import choice, irt, learner, mastery, times
from salerno.services.practice.rules.choice import Why
from salerno.services.practice.rules.learner import Given, State
from salerno.services.practice.values import SURENESS, Bank
from salerno.services.practice.values.study import Put, Wanted

CHANCE = SystemRandom()
TO_ANSWER = (
    "answered_at", "item_id", "item__objective_id", "shown_at", "item__options", "item__answer",
)  # fmt: skip
LEVELS = frozenset(one.percent for one in SURENESS)


@dataclass(frozen=True)
class Chosen:
    """A question that is to be put, and why."""

    item: int
    why: Why
    figures: dict[str, float]


@action(PRACTICE)
def begin(*, by: Viewer) -> None:
    """Take part in practice: from now on the purpose meets the viewer. Again: nothing changes."""
    subjects.start_service(by.known, PRACTICE.service)


@action(PRACTICE, collects=ANSWER_POINT)
def put_question(*, by: Viewer, bank: Bank, wanted: Wanted) -> Put | None:
    """The viewer's open question, or a new one; None where nothing is left to ask.

    One question is open at a time. One from elsewhere than is wanted goes back unanswered.
    """
    held = banks.held(bank)
    row = study.open_row(bank.id, by.known)
    if row is not None and not _fits(row, held, wanted):
        _take_back(by.known, bank, row[0], row[5], is_repeat=row[3])
        row = None
    if row is not None:
        if times.shown_anew(row[4], clock.now()):
            Answer.objects.filter(pk=row[0], owner_id=by.known).update(shown_at=clock.now())
        return study.put(row, held)
    state = study.state_of(bank.id, by.known)
    chosen = choose(held, state, wanted, clock.now())
    if chosen is None:
        return None
    _ask(by.known, bank, held, state, chosen)
    made = study.open_row(bank.id, by.known)
    return study.put(made, held) if made else None


def _fits(row: tuple[Any, ...], held: Held, wanted: Wanted) -> bool:
    """Whether an open question is one that is wanted; a retired one is not."""
    item, objective, why = int(row[5]), int(row[6]), str(row[2])
    if item not in held.objective_of or item == wanted.besides:
        return False
    if wanted.recharge:
        return why == Why.RECALL
    return not wanted.module or held.module_of(objective).slug == wanted.module


def choose(held: Held, state: State, wanted: Wanted, now: datetime) -> Chosen | None:
    """What comes next: what waited, then what is new, then what is about to be forgotten."""
    objectives = held.objectives_of(wanted.module)
    live = {one for one in state.cards if held.objective_of.get(one) in objectives}
    if wanted.recharge:
        return _recall(held, state, live, now, wanted)
    number = state.number
    waiting = [
        (item, one.known.back_at)
        for item, one in state.cards.items()
        if one.known.back_at and item in live and item != wanted.besides
    ]
    back = mastery.due_back(waiting, number)
    if back is not None:
        return _chosen(held, state, back, Why.REPEAT)
    left_out = {*state.cards, wanted.besides}
    picked = choice.pick(held.pool, state.places(), left_out, CHANCE.random, objectives)
    if picked is not None:
        shares = {"share_due": picked.share_due, "share_had": picked.share_had}
        return _chosen(held, state, picked.item, picked.why, shares)
    if waiting:
        return _chosen(held, state, min(waiting, key=lambda one: one[1])[0], Why.REPEAT)
    return _recall(held, state, live, now, wanted)


def _recall(
    held: Held, state: State, live: set[int], now: datetime, wanted: Wanted
) -> Chosen | None:
    due = [
        (one.memory.due_at, item)
        for item, one in state.cards.items()
        if one.known.is_learned and item in live and item != wanted.besides
        and one.memory.due_at is not None and one.memory.due_at <= now
    ]  # fmt: skip
    return _chosen(held, state, min(due)[1], Why.RECALL) if due else None


def _chosen(
    held: Held, state: State, item: int, why: Why, shares: dict[str, float] | None = None
) -> Chosen:
    """With the figures that "why this question?" tells."""
    objective = held.objective_of[item]
    estimate = state.standing(objective).estimate
    asked = next(one for one in held.pool.questions[objective] if one.id == item)
    figures = {
        "ability": round(estimate.mean, 3),
        "error": round(estimate.error, 3),
        "difficulty": asked.difficulty,
        "exposure": round(held.pool.exposure(item), 3),
        "information": round(irt.information(estimate.mean, asked.slope, asked.difficulty), 3),
    }
    rounded = {name: round(value, 3) for name, value in (shares or {}).items()}
    return Chosen(item, why, figures | rounded)


def _ask(subject: int, bank: Bank, held: Held, state: State, chosen: Chosen) -> None:
    """Write the question down as open; of two at once one is."""
    is_new = chosen.item not in state.cards
    try:
        with transaction.atomic():
            Answer.objects.create(
                owner_id=subject, bank_id=bank.id, item_id=chosen.item, number=state.number,
                why=chosen.why, figures=chosen.figures, is_repeat=not is_new,
                shown_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        return
    if is_new:
        Item.objects.filter(pk=chosen.item).update(shown=F("shown") + 1)
        held.pool.shown[chosen.item] = held.pool.shown.get(chosen.item, 0) + 1
    if not state.cards and not state.standings:
        BankRow.objects.filter(pk=bank.id).update(learners=F("learners") + 1)
        banks.learners_came(bank.id, 1)


def _take_back(subject: int, bank: Bank, answer_id: int, item: int, *, is_repeat: bool) -> None:
    """Forget an open question, so that nobody counts twice as one who met it."""
    rows = Answer.objects.filter(pk=answer_id, owner_id=subject, answered_at=None, exam=None)
    if not rows.delete()[0] or is_repeat:
        return
    Item.objects.filter(pk=item, shown__gt=0).update(shown=F("shown") - 1)
    banks.one_fewer_met(bank.id, item)
    if not Card.objects.filter(owner_id=subject, bank_id=bank.id).exists():
        BankRow.objects.filter(pk=bank.id, learners__gt=0).update(learners=F("learners") - 1)
        banks.learners_came(bank.id, -1)


@action(PRACTICE, collects=ANSWER_POINT)
def leave_question(*, by: Viewer, bank: Bank, answer_id: int) -> int:
    """Leave the open question for later; the id of what was asked, or 0 where none was open."""
    rows = Answer.objects.filter(
        pk=answer_id, owner_id=by.known, bank_id=bank.id, answered_at=None, exam=None
    )
    row = rows.values_list("item_id", "is_repeat").first()
    if row is None:
        return 0
    _take_back(by.known, bank, answer_id, row[0], is_repeat=row[1])
    return int(row[0])


@action(PRACTICE, collects=ANSWER_POINT)
def answer(*, by: Viewer, bank: Bank, answer_id: int, chosen: int, sure: int) -> int:
    """Answer the open question with this id; the id. Sent twice, the first answer stands.

    Raises Refused where it is not the viewer's, or is no answer to it.
    """
    row = (
        Answer.objects.filter(pk=answer_id, owner_id=by.known, bank_id=bank.id, exam=None)
        .values_list(*TO_ANSWER)
        .first()
    )
    if row is None:
        raise Refused(_("This question is not open to you. Go on with the next one."), status=404)
    answered_at, item, objective, shown_at, options, key = row
    if answered_at is not None:
        return answer_id
    if not 0 <= chosen < len(options) or sure not in LEVELS:
        raise Refused(_("Choose one of the options, and how sure you are."), status=400)
    now = clock.now()
    given = Given(item, objective, chosen == key, sure, times.seconds(shown_at, now), now)
    claimed = Answer.objects.filter(pk=answer_id, owner_id=by.known, answered_at=None).update(
        answered_at=now, chosen=chosen, sure=sure, seconds=given.seconds, is_right=given.is_right
    )
    if claimed:
        _learn(by.known, bank, given)
    return answer_id


def _learn(subject: int, bank: Bank, given: Given) -> None:
    """Bring everything that follows from an answer up to date."""
    held = banks.held(bank)
    before = study.state_of(bank.id, subject)
    moved = learner.after(before, given, learner.Of(held.parameters(given.objective)))
    work = keep.Work(subject, bank.id, held, before, moved, given)
    keep.card(work)
    if given.item not in held.objective_of:
        return
    if keep.standing(work):
        facts.record("practice.objective_mastered", subject, bank.item_id)
    keep.progress(work)
    keep.sitting(work)
    if before.number % keep.EVERY == 0:
        keep.calibration(work)
