"""Cells that are closed whatever the purpose, and whether something on its way holds one.

The gate reads ``ClosedCell`` in every query. What was read before a cell closed, and waits, is
asked about here, once more at the moment it would leave.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import batched
from typing import Any

from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.declare import Clause, Purpose
from salerno.privacy.models import ClosedCell
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.registry import registry

_AT_ONCE = 500
_WHOLE = 6  # shorter values count only where they are all that a field says


def closed_cells(subject: int) -> dict[str, datetime]:
    """The clauses that are closed for ``subject``, whatever the purpose, each with when last."""
    with handover(RECORD, ground="what is restricted"):
        rows = ClosedCell.objects.filter(owner_id=subject).order_by("at")
        return dict(rows.values_list("clause", "at"))


def closed_among(
    people: Collection[int], clauses: Collection[Clause], purpose: Purpose
) -> dict[int, set[str]]:
    """Those of ``people`` for whom some of ``clauses`` are closed under ``purpose``, and which."""
    found: dict[int, set[str]] = {}
    if not purpose.heeds_restriction:
        return found
    names = [one.id for one in clauses]
    with handover(RECORD, ground="what is restricted"):
        for some in batched(people, _AT_ONCE):
            rows = ClosedCell.objects.filter(owner_id__in=some, clause__in=names)
            for owner, clause in rows.values_list("owner_id", "clause"):
                found.setdefault(owner, set()).add(clause)
    return found


def carries(subject: int, clause_ids: Collection[str], payload: Mapping[str, Any]) -> bool:
    """Whether ``payload`` holds a text of these clauses, under whatever clause it goes out."""
    said = [html.unescape(one).casefold() for one in _texts(payload)]
    return any(
        value == one or (len(value) >= _WHOLE and value in one)
        for value in _values(subject, clause_ids)
        for one in said
    )


def _values(subject: int, clause_ids: Collection[str]) -> set[str]:
    """The texts that the person's cells of these clauses hold; of a secret none."""
    found: set[str] = set()
    with entered(RIGHTS, Viewer.person(subject), ground="what is restricted"):
        for table in registry().personal():
            names = [
                column.attname
                for clause in table.clauses
                if clause.id in clause_ids and not clause.secret
                for column in table.columns_of(clause)
            ]
            if names:
                owner = table.columns[table.owner].attname
                rows = table.model._base_manager.filter(**{owner: subject})
                for row in rows.values_list(*names):
                    found.update(one.casefold() for one in _texts(row))
    return found


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
