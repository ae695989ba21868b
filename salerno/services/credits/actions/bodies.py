"""Beginning a record, saying who one is to boards, and letting a board have one's credits."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy import choices, clock, outbox
from salerno.privacy.choices import Question, Words
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.subjects import start_service
from salerno.services.credits import models, queries, rules
from salerno.services.credits.clauses import BODY_POINT, IDENTITY_POINT
from salerno.services.credits.queries.bodies import COUNT
from salerno.services.credits.values import Body, Identity, State

SERVICE = "credits"


def count_words() -> str:
    """What is asked before a record is begun."""
    return _(
        "Keep a record of the credits I claim, for six years, with certificates that anybody can "
        "verify by their number? Nothing is reported to a board until I name the board."
    )


def count_question() -> Question:
    """The question with which a record begins."""
    words = Words("consent", count_words(), get_language() or "en").numbered()
    return Question(COUNT, ChoiceForm.OPT_IN, words, (CREDITS,))


@action(ACCOUNT, collects=BODY_POINT)
def begin(*, by: Viewer) -> str:
    """Begin a record of credits; the receipt. Begun already, nothing changes."""
    if not queries.is_offered():
        raise Refused(_("No credits are counted here."), status=404)
    if queries.has_begun(by.known):
        return ""
    start_service(by.known, SERVICE)
    return choices.choose(by.known, count_question(), choices.State.GIVEN, point=BODY_POINT)


@action(ACCOUNT)
def end(*, by: Viewer) -> None:
    """Count and report nothing from now on. What was claimed stays on record for its six years."""
    for one in queries.body_lines():
        if one.receipt:
            revoke(by=by, body=one.body)
    if queries.has_begun(by.known):
        choices.withdraw(by.known, COUNT, point=BODY_POINT)


@action(ACCOUNT, collects=IDENTITY_POINT)
def save_identity(*, by: Viewer, identity: Identity) -> None:
    """Keep who the viewer is to boards: once, for all of them. What is left empty is erased."""
    if identity.birthday:
        month, day = (int(one) for one in identity.birthday.split("-"))
        if not rules.is_birthday(month, day):
            raise Refused(_("There is no such day. Nothing was stored."), status=422)
    models.Identity.objects.filter(pk=by.known).delete()
    models.Identity.objects.create(
        owner_id=by.known, given_name=identity.given_name, family_name=identity.family_name,
        licence=identity.licence, birthday=identity.birthday,
    )  # fmt: skip
    _save_numbers(by.known, identity.numbers)


def _save_numbers(me: int, numbers: Mapping[str, str]) -> None:
    known = {one.slug: one.id for one in queries.bodies()}
    models.BoardNumber.objects.all().delete()
    models.BoardNumber.objects.bulk_create(
        models.BoardNumber(owner_id=me, body_id=known[slug], number=number)
        for slug, number in numbers.items()
        if number and slug in known
    )


@action(ACCOUNT, collects=BODY_POINT)
def authorise(*, by: Viewer, body: Body, language: str = "en") -> str:
    """Let ``body`` have the viewer's credits, those of before as well; the receipt.

    Raises Refused (422) while something is missing that the body needs, 409 where it takes
    nothing just now.
    """
    check_takes(body)
    if not queries.has_begun(by.known):
        raise Refused(_("Begin your record of credits first. Nothing was sent."), status=409)
    line = next(one for one in queries.body_lines() if one.body.id == body.id)
    if line.receipt:
        return line.receipt
    if line.lacks:
        raise Refused(
            _("%(body)s cannot find you without this: %(lacks)s. Fill it in first.")
            % {"body": body.name, "lacks": ", ".join(line.lacks)},
            status=422,
        )
    receipt = choices.choose(
        by.known, body.question(language), choices.State.GIVEN, point=BODY_POINT
    )
    queue(by.known)
    return receipt


def check_takes(body: Body) -> None:
    """Raises Refused (409) for a body that is not active, whose contract ended, or is stopped."""
    kind = queries.recipient()
    name = f"{kind.id}.{rules.party(body.id)}" if kind else ""
    if kind is None or not queries.is_offered():
        raise Refused(_("No credits are reported from here."), status=404)
    if not body.is_active:
        raise Refused(_("%s is not active: nothing goes to it.") % body.name, status=409)
    if body.contract_ends is not None and body.contract_ends < clock.today():
        raise Refused(
            _("The contract with %(body)s ended on %(day)s: nothing goes to it.")
            % {"body": body.name, "day": body.contract_ends},
            status=409,
        )
    if outbox.is_off(name):
        raise Refused(_("%s is switched off: nothing goes to it.") % body.name, status=409)


@action(ACCOUNT, collects=BODY_POINT)
def revoke(*, by: Viewer, body: Body) -> str:
    """Take it back: nothing goes there any more, and the body is told to remove what it has."""
    return choices.withdraw(by.known, rules.topic(body.id), point=BODY_POINT)


def follow(subject: int, purposes: tuple[Purpose, ...], state: str) -> None:
    """Heed a choice about credits, wherever it is made: in its transaction, by whoever made it."""
    if CREDITS in purposes and state != choices.State.GIVEN:
        me = Viewer.person(subject)
        with handover(ACCOUNT, ground="a yes about credits was taken back", viewer=me):
            settle(by=me)


@action(ACCOUNT)
def settle(*, by: Viewer) -> int:
    """End the reports whose yes no longer stands, however it was taken back; how many."""
    given = {one.topic for one in choices.standing(by.known) if one.state == choices.State.GIVEN}
    live = models.Report.objects.exclude(state=State.WITHDRAWN)
    rows = list(live.values_list("pk", "number", "body_id"))
    ended = [one for one in rows if rules.topic(one[2]) not in given]
    models.Report.objects.filter(pk__in=[one[0] for one in ended]).update(state=State.WITHDRAWN)
    numbers = [one[1] for one in ended]
    models.Sent.objects.filter(number__in=numbers, gone_at=None).update(gone_at=clock.now())
    return len(ended)


def queue(me: int) -> int:
    """Put what was claimed in line for the bodies that may have it, once each; how many."""
    given = {one.topic for one in choices.standing(me) if one.state == choices.State.GIVEN}
    made = 0
    held = list(models.Credit.objects.filter(owner_id=me).values_list("pk", "type__slug"))
    for body in queries.bodies():
        if rules.topic(body.id) in given:
            wanted = {pk for pk, kind in held if kind in body.kinds}
            made += _queue_for(me, body, wanted)
    return made


def _queue_for(me: int, body: Body, wanted: set[int]) -> int:
    rows = models.Report.objects.filter(owner_id=me, body_id=body.id, credit_id__in=wanted)
    there = dict(rows.values_list("credit_id", "state"))
    again = [one for one, state in there.items() if state == State.WITHDRAWN]
    rows.filter(credit_id__in=again).delete()
    fresh = sorted((wanted - there.keys()) | set(again))
    due = rules.due(clock.today())
    models.Report.objects.bulk_create(
        models.Report(owner_id=me, body_id=body.id, credit_id=one, due_on=due) for one in fresh
    )
    return len(fresh)
