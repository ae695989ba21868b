"""Taking a seat and leaving it; what is not paid ends, and what is paid again goes on."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from salerno.policy.purposes import (
    ACCOUNT,
    CORRESPONDENCE,
    INSTITUTION_REPORTS,
    PRACTICE,
    SEAT,
)
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import tie, untie
from salerno.services.practice import actions as practice
from salerno.services.programs import queries, rules
from salerno.services.programs.actions.inviting import close, forget
from salerno.services.programs.clauses import JOINING, RESUMING
from salerno.services.programs.models import Administrator, Program, Seat
from salerno.services.programs.queries.seats import HOUSE
from salerno.services.programs.values import Ended, Offer
from salerno.services.programs.values import Program as Body


def take_seat(by: Viewer, offer: Offer, digest: str, language: str) -> str:
    """Take an offered seat, and forget who was known by the invitation alone; the receipt."""
    receipt = accept(by=by, offer=offer, digest=digest, language=language)
    forget(offer)
    return receipt


@action(ACCOUNT, collects=JOINING)
def accept(*, by: Viewer, offer: Offer, digest: str, language: str) -> str:
    """Take a seat, told what the program will see; the receipt.

    ``digest``: of the words that were shown. Raises Refused (409) where they say something else
    by now, where no seat is free, or where the viewer sits there already; 403 for an offer to
    somebody else.
    """
    body, me = offer.program, by.known
    if not offer.is_mere and offer.invitee != me:
        raise Refused(_("This seat was offered to somebody else. Sign in as them."), status=403)
    question = body.question(language)
    if question.words.digest != digest:
        raise Refused(
            _("The words changed while this page was open. Read them again, then decide."),
            status=409,
        )
    Program.objects.select_for_update().get(pk=body.id)  # two who take the last seat
    if Seat.objects.filter(owner_id=me, program_id=body.id, until=None).exists():
        raise Refused(_("You sit on a seat of this program already."), status=409)
    if queries.standing(body).free < 1:
        raise Refused(
            _("No seat is free. Ask the program to buy one more, then open the letter again."),
            status=409,
        )
    receipt = choices.choose(me, question, choices.State.GIVEN, point=JOINING)
    open_act().source = "other"
    Seat.objects.create(
        owner_id=me, program_id=body.id, known_as=offer.name, email=offer.email,
        source=offer.source, basis=offer.basis,
    )  # fmt: skip
    _tie(me, body)
    with handover(PRACTICE, ground="a seat was taken"):
        practice.begin(by=by)
    with handover(CORRESPONDENCE, ground="an offer is taken up", viewer=HOUSE):
        close(by=HOUSE, offer=offer)
    return receipt


def _tie(owner: int, body: Body) -> None:
    """Let the administrators of a program see ``owner`` for as long as the seat is paid."""
    until = paid_until(body)
    with handover(AUTHENTICATE, ground="who administers a program"):
        rows = Administrator.objects.filter(program_id=body.id)
        for reader in rows.values_list("owner_id", flat=True):
            tie(owner, reader, SEAT, scope=body.scope, until=until)


def _untie(owner: int, body_id: int) -> None:
    with handover(AUTHENTICATE, ground="who administered a program"):
        rows = Administrator.objects.filter(program_id=body_id)
        for reader in rows.values_list("owner_id", flat=True):
            untie(owner, reader, SEAT, scope=rules.scope(body_id))


def paid_until(body: Body) -> datetime:
    """When the last of what is paid runs out; never behind the end of the contract."""
    end = datetime.combine(body.contract_ends, time.max, UTC)
    paid = queries.bought(body)
    if not paid.count:
        return clock.now()
    return end if paid.last is None else min(end, paid.last)


def tie_all(body: Body) -> None:
    """Set the ends of all ties anew, after something was paid or somebody appointed."""
    rows = Seat.objects.filter(program_id=body.id, until=None)
    for owner in rows.values_list("owner_id", flat=True):
        _tie(owner, body)


@action(ACCOUNT)
def leave(*, by: Viewer, seat: int) -> None:
    """Leave a seat: from now on the program sees nothing."""
    row = Seat.objects.filter(pk=seat, until=None).first()
    if row is None:
        raise Refused(_("There is no such seat of yours."), status=404)
    choices.withdraw(by.known, rules.topic(row.program_id), point=JOINING)


def follow(subject: int, purposes: tuple[Purpose, ...], state: str) -> None:
    """Heed a yes that is taken back, wherever it is: the seats that rested on it end."""
    if INSTITUTION_REPORTS in purposes and state != choices.State.GIVEN:
        me = Viewer.person(subject)
        with handover(ACCOUNT, ground="a seat was left", viewer=me):
            end_left(by=me)


@action(ACCOUNT)
def end_left(*, by: Viewer) -> int:
    """End the viewer's seats whose yes no longer stands; how many."""
    given = {one.topic for one in choices.standing(by.known) if one.state == choices.State.GIVEN}
    rows = Seat.objects.filter(until=None).values_list("pk", "program_id")
    ended = [(pk, body) for pk, body in rows if rules.topic(body) not in given]
    for pk, body in ended:
        Seat.objects.filter(pk=pk).update(until=clock.now(), ended=Ended.LEFT)
        _untie(by.known, body)
    return len(ended)


@action(INSTITUTION_REPORTS)
def free(*, by: Viewer, program: Body, seat: int) -> None:
    """An administrator ends a seat of their own program, so that somebody else can take it."""
    if program.id not in {one.id for one in queries.administered(by.known)}:
        raise Refused(_("There is no such program of yours."), status=404)
    row = next((one for one in queries.seated(program) if one.seat == seat), None)
    if row is None:
        raise Refused(_("There is no such seat."), status=404)
    with handover(AUTHENTICATE, ground="a program ends a seat"):
        Seat.objects.filter(pk=seat).update(until=clock.now(), ended=Ended.FREED)
        _untie(row.subject, program.id)


@action(AUTHENTICATE, collects=RESUMING)
def settle(*, by: Viewer, program: Body) -> int:
    """End the seats that are paid no longer, and let those go on that are paid again.

    Those taken last end first. Only seats that ended for want of payment go on, and only while
    their people's yes stands. How many changed.
    """
    ended = queries.unpaid(program)
    for pk, owner in Seat.objects.filter(pk__in=ended).values_list("pk", "owner_id"):
        Seat.objects.filter(pk=pk).update(until=clock.now(), ended=Ended.UNPAID)
        _untie(owner, program.id)
    resumed = 0 if ended else _resume(program)
    if not ended:
        tie_all(program)
    return len(ended) + resumed


def _resume(body: Body) -> int:
    rows = Seat.objects.filter(program_id=body.id)
    open_now = set(rows.filter(until=None).values_list("owner_id", flat=True))
    free_seats = queries.bought(body).count - len(open_now)
    latest = {one.owner_id: one for one in rows.order_by("since", "pk")}
    stopped = [
        one for one in latest.values()
        if one.ended == Ended.UNPAID and one.owner_id not in open_now
    ]  # fmt: skip
    owners = [one.owner_id for one in stopped]
    agreed = choices.consents_to(owners, INSTITUTION_REPORTS, topic=rules.topic(body.id))
    wanted = [one for one in stopped if one.owner_id in agreed][: max(0, free_seats)]
    for one in wanted:
        Seat.objects.create(
            owner_id=one.owner_id, program_id=body.id, known_as=one.known_as, email=one.email,
            source=one.source, basis=one.basis,
        )  # fmt: skip
    return len(wanted)
