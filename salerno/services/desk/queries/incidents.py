"""Incidents, and the tables that one may have touched."""

from __future__ import annotations

from django.db.models import Count
from django.template.loader import render_to_string

from salerno.policy.purposes import DESK
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer
from salerno.privacy.doing import query
from salerno.privacy.registry import registry
from salerno.services.desk.actions.parts import may_see
from salerno.services.desk.letters.words import authority_of
from salerno.services.desk.models import Breach, BreachPerson
from salerno.services.desk.rules.cases import Queue
from salerno.services.desk.rules.clocks import breach_due
from salerno.services.desk.values import BreachView


@query(DESK)
def breaches(by: Viewer) -> list[BreachView]:
    """Every incident, the open ones first. Two statements, and those of the roles."""
    if not may_see(by, Queue.DESK):
        return []
    rows = list(Breach.objects.order_by("closed_at", "-aware_at")[:500])
    counted = dict(
        BreachPerson.objects.filter(breach_id__in=[one.pk for one in rows])
        .values_list("breach_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return [_view(one, counted.get(one.pk, 0)) for one in rows]


@query(DESK)
def breach(by: Viewer, number: int) -> BreachView | None:
    """One incident, with the draft of the notice to the authority."""
    row = Breach.objects.filter(pk=number).first()
    if row is None or not may_see(by, Queue.DESK):
        return None
    return _view(row, BreachPerson.objects.filter(breach_id=row.pk).count())


@query(DESK)
def late_incidents() -> int:
    """Of how many incidents the authority was not told within its hours."""
    rows = Breach.objects.filter(authority_at=None, closed_at=None)
    now = clock.now()
    return sum(breach_due(one) < now for one in rows.values_list("aware_at", flat=True))


def _view(row: Breach, affected: int) -> BreachView:
    due = breach_due(row.aware_at)
    return BreachView(
        id=row.pk, title=row.title, nature=row.nature, likely=row.likely, measures=row.measures,
        tables=tuple(row.tables), from_at=row.from_at, until_at=row.until_at,
        aware_at=row.aware_at, due_at=due,
        is_late=row.authority_at is None and clock.now() > due, is_high_risk=row.is_high_risk,
        affected=affected, counted_at=row.counted_at, authority_at=row.authority_at,
        authority_words=row.authority_words, persons_at=row.persons_at, closed_at=row.closed_at,
        draft=_draft(row, affected),
    )  # fmt: skip


def _draft(row: Breach, affected: int) -> str:
    """What an authority is told, as far as the file says it."""
    tables = registry().tables
    kinds = [one.title for name in row.tables if name in tables for one in tables[name].clauses]
    known = {
        "breach": row, "affected": affected, "kinds": list(dict.fromkeys(kinds)),
        "operator": law.in_force().operator, "authority": authority_of(""),
    }  # fmt: skip
    return render_to_string("desk/letters/authority.txt", known).strip()


def tables() -> list[tuple[str, str]]:
    """The tables about people, with what they hold, for the form."""
    return sorted(
        (one.name, f"{one.name}: {'; '.join(str(each.title) for each in one.clauses)}")
        for one in registry().personal()
    )
