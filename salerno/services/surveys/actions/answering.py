"""Answering a survey, with a name or without; taking an answer back; saying no to all.

Without names, three things could tell whose a sheet is, and none of them is left:

- a column: a sheet has none that comes from the person or the moment;
- its key: it is random, and made anew whenever the sheet is mixed;
- the order in which rows lie: each new sheet is written together with up to two hundred others
  of its survey, in random order, as new rows in one statement. When the survey closes, all of
  them are written anew so.

What stays true: whoever holds two copies of the database, from before and after one answer, sees
what that answer added. And the first sheet of a survey lies alone until the second comes.
"""

from __future__ import annotations

from random import SystemRandom

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, SURVEYS
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.surveys import models, queries
from salerno.services.surveys.clauses import ANSWER_POINT, ANSWERS, TAKEN
from salerno.services.surveys.rules.questions import Answers
from salerno.services.surveys.rules.reading import Sent, read_all
from salerno.services.surveys.values import Survey

MIXED = 200
_chance = SystemRandom()


@action(SURVEYS, collects=ANSWER_POINT)
def answer(*, by: Viewer, slug: str, sent: Sent) -> None:
    """Keep what somebody answered, once. Raises Refused (404, 409, 422)."""
    found = _open(by, slug)
    reading = read_all(found.questions, sent)
    if reading.faults:
        raise Refused(
            _("Some answers cannot be taken. Look at what is said beside them."), status=422
        )
    if not reading.answers:
        raise Refused(_("Answer at least one question, or leave the survey as it is."), status=422)
    models.Survey.objects.select_for_update().get(pk=found.id)  # one mixes at a time
    try:
        with transaction.atomic():
            _keep(by.known, found, reading.answers)
    except IntegrityError as error:
        raise Refused(_("You answered this survey already."), status=409) from error


def _open(by: Viewer, slug: str) -> Survey:
    found = queries.survey(slug)
    if found is None or not queries.is_offered():
        raise Refused(_("There is no such survey."), status=404)
    if not found.is_open or clock.now() >= found.closes_at:
        raise Refused(_("This survey has closed."), status=409)
    if not queries.is_asked(by.known):
        raise Refused(_("You said no to surveys. Change it in your choices first."), status=409)
    return found


def _keep(me: int, found: Survey, answers: Answers) -> None:
    if not found.is_anonymous:
        models.Response.objects.create(
            owner_id=me, survey=found.slug, answers=dict(answers),
            counted_from=found.kept_until - queries.term(ANSWERS),
        )  # fmt: skip
        return
    models.Taken.objects.create(
        owner_id=me, survey=found.slug, counted_from=found.kept_until - queries.term(TAKEN)
    )
    mix(found.slug, [dict(answers)])


def mix(slug: str, new: list[dict[str, object]], most: int | None = MIXED) -> None:
    """Write new sheets and ``most`` that lie there (None: all) as new rows, in random order."""
    lying = models.Sheet.objects.filter(survey=slug).order_by("?")
    taken = dict((lying[:most] if most else lying).values_list("pk", "answers"))
    models.Sheet.objects.filter(pk__in=list(taken)).delete()
    said = [*taken.values(), *new]
    _chance.shuffle(said)
    models.Sheet.objects.bulk_create([models.Sheet(survey=slug, answers=one) for one in said])


@action(ACCOUNT)
def take_back(*, by: Viewer, slug: str) -> None:
    """Take one's answers back, where they carry a name; also after a no to surveys.

    Raises Refused (404, 409).
    """
    found = queries.survey(slug)
    if found is None:
        raise Refused(_("There is no such survey."), status=404)
    if found.is_anonymous:
        words = _("Nobody can say which answers are yours, so nobody can take them out.")
        raise Refused(words, status=409)
    rows = models.Response.objects.filter(owner_id=by.known, survey=found.slug)
    if not rows.delete()[0]:
        raise Refused(_("There is nothing of yours to take back."), status=409)


@action(SURVEYS)
def refuse(*, by: Viewer) -> str:
    """Be asked no more, in any survey. Returns the receipt."""
    return choices.choose(by.known, choices.ask(SURVEYS), choices.State.REFUSED)
