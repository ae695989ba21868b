"""Restricting, contesting and objecting: what the person may ask, and the record of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from salerno.privacy import clock, holds, proceedings
from salerno.privacy.context import Viewer
from salerno.privacy.deadlines import answer_by
from salerno.privacy.declare import Clause, Purpose
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.models import Finding, Restriction
from salerno.privacy.registry import registry
from salerno.privacy.restriction import effect
from salerno.privacy.restriction.values import (
    MOST_REVIEW,
    OBJECTABLE,
    REVIEW,
    Begun,
    Ground,
    NewRestriction,
    Outcome,
)
from salerno.privacy.subjects import grounds, keeping

ASKED = frozenset({Ground.ACCURACY.value, Ground.UNLAWFUL.value, Ground.CLAIMS.value})
"""The grounds that name kinds of data. Those of objections name uses."""

HELD = {Ground.UNLAWFUL.value: holds.Ground.UNLAWFUL, Ground.CLAIMS.value: holds.Ground.MY_CLAIMS}
"""By ground: the hold under which it is kept past its term."""


def restrictable(clause: Clause) -> bool:
    """Whether some use of a clause can be ended: no secret, and not only the house's own proof."""
    return not clause.secret and any(one.heeds_restriction for one in clause.purposes)


def restrict(*, by: Viewer, subject: int, new: NewRestriction) -> Begun:
    """Keep kinds of data of ``subject`` stored and unused, from now on.

    Raises Refused for a ground that does not apply, for what cannot be restricted, and for what
    is restricted on this ground already (409).
    """
    proceedings.person_or_staff(by, subject)
    words = proceedings.said(new.words, needed=_needed(new.ground))
    review_date = _review_date(new)
    _check_clauses(new.clauses)
    with keeping(f"restricted: {new.ground}"):
        proceedings.living(subject)
        _check_new(subject, new.ground, clauses=new.clauses)
        if new.ground == Ground.UNLAWFUL:
            _check_found(subject, new.clauses)
        row = Restriction.objects.create(
            owner_id=subject,
            ground=new.ground,
            clause_ids=sorted(set(new.clauses)),
            case=new.case or by.case,
            review_date=review_date,
            since=clock.now(),
        )
        if new.ground in HELD:
            row.hold = _hold(by, row)
            row.save(update_fields=("hold",))
        effect.begin(row)
        receipt = proceedings.write(
            by, subject, (proceedings.Kind.RESTRICTION, row.pk), "begun", words
        )
    return Begun(row.pk, receipt)


def contest(*, by: Viewer, subject: int, clause: str, words: str, case: str = "") -> Begun:
    """Say that one kind of data is wrong: it is used for nothing until that is checked."""
    new = NewRestriction(Ground.ACCURACY, (clause,), words, case=case)
    return restrict(by=by, subject=subject, new=new)


def _hold(by: Viewer, row: Restriction) -> int:
    reason = str(Ground(row.ground).label)
    names = tuple(row.clause_ids)
    new = holds.NewHold(HELD[row.ground], reason, row.review_date, names)
    return holds.place(by=by.known, subject=row.owner_id, new=new)


def _needed(ground: str) -> str:
    """What the person is asked to say, where words are needed. Raises Refused for no ground."""
    if ground not in ASKED:
        raise Refused(_("Choose one of the three reasons."), status=422)
    if ground == Ground.ACCURACY:
        return _("Say what is wrong, so that it can be checked.")
    if ground == Ground.CLAIMS:
        return _("Say what the claim is about. A few words will do.")
    return ""


def _review_date(new: NewRestriction) -> date:
    """When it is looked at again: for a check within the month of an answer."""
    today = clock.today()
    if new.ground == Ground.ACCURACY:
        return answer_by(today)
    day = new.review_date or today + REVIEW
    if not today < day <= today + MOST_REVIEW:
        raise Refused(_("Name a day of review within the next three years."), status=422)
    return day


def _check_clauses(names: tuple[str, ...]) -> None:
    known = registry().clauses
    if not names or any(one not in known or not restrictable(known[one]) for one in names):
        raise Refused(_("Choose what is to be restricted from the list."), status=422)


def _check_new(
    subject: int, ground: str, *, clauses: tuple[str, ...] = (), purpose: str = ""
) -> None:
    """The same on the same ground stands once; a second press changes nothing."""
    for one in Restriction.objects.filter(owner_id=subject, ground=ground, lifted_at=None):
        same = purpose in one.purpose_ids if purpose else set(clauses) <= set(one.clause_ids)
        if same:
            raise Refused(_("This stands already. You find it under “Restrict and object”."),
                          status=409)  # fmt: skip


def _check_found(subject: int, clauses: tuple[str, ...]) -> None:
    """GDPR 18(1)(b) needs that the use was unlawful, and somebody found that it was."""
    found: set[str] = set()
    for names in Finding.objects.filter(owner_id=subject).values_list("clause_ids", flat=True):
        found.update(names)
    if not set(clauses) <= found:
        raise Refused(
            _(
                "“Restrict, do not delete” is for what was used against the law, and no such "
                "finding about this is on record. If you think it was, ask us to look."
            ),
            status=409,
        )


def objectable(subject: int) -> list[Purpose]:
    """The uses to which ``subject`` can object, as the law that protects them has it."""
    asked = [one for one in registry().purposes.values() if one.heeds_restriction]
    found = grounds(subject, asked)
    return [one for one in asked if _may_object(one, found.get(one.id, frozenset()))]


def _may_object(purpose: Purpose, bases: frozenset[Basis]) -> bool:
    if Basis.NONE in bases:
        return False
    return purpose.is_marketing or bool(bases & OBJECTABLE)


def object_to(*, by: Viewer, subject: int, purpose: Purpose, words: str, case: str = "") -> Begun:
    """Object to a use: it stops at once, and is weighed; offers stop for good.

    Raises Refused for a use that rests on something else than an interest, and for a second
    objection (409).
    """
    proceedings.person_or_staff(by, subject)
    kept = proceedings.said(words)
    ground = Ground.MARKETING if purpose.is_marketing else Ground.OBJECTION
    with keeping(f"objected to {purpose}"):
        proceedings.living(subject)
        if purpose not in objectable(subject):
            raise Refused(
                _(
                    "This use rests on no interest of ours to which one objects. What rests on "
                    "your yes you take back under “Your choices”."
                ),
                status=422,
            )
        _check_new(subject, ground, purpose=purpose.id)
        final = ground == Ground.MARKETING
        row = Restriction.objects.create(
            owner_id=subject,
            ground=ground,
            purpose_ids=[purpose.id],
            case=case or by.case,
            review_date=None if final else answer_by(clock.today()),
            outcome=Outcome.UPHELD if final else Outcome.OPEN,
            since=clock.now(),
        )
        effect.begin(row)
        receipt = proceedings.write(
            by, subject, (proceedings.Kind.RESTRICTION, row.pk), "begun", kept
        )
    return Begun(row.pk, receipt)
