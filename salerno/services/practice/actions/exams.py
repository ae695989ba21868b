"""A practice exam: begun, answered without a word about right and wrong, handed in, seen."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import SystemRandom

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.practice.clauses import EXAM_POINT
from salerno.services.practice.models import Answer, Card, Exam, Item, Score
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries import trial as queries
from salerno.services.practice.rules import exams as rules
from salerno.services.practice.rules.choice import Why
from salerno.services.practice.values import Bank

CHANCE = SystemRandom()


@action(PRACTICE, collects=EXAM_POINT)
def start_exam(*, by: Viewer, bank: Bank) -> int:
    """Begin an exam, or go on with the one under way; its number.

    Raises Refused where the bank has no question.
    """
    made = queries.exams(bank)
    under_way = next((one for one in made if one.is_open), None)
    if under_way is not None:
        return under_way.number
    for one in made:
        if one.submitted_at is None:
            _hand_in(by.known, one.id, one.ends_at)
    held = banks.held(bank)
    by_objective = {one: [each.id for each in found] for one, found in held.pool.questions.items()}
    chosen = rules.drawn(by_objective, held.pool.weights, bank.exam_questions, CHANCE)
    if not chosen:
        raise Refused(_("This bank has no question yet. Come back when it has."))
    number = 1 + max((one.number for one in made), default=0)
    try:
        with transaction.atomic():
            _lay_out(by.known, bank, number, chosen)
    except IntegrityError:
        return number  # sent twice: the other one made it
    return number


def _lay_out(subject: int, bank: Bank, number: int, chosen: list[int]) -> None:
    now = clock.now()
    exam = Exam.objects.create(
        owner_id=subject, bank_id=bank.id, number=number, started_at=now, asked=len(chosen),
        ends_at=now + timedelta(seconds=bank.question_seconds * len(chosen)),
    )  # fmt: skip
    known = set(
        Card.objects.filter(owner_id=subject, bank_id=bank.id).values_list("item_id", flat=True)
    )
    Answer.objects.bulk_create(
        [
            Answer(
                owner_id=subject, bank_id=bank.id, item_id=item, exam_id=exam.pk, number=place,
                why=Why.EXAM, shown_at=now, is_repeat=item in known,
            )
            for place, item in enumerate(chosen, 1)
        ]
    )  # fmt: skip
    Item.objects.filter(pk__in=set(chosen) - known).update(shown=F("shown") + 1)


@action(PRACTICE, collects=EXAM_POINT)
def answer_exam(*, by: Viewer, bank: Bank, number: int, place: int, chosen: int) -> None:
    """Keep an answer of an exam under way; it may be changed until the end.

    Raises Refused after the end: what was kept before counts.
    """
    exam = queries.exam_at(bank, number)
    if not exam.is_open:
        raise Refused(
            _("The time is over, or the exam is handed in. This was not kept."), status=409
        )
    rows = Answer.objects.filter(owner_id=by.known, exam_id=exam.id, number=place)
    options = rows.values_list("item__options", flat=True).first()
    if options is None or not 0 <= chosen < len(options):
        raise Refused(_("Choose one of the options. Nothing was kept."), status=400)
    rows.update(chosen=chosen, answered_at=clock.now())


@action(PRACTICE, collects=EXAM_POINT)
def hand_in(*, by: Viewer, bank: Bank, number: int) -> None:
    """Hand an exam in and score it. Handed in twice, it is scored once."""
    exam = queries.exam_at(bank, number)
    if exam.submitted_at is None:
        _hand_in(by.known, exam.id, min(clock.now(), exam.ends_at))


def _hand_in(subject: int, exam_id: int, at: object) -> None:
    marked: dict[bool, list[int]] = defaultdict(list)
    for pk, chosen, key in queries.rows_of(exam_id, subject):
        marked[chosen == key].append(pk)
    rows = Answer.objects.filter(owner_id=subject, exam_id=exam_id)
    rows.filter(pk__in=marked[True]).update(is_right=True)
    rows.filter(pk__in=marked[False]).update(is_right=False)
    Exam.objects.filter(pk=exam_id, owner_id=subject, submitted_at=None).update(
        submitted_at=at, right=len(marked[True])
    )


@action(PRACTICE, collects=EXAM_POINT)
def see_score(*, by: Viewer, bank: Bank, number: int) -> None:
    """The resident sees the score: from now on a program that pays for the seat may too.

    Raises Refused while the exam is under way.
    """
    exam = queries.exam_at(bank, number)
    if exam.submitted_at is None:
        raise Refused(_("Hand the exam in to see its score."), status=409)
    try:
        with transaction.atomic():
            Score.objects.create(
                owner_id=by.known, exam_id=exam.id, bank_id=bank.id, right=exam.right or 0,
                asked=exam.asked, started_at=exam.started_at, submitted_at=exam.submitted_at,
            )  # fmt: skip
    except IntegrityError:
        return
    facts.record("practice.exam_scored", by.known, bank.item_id)
    if exam.percent >= bank.pass_percent:
        facts.record("practice.exam_passed", by.known, bank.item_id)
