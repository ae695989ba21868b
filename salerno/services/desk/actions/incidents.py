"""Incidents: documented always, counted from the map, told in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE, DESK
from salerno.privacy import clock, ledger
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE, INTEGRITY, RECORD
from salerno.privacy.registry import Table, registry
from salerno.privacy.subjects import is_open, layers_by_id
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import send
from salerno.services.desk.clauses import INCIDENT
from salerno.services.desk.letters.words import letter
from salerno.services.desk.models import Breach, BreachPerson
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import NewBreach

AT_ONCE = 500


@action(DESK, collects=INCIDENT)
def file_breach(*, by: Viewer, new: NewBreach) -> int:
    """Open the file of an incident; its hours run from when somebody here knew of it."""
    known = {one.name for one in registry().personal()}
    words = ""
    if not new.title.strip() or not new.nature.strip():
        words = _("Say what happened, in a title and in a few sentences.")
    elif not new.tables or set(new.tables) - known:
        words = _("Name the tables that were touched; the map lists them.")
    elif new.aware_at > clock.now():
        words = _("Nobody knows of it later than now.")
    elif new.from_at and new.until_at and new.until_at < new.from_at:
        words = _("The time ends before it begins.")
    if words:
        raise Refused(words, status=422)
    row = Breach.objects.create(
        title=new.title.strip(), nature=new.nature.strip(), tables=sorted(set(new.tables)),
        aware_at=new.aware_at, from_at=new.from_at, until_at=new.until_at,
        likely=new.likely.strip(), measures=new.measures.strip(), is_high_risk=new.is_high_risk,
    )  # fmt: skip
    ledger.append("incident", {"number": row.pk, "aware_at": row.aware_at})
    return int(row.pk)


def the_breach(number: int) -> Breach:
    """An open incident, locked."""
    row = Breach.objects.filter(pk=number).select_for_update().first()
    if row is None:
        raise Refused(_("There is no such incident."), status=404)
    if row.closed_at is not None:
        raise Refused(_("This file is closed."), status=409)
    return row


@action(DESK, collects=INCIDENT)
def count_affected(*, by: Viewer, number: int) -> int:
    """Work out from the map whose rows lay in the tables in the time; returns how many people.

    Only keys and times are read. Whoever was found before stays on the list.
    """
    row = the_breach(number)
    found: set[int] = set()
    with handover(INTEGRITY, ground=f"incident {row.pk}", viewer=Viewer.job("incident")):
        for name in row.tables:
            table = registry().tables.get(name)
            if table is not None and table.owner:
                found.update(_owners(table, row.from_at, row.until_at))
    found = _people(found)
    known = set(BreachPerson.objects.filter(breach_id=row.pk).values_list("owner_id", flat=True))
    BreachPerson.objects.bulk_create(
        [
            BreachPerson(owner_id=one, breach_id=row.pk, title=row.title)
            for one in sorted(found - known)
        ],
        batch_size=AT_ONCE,
    )
    Breach.objects.filter(pk=row.pk).update(counted_at=clock.now())
    return len(found | known)


def _owners(table: Table, first: datetime | None, last: datetime | None) -> set[int]:
    """Whose rows there are. A row without a time counts: nothing shows that it was not there."""
    field: Any = next(one for one in table.model._meta.concrete_fields if one.column == table.owner)
    rows: QuerySet[Any] = table.model._base_manager.order_by()
    if table.since and last is not None:
        rows = rows.filter(**{f"{table.since}__lte": last})
    return set(rows.values_list(field.attname, flat=True).distinct())


def _people(found: set[int]) -> set[int]:
    """Those who are somebody: a pseudonym stands for nobody who could be told."""
    with handover(RECORD, ground="who can be told"):
        rows = Subject.objects.exclude(state=Subject.State.PSEUDONYM)
        return found & set(rows.values_list("pk", flat=True))


@action(DESK, collects=INCIDENT)
def authority_was_told(*, by: Viewer, number: int, words: str) -> None:
    """Record when the authority was told, or why it need not be; after 72 hours also the delay."""
    row = the_breach(number)
    if not words.strip():
        raise Refused(_("Write what the authority was told, or why it was not."), status=422)
    Breach.objects.filter(pk=row.pk).update(authority_at=clock.now(), authority_words=words.strip())
    ledger.append("incident told", {"number": row.pk, "at": clock.now()})


@action(DESK, collects=INCIDENT)
def tell_affected(*, by: Viewer, number: int) -> int:
    """Write to each person whom the incident touched; returns how many letters went."""
    row = the_breach(number)
    if row.counted_at is None:
        raise Refused(_("Work out first whom it touched."), status=409)
    if not row.likely or not row.measures:
        raise Refused(_("Say what may follow, and what people can do."), status=422)
    sent = 0
    for one in BreachPerson.objects.filter(breach_id=row.pk, told_at=None).order_by("pk"):
        with handover(AUTHENTICATE, ground=f"notice of incident {row.pk}"):
            address = accounts.address_of(one.owner_id)
        if address and is_open(one.owner_id, CORRESPONDENCE):
            subject, text = letter(LetterKind.BREACH, _facts(row, one.owner_id))
            send(one.owner_id, address, "desk.breach", subject, text)
            BreachPerson.objects.filter(pk=one.pk).update(told_at=clock.now())
            sent += 1
    Breach.objects.filter(pk=row.pk).update(persons_at=clock.now())
    return sent


def _facts(row: Breach, subject: int) -> dict[str, object]:
    tables = registry().tables
    titles = [
        one.title
        for name in row.tables
        if name in tables
        for one in tables[name].clauses
        if not one.secret
    ]
    return {
        "reference": f"I-{row.pk}", "nature": row.nature, "likely": row.likely,
        "measures": row.measures, "aware_at": row.aware_at, "what": list(dict.fromkeys(titles)),
        "layers": layers_by_id(subject),
    }  # fmt: skip


@action(DESK, collects=INCIDENT)
def close_breach(*, by: Viewer, number: int) -> None:
    """Close a file that says whom it touched, what the authority heard, and who was told."""
    row = the_breach(number)
    if row.counted_at is None or row.authority_at is None:
        raise Refused(
            _("Work out whom it touched, and record what the authority was told, first."),
            status=409,
        )
    if row.is_high_risk and row.persons_at is None:
        raise Refused(_("The risk is high: the people are told first."), status=409)
    Breach.objects.filter(pk=row.pk).update(closed_at=clock.now())
