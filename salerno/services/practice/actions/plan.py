"""The date of the exam, as the learner says it."""

from __future__ import annotations

from datetime import date

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.services.practice.clauses import PLAN_POINT
from salerno.services.practice.models import Plan
from salerno.services.practice.values import Bank


@action(PRACTICE, collects=PLAN_POINT)
def set_plan(*, by: Viewer, bank: Bank, exam_date: date | None) -> None:
    """Keep the date of the exam; None takes it back."""
    rows = Plan.objects.filter(owner_id=by.known, bank_id=bank.id)
    if exam_date is None:
        rows.delete()
    elif not rows.update(exam_date=exam_date, changed_at=clock.now()):
        Plan.objects.create(owner_id=by.known, bank_id=bank.id, exam_date=exam_date)
