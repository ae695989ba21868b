"""Giving back what an erasure took: every row as it was, except for what happened since.

Three states of a row decide: as it was, as the erasure left it, as it is now. What is now as it
was left becomes again as it was. What changed since stays changed: a post that moderators
removed stays removed, what its term ended stays gone, and what hung on a row that is gone went
with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Model

from salerno.privacy import clock, law, ledger
from salerno.privacy.declare import Clause
from salerno.privacy.holds import held
from salerno.privacy.law import TermKind
from salerno.privacy.models import LedgerEntry, Subject, Tie
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.cells import Cells, present, roles, row_of, value
from salerno.privacy.rights.fate import can_be_blank
from salerno.privacy.rights.others import attname, blank


@dataclass(frozen=True)
class Kept:
    """One row: as it was, and as the erasure left it, or None where it deleted it."""

    before: Cells
    after: Cells | None


@dataclass
class Return:
    """What comes back. ``new``: rows to be stored again. ``changed``: cells to be set, by key."""

    subject: int
    pseudonym: int
    new: dict[str, dict[str, Model]] = field(default_factory=dict)
    changed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def holds(self, table: str, key: str) -> bool:
        """Whether a row is among those to be stored again."""
        return key in self.new.get(table, {})


def give_back(subject: int, pseudonym: int, kept: Mapping[str, Mapping[str, Kept]]) -> Return:
    """Bring back what can be; return what that was. In the caller's transaction, under ERASURE."""
    found = Return(subject, pseudonym)
    for name, rows in kept.items():
        table = registry().tables.get(name)
        if table is not None:
            _compare(found, table, rows)
    _leave_out_strangers(found)
    _leave_out_ended(found)
    while _leave_out_loose(found):
        pass
    _store(found)
    _take_over(found)
    _end_cells(found)
    _seal_again(found)
    return found


def _compare(found: Return, table: Table, rows: Mapping[str, Kept]) -> None:
    now = present(table, rows)
    for key, one in rows.items():
        stands = now.get(key)
        if stands is None and one.after is None:
            found.new.setdefault(table.name, {})[key] = row_of(table, one.before)
        elif stands is not None and one.after is not None:
            found.changed.setdefault(table.name, {})[key] = _changes(table, one, stands)


def _changes(table: Table, one: Kept, stands: Cells) -> dict[str, Any]:
    """The cells that nobody touched since, and that said something else before."""
    after = one.after or {}
    found = {}
    for each in table.model._meta.local_concrete_fields:
        name = each.attname
        if name not in one.before or name not in after or each.primary_key:
            continue
        if stands[name] == after[name] != one.before[name]:
            try:
                found[name] = value(each, one.before[name])
            except ValueError:  # the column is of another kind by now
                continue
    return found


def _leave_out_strangers(found: Return) -> None:
    """Whoever else stood in a row may be gone by now: then the row, or the place in it, is."""
    new = [
        (registry().tables[name], key, row)
        for name, rows in found.new.items()
        for key, row in rows.items()
    ]
    others = {number for table, _, row in new for number in _people(table, row)} - {found.subject}
    states = dict(Subject.objects.filter(pk__in=others).values_list("pk", "state"))
    here = {one for one, state in states.items() if state != Subject.State.ERASED} | {found.subject}
    stand_in = 0
    for table, key, row in new:
        gone = [one for one in roles(table) if getattr(row, one.attname) not in here]
        if (table.owner and getattr(row, attname(table)) not in here) or (
            gone and table.model is Tie
        ):
            del found.new[table.name][key]
            continue
        for one in gone:
            stand_in = stand_in or _nobody()
            setattr(row, one.attname, stand_in)


def _people(table: Table, row: Model) -> set[int]:
    names = [one.attname for one in roles(table)] + ([attname(table)] if table.owner else [])
    return {getattr(row, one) for one in names}


def _nobody() -> int:
    made = Subject.objects.create(
        state=Subject.State.PSEUDONYM, layer=Subject.Layer.NONE, ended_at=clock.now()
    )
    return int(made.pk)


def _leave_out_ended(found: Return) -> None:
    """Rows of which every clause has a term in days that passed meanwhile."""
    policy = law.in_force()
    for name, rows in found.new.items():
        table = registry().tables[name]
        terms = [policy.clause(one.id).term for one in table.clauses]
        if not table.since or not terms or any(one.kind is not TermKind.DAYS for one in terms):
            continue
        limit = clock.now() - timedelta(days=max(one.days for one in terms))
        since = table.columns[table.since].attname
        for key in [one for one, row in rows.items() if getattr(row, since) <= limit]:
            del rows[key]


def _end_cells(found: Return) -> None:
    """Cells of a clause whose term in days passed meanwhile, in rows that another clause keeps."""
    policy = law.in_force()
    for name in sorted({*found.new, *found.changed}):
        table = registry().tables[name]
        for one in table.clauses if table.since else ():
            term = policy.clause(one.id).term
            cells = {each.attname: blank(table, each) for each in _cells(table, one)}
            if term.kind is not TermKind.DAYS or not cells:
                continue
            since = table.columns[table.since].attname
            ended = {f"{since}__lte": clock.now() - timedelta(days=term.days)}
            rows = table.model._base_manager.filter(**{attname(table): found.subject}, **ended)
            rows.exclude(held(table, one)).update(**cells)


def _cells(table: Table, clause: Clause) -> list[Any]:
    names = {one.name for one in table.columns_of(clause)}
    fields = table.model._meta.local_concrete_fields
    return [one for one in fields if one.column in names and can_be_blank(one)]


def _leave_out_loose(found: Return) -> bool:
    """Rows, and keys in rows, that lead to what does not come back; whether there were any."""
    loose = False
    for name in [*found.new, *found.changed]:
        table = registry().tables[name]
        for one in table.model._meta.local_concrete_fields:
            if one.is_relation and one.related_model is not Subject:
                loose |= _check_key(found, table, one)
    return loose


def _check_key(found: Return, table: Table, one: Any) -> bool:
    new, changed = found.new.get(table.name, {}), found.changed.get(table.name, {})
    led = {key: getattr(row, one.attname) for key, row in new.items()}
    led |= {key: said[one.attname] for key, said in changed.items() if one.attname in said}
    partner = registry().of(one.related_model)
    asked = {str(to) for to in led.values() if to is not None}
    there = present(partner, asked).keys() | found.new.get(partner.name, {}).keys()
    loose = [key for key, to in led.items() if to is not None and str(to) not in there]
    for key in loose:
        if key in changed:
            del changed[key][one.attname]
        elif one.null:
            setattr(new[key], one.attname, None)
        else:
            del new[key]
    return bool(loose)


def _store(found: Return) -> None:
    for name, rows in found.new.items():
        if rows:
            model = registry().tables[name].model
            manager: Any = model._base_manager
            manager._insert(  # noqa: SLF001  raw: as it was, without automatic times
                list(rows.values()),
                fields=model._meta.local_concrete_fields,
                using=manager.db,
                raw=True,
            )
    for name, changes in found.changed.items():
        for key, said in changes.items():
            if said:
                registry().tables[name].model._base_manager.filter(pk=key).update(**said)


def _take_over(found: Return) -> None:
    """What came to the pseudonym while the person was away is the person's again."""
    for table in registry().personal():
        if table.model is Subject:
            continue
        for name in [attname(table), *(one.attname for one in roles(table))]:
            rows = table.model._base_manager.filter(**{name: found.pseudonym})
            rows.update(**{name: found.subject})


def _seal_again(found: Return) -> None:
    """Rows that are not what their entry in the ledger holds: their entry was a later one."""
    for model, (_, columns) in ledger.WITNESSES.items():
        table = registry().of(model)
        names = [attname(table), *(one.attname for one in roles(table))]
        for name in names:
            rows = list(model._base_manager.filter(**{name: found.subject}))
            entries = LedgerEntry.objects.in_bulk([vars(row)["ledger_seq"] for row in rows])
            ledger.reseal([row for row in rows if not _is_sealed(row, entries, columns)])


def _is_sealed(row: Model, entries: Mapping[int, LedgerEntry], columns: tuple[str, ...]) -> bool:
    entry = entries.get(vars(row)["ledger_seq"])
    return entry is not None and entry.commitment == ledger.commitment(
        vars(row)["salt"], ledger.payload(row, columns)
    )
