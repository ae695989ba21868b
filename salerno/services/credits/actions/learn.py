"""Passing an activity, by its questions or as another room tells, and saying what it was worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy import audit, facts
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import is_open
from salerno.services.credits import models, queries, rules
from salerno.services.credits.clauses import EVALUATION_POINT, EXAM_POINT, TOLD_POINT, WORK
from salerno.services.credits.values import Activity, Marked, Source, Try, Way

COMPLETED = ("course.passed", "event.attended", "practice.exam_passed")
"""The facts by which other rooms tell that an item was completed."""


def check_open(by: Viewer, activity: Activity) -> None:
    """Raises Refused unless the viewer counts credits and the activity is open today."""
    if not queries.is_offered():
        raise Refused(_("No credits are counted here."), status=404)
    if not queries.has_begun(by.known):
        raise Refused(
            _("Begin your record of credits first, on the page Credits. Nothing was stored."),
            status=409,
        )
    if activity.stage == "soon":
        raise Refused(_("This activity has not begun yet. Nothing was stored."), status=409)
    if activity.stage == "ended":
        raise Refused(
            _("This activity has ended, so it gives no credit any more. Nothing was stored."),
            status=409,
        )


@action(ACCOUNT, collects=EXAM_POINT)
def answer(
    *, by: Viewer, activity: Activity, given: Sequence[int | None]
) -> tuple[Try, list[Marked]]:
    """Answer the questions of an activity; the result, and what is right.

    The answers themselves are not kept. Raises Refused (409) once it is passed, or when no try
    is left.
    """
    check_open(by, activity)
    models.Activity.objects.select_for_update().get(pk=activity.id)  # two presses are two tries
    progress = queries.progress(activity)
    if activity.way != Way.EXAM or not activity.exam:
        raise Refused(_("This activity has no questions of its own."), status=409)
    if progress.completed_at is not None:
        raise Refused(_("You have passed this activity already."), status=409)
    if len(progress.tries) >= activity.tries:
        raise Refused(_("No try is left in this activity."), status=409)
    right = rules.right_answers(given, [one.right for one in activity.exam])
    percent = rules.percent(right, len(activity.exam))
    made = models.Try.objects.create(
        owner_id=by.known, activity_id=activity.id, number=len(progress.tries) + 1, percent=percent
    )
    result = Try(made.number, percent, percent >= activity.pass_percent, made.at)
    if result.is_passed:
        _complete(by.known, activity.id, Source.EXAM)
    return result, _marked(activity, given)


def _marked(activity: Activity, given: Sequence[int | None]) -> list[Marked]:
    return [
        Marked(
            one.stem,
            one.choices[at] if at is not None else "",
            one.choices[one.right],
            at == one.right,
            one.why,
        )
        for one, at in zip(activity.exam, given, strict=False)
    ]


def _complete(subject: int, activity_id: int, source: Source, reason: str = "") -> bool:
    _row, is_new = models.Completion.objects.get_or_create(
        owner_id=subject, activity_id=activity_id, defaults={"source": source, "reason": reason}
    )
    if is_new:
        facts.record("credits.completed", subject)
    return is_new


@action(ACCOUNT, collects=EVALUATION_POINT)
def evaluate(*, by: Viewer, activity: Activity, answers: Mapping[str, str | int]) -> None:
    """Say what the activity was worth. Said twice, the later one stands."""
    check_open(by, activity)
    if queries.progress(activity).completed_at is None:
        raise Refused(_("Pass the activity first, then say what it was worth."), status=409)
    models.Evaluation.objects.filter(activity_id=activity.id).delete()
    models.Evaluation.objects.create(
        owner_id=by.known, activity_id=activity.id, answers=dict(answers)
    )


@action(CREDITS, collects=TOLD_POINT)
def note_told(*, by: Viewer, limit: int = 500) -> int:
    """Read what other rooms tell, and write down who completed what; how many were new.

    Whoever keeps no record of credits here is passed over: nothing of them is written.
    """
    cursor, _new = models.ReadUpTo.objects.select_for_update().get_or_create(pk=1)
    happened = facts.since(cursor.fact_id, COMPLETED, limit=limit)
    told = queries.told_of([one.item_id for one in happened if one.item_id is not None])
    made = 0
    for one in happened:
        for activity in told.get(one.item_id or 0, []):
            if activity.stage == "open" and is_open(one.subject, CREDITS):
                made += _complete(one.subject, activity.id, Source.FACT)
    if happened:
        models.ReadUpTo.objects.filter(pk=cursor.pk).update(fact_id=happened[-1].id)
    return made


@action(CREDITS, collects=TOLD_POINT)
def set_completed(*, by: Viewer, subject: int, activity: Activity, reason: str) -> None:
    """The desk writes down that somebody completed an activity, and why; the person reads both.

    Raises Refused (422) without a reason.
    """
    words = " ".join(reason.replace("\0", " ").split())[:300]
    if len(words) < 10:
        raise Refused(_("Say why, in a sentence. Nothing was changed."), status=422)
    if not is_open(subject, CREDITS):
        raise Refused(_("This person keeps no record of credits here."), status=409)
    officer = by.known
    open_act().about = subject
    with handover(CREDITS, ground=f"completed, by hand: {words}", viewer=queries.machine()):
        is_new = _complete(subject, activity.id, Source.DESK, words)
    if not is_new:
        raise Refused(_("It is written down already. Nothing was changed."), status=409)
    audit.record_look(
        subject, officer, role=_("staff"), reason=_("set as completed: %s") % words,
        clauses=(WORK,),
    )  # fmt: skip
