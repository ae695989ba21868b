"""What editors ask: a survey is written, opened once, closed once, and ends."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL, SURVEYS
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.surveys import models, queries
from salerno.services.surveys.actions.answering import mix
from salerno.services.surveys.clauses import ANSWERS, TAKEN
from salerno.services.surveys.formats import writing
from salerno.services.surveys.rules.questions import FREE
from salerno.services.surveys.values import NewSurvey, Survey


@action(EDITORIAL)
def save_survey(*, by: Viewer, new: NewSurvey, survey_id: int | None = None) -> int:
    """Keep a survey that is not open yet; its id. Raises Refused (404, 409, 422)."""
    _check(new)
    if survey_id is not None and _there(survey_id).opened_at is not None:
        raise Refused(
            _("This survey was opened: what people were asked stays as it is."), status=409
        )
    try:
        with transaction.atomic():
            if survey_id is None:
                return int(models.Survey.objects.create(**asdict(new)).pk)
            models.Survey.objects.filter(pk=survey_id).update(**asdict(new))
    except IntegrityError as error:
        words = _("There is a survey at this address already. Choose another.")
        raise Refused(words, status=409) from error
    return survey_id


def _check(new: NewSurvey) -> None:
    """Raise Refused (422) for questions that cannot be read, or ends that the policy forbids."""
    try:
        questions = writing.read(new.text)
    except writing.Unreadable as error:
        raise Refused(str(error), status=422) from error
    if not new.is_anonymous and any(one.kind in FREE for one in questions):
        raise Refused(
            _(
                "Ask for words of one's own only where no name is kept: "
                "beside a name, nobody here may read them."
            ),
            status=422,
        )
    if not clock.now() < new.closes_at < new.kept_until:
        raise Refused(_("A survey closes after now, and its answers go after that."), status=422)
    most = min(queries.term(ANSWERS), queries.term(TAKEN))
    if new.kept_until > clock.now() + most:
        raise Refused(
            _("The policy keeps answers for %d days at most. Name an earlier end.") % most.days,
            status=422,
        )


def _there(survey_id: int) -> Survey:
    found = queries.survey_by_id(survey_id)
    if found is None:
        raise Refused(_("There is no such survey."), status=404)
    return found


@action(EDITORIAL)
def open_survey(*, by: Viewer, survey_id: int) -> None:
    """Let people answer, from now on and with these questions. Raises Refused (404, 409, 422)."""
    if not queries.is_offered():
        raise Refused(_("No surveys are held here: the policy has no ground for it."))
    found = _there(survey_id)
    if found.opened_at is not None:
        raise Refused(_("This survey was opened before."), status=409)
    _check(NewSurvey(found.slug, found.title, found.why, found.is_anonymous, found.text,
                     found.closes_at, found.kept_until))  # fmt: skip
    models.Survey.objects.filter(pk=survey_id).update(opened_at=clock.now())


@action(EDITORIAL)
def close(*, by: Viewer, survey_id: int) -> None:
    """Close a survey for good: from here on it can be counted. Raises Refused (404, 409)."""
    found = _there(survey_id)
    if not found.is_open:
        raise Refused(_("Only a survey that is open can be closed."), status=409)
    _close(found)


def _close(found: Survey) -> None:
    models.Survey.objects.filter(pk=found.id).update(closed_at=clock.now())
    if found.is_anonymous:
        mix(found.slug, [], None)


@action(SURVEYS)
def tend(*, by: Viewer) -> int:
    """Close what is past its time, and end sheets past theirs; how many surveys and sheets.

    Answers with an owner end with the term of their clause, which is set to end with them.
    """
    now = clock.now()
    rows = models.Survey.objects.exclude(opened_at=None)
    due = list(rows.filter(closed_at=None, closes_at__lte=now).values_list("pk", flat=True))
    for one in due:
        _close(_there(one))
    ended = list(rows.filter(kept_until__lte=now).values_list("slug", flat=True))
    gone, _each = models.Sheet.objects.filter(survey__in=ended).delete()
    return len(due) + gone
