"""What stands restricted, for the person and for the desk; and findings of unlawful use."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from salerno.privacy import proceedings
from salerno.privacy.context import Viewer, handover
from salerno.privacy.errors import Refused
from salerno.privacy.models import Finding, Restriction, Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.privacy.restriction.values import Limit
from salerno.privacy.subjects import keeping


def limits(subject: int) -> tuple[Limit, ...]:
    """What ``subject`` restricted and objected to, what stands first, then the latest."""
    with handover(RECORD, ground="what is restricted"):
        rows = Restriction.objects.filter(owner_id=subject).order_by("-pk")
        found = [as_limit(one) for one in rows]
    return tuple(sorted(found, key=lambda one: not one.stands))


def limit(number: int) -> Limit:
    """One of them, for the desk. Raises Refused (404) for none."""
    with handover(RECORD, ground="what is restricted"):
        row = Restriction.objects.filter(pk=number).first()
    if row is None:
        raise Refused(_("There is nothing of this number."), status=404)
    return as_limit(row)


def to_decide() -> tuple[Limit, ...]:
    """What waits for staff, the next review first: checks, weighings, and reviews."""
    with handover(RECORD, ground="what waits for a decision"):
        rows = Restriction.objects.filter(
            lifted_at=None, review_date__isnull=False, owner__state=Subject.State.ACTIVE
        )
        return tuple(as_limit(one) for one in rows.order_by("review_date", "pk"))


def overdue(today: date) -> tuple[Limit, ...]:
    """What should have been looked at before ``today``."""
    return tuple(
        one for one in to_decide()
        if not one.is_decided and one.review_date is not None and one.review_date < today
    )  # fmt: skip


def as_limit(row: Restriction) -> Limit:
    """A row as a value."""
    return Limit(
        row.pk, row.owner_id, row.ground, tuple(row.clause_ids), tuple(row.purpose_ids), row.case,
        row.since, row.review_date, row.told_at, row.outcome, row.lifted_at, row.hold,
    )  # fmt: skip


def find_unlawful(*, by: Viewer, subject: int, clauses: tuple[str, ...], reason: str) -> int:
    """Write down, in a case, that these clauses of ``subject`` were used against the law."""
    proceedings.staff(by, subject)
    words = proceedings.said(reason, needed=_("Say what was unlawful."))[:400]
    known = registry().clauses
    if not clauses or any(one not in known for one in clauses):
        raise Refused(_("Name the kinds of data that it is about."), status=422)
    with keeping("a finding of unlawful use"):
        proceedings.living(subject)
        made = Finding.objects.create(
            owner_id=subject,
            found_by_id=by.known,
            clause_ids=sorted(set(clauses)),
            case=by.case,
            reason=words,
        )
    return int(made.pk)


def found_unlawful(subject: int) -> frozenset[str]:
    """The clauses of ``subject`` about which such a finding is on record."""
    with handover(RECORD, ground="findings of unlawful use"):
        rows = Finding.objects.filter(owner_id=subject).values_list("clause_ids", flat=True)
        return frozenset(name for names in rows for name in names)
