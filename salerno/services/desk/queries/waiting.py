"""What requests that are open still need: nothing of their person is swept meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from salerno.privacy.models import Subject
from salerno.privacy.registry import Table
from salerno.services.desk.models import Case
from salerno.services.desk.rules.cases import Kind, State

INSPECTING = (Kind.ACCESS, Kind.PORTABILITY, Kind.CORRECTION)
"""Requests that are answered from what is held. 34 CFR 99.10(e): none of it is destroyed."""


class OpenRequests:
    """An open request keeps its own rows, and one to inspect keeps what there is to inspect."""

    name = "open requests"

    def busy(self, table: Table) -> Q | None:
        """The rows that an open request still needs."""
        if table.model is Subject:
            return None
        open_ = Case.objects.exclude(state=State.CLOSED)
        if table.model._meta.app_label != "desk":
            open_ = open_.filter(kind__in=INSPECTING, state=State.OPEN)
        if not open_.exists():
            return None  # and the statements of the sweep stay short
        return Q(Exists(open_.filter(owner_id=OuterRef(table.columns[table.owner].attname))))

    def ending(self, table: Table, keys: Sequence[Any]) -> None:
        """Nothing counts on rows that go: none of them was needed."""
