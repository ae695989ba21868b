"""How a restriction ends: decided by staff, told before it is lifted, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.privacy import clock, holds, proceedings
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import Refused
from salerno.privacy.models import Restriction
from salerno.privacy.restriction import effect
from salerno.privacy.restriction.standing import as_limit
from salerno.privacy.restriction.values import (
    MOST_REVIEW,
    OUTCOMES,
    TOLD_AHEAD,
    Ground,
    Limit,
    Outcome,
)
from salerno.privacy.subjects import keeping

type Teller = Callable[[Limit, str], bool]
"""Sends the letter that says a restriction will end, and why; whether one could go."""

_tellers: list[Teller] = []


def on_tell(teller: Teller) -> Teller:
    """Let ``teller`` write the letters. The latest one counts."""
    _tellers[:] = [teller]
    return teller


@dataclass(frozen=True)
class Decision:
    """What staff decide: an outcome, and the reason as the person will read it."""

    outcome: str
    reason: str


def decide(*, by: Viewer, number: int, decision: Decision) -> str:
    """Decide what stands, in a case; the receipt. Nothing opens by it: ``tell``, then ``lift``.

    An objection that is upheld stays, with no review and no end but the person's own word.
    Raises Refused for an outcome that its ground does not have, and for a second decision.
    """
    with keeping("a restriction is decided"):
        row = _live(number)
        proceedings.staff(by, row.owner_id)
        words = proceedings.said(
            decision.reason, needed=_("Say why, so that the person can answer.")
        )
        _check_outcome(row, decision.outcome)
        row.outcome = decision.outcome
        if decision.outcome == Outcome.UPHELD:
            row.review_date = None
        row.save(update_fields=("outcome", "review_date"))
        if decision.outcome == Outcome.UPHELD:
            effect.begin(row)  # a use that went on for the sake of others ends now
        return proceedings.write(by, row.owner_id, _about(row), "decided", words)


def decide_objection(*, by: Viewer, number: int, upheld: bool, reason: str) -> str:
    """The outcome of weighing an objection: it stands, or our reasons outweigh it."""
    outcome = Outcome.UPHELD if upheld else Outcome.OVERRIDDEN
    return decide(by=by, number=number, decision=Decision(outcome, reason))


def _check_outcome(row: Restriction, outcome: str) -> None:
    if row.ground == Ground.MARKETING:
        raise Refused(
            _("An objection to offers is not weighed, and nobody can set it aside."), status=409
        )
    if row.outcome:
        raise Refused(_("This was decided before."), status=409)
    if outcome not in OUTCOMES[row.ground]:
        raise Refused(_("This is no way to decide what stands on this ground."), status=422)


def tell(*, by: Viewer, number: int, channel: str = "letter", words: str = "") -> str:
    """Tell the person that what stands will end, and why; the receipt.

    By ``letter``, where one can reach them; else ``channel`` says how staff told them.
    Raises Refused before it is decided, and where no letter can go.
    """
    with keeping("the person is told before a restriction is lifted"):
        row = _live(number)
        proceedings.staff(by, row.owner_id)
        if not row.outcome or row.outcome == Outcome.UPHELD:
            raise Refused(_("Decide it first, and say why."), status=409)
        if row.told_at is not None:
            raise Refused(_("The person was told before."), status=409)
        kept = proceedings.said(words) or str(Outcome(row.outcome).label)
        row.told_at = clock.now()
        if channel == "letter" and not any(one(as_limit(row), kept) for one in _tellers):
            raise Refused(
                _("No letter can reach this person. Tell them another way, and say which."),
                status=409,
            )
        row.save(update_fields=("told_at",))
        return proceedings.write(by, row.owner_id, _about(row), "told", f"{channel}: {kept}")


def lift(*, by: Viewer, number: int) -> str:
    """Lift what was decided, when the person was told long enough before; the receipt.

    Raises Refused (409) without that: GDPR 18(3).
    """
    with keeping("a restriction is lifted"):
        row = _live(number)
        proceedings.staff(by, row.owner_id)
        if row.told_at is None:
            raise Refused(
                _("The person must be told before this is lifted. Tell them first."), status=409
            )
        if clock.now() < row.told_at + TOLD_AHEAD:
            day = date_format(row.told_at + TOLD_AHEAD, "j F Y")
            raise Refused(_("The person was told. It can be lifted on %s.") % day, status=409)
        return _end(by, row, "lifted")


def take_back(*, by: Viewer, number: int) -> str:
    """The person lifts what they restricted, or takes an objection back; the receipt."""
    with keeping("the person takes a restriction back"):
        row = _live(number)
        if by.staff or by.subject != row.owner_id:
            raise Refused(_("There is nothing of this number that stands."), status=404)
        row.outcome = Outcome.TAKEN_BACK
        return _end(by, row, "taken_back")


def review(*, by: Viewer, number: int, review_date: date, reason: str) -> str:
    """Look at it again on a later day; it stands until then. The receipt."""
    with keeping("a restriction is reviewed and goes on"):
        row = _live(number)
        proceedings.staff(by, row.owner_id)
        words = proceedings.said(reason, needed=_("Say why it goes on."))
        if not clock.today() < review_date <= clock.today() + MOST_REVIEW:
            raise Refused(_("Name a day of review within the next three years."), status=422)
        row.review_date = review_date
        row.save(update_fields=("review_date",))
        if row.hold is not None:
            holds.review(hold=row.hold, review_date=review_date)
        return proceedings.write(by, row.owner_id, _about(row), "reviewed", words)


def agreed_later(subject: int, purposes: tuple[Purpose, ...]) -> None:
    """A yes that the person says later ends their objection to these very offers."""
    with keeping("the person said yes later"):
        for purpose in purposes:
            for row in effect.agreed(subject, purpose):
                row.outcome = Outcome.AGREED
                _end(Viewer.person(subject), row, "agreed")


def _end(by: Viewer, row: Restriction, step: str) -> str:
    row.lifted_at = clock.now()
    row.save(update_fields=("outcome", "lifted_at"))
    effect.end(row)
    return proceedings.write(by, row.owner_id, _about(row), step)


def _live(number: int) -> Restriction:
    """The record as it stands, held against a second act. Raises Refused (404) for none."""
    row = Restriction.objects.select_for_update().filter(pk=number, lifted_at=None).first()
    if row is None:
        raise Refused(_("There is nothing of this number that stands."), status=404)
    return row


def _about(row: Restriction) -> tuple[str, int]:
    return proceedings.Kind.RESTRICTION, row.pk
