"""What work that goes on still needs. Such rows are left to the sweep of another night."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q

from salerno.privacy import clock
from salerno.privacy.models import Disclosure, OutboxItem
from salerno.privacy.registry import Table


class LiveWork(Protocol):
    """Work that goes on: an item on its way out, an open request or case, a running job."""

    name: str

    def busy(self, table: Table) -> Q | None:
        """The rows of ``table`` that it still needs; None where it needs none."""

    def ending(self, table: Table, keys: Sequence[Any]) -> None:
        """These rows go, in this transaction: put right what counted on them."""


_works: dict[str, LiveWork] = {}


def register_live(work: LiveWork) -> None:
    """Let a room say which rows its work still needs. The same name replaces."""
    _works[work.name] = work


def forget_live(name: str) -> None:
    """The work named is over."""
    _works.pop(name, None)


def busy(table: Table) -> Q | None:
    """The rows of ``table`` that some work still needs; None where none can be."""
    asked = [one for one in (work.busy(table) for work in _works.values()) if one is not None]
    return reduce(or_, asked) if asked else None


def ending(table: Table, keys: Sequence[Any]) -> None:
    """Tell all work that these rows go."""
    for work in _works.values():
        work.ending(table, keys)


class Outbox:
    """An item that an adapter may have just now, and the account of what waits."""

    name = "outbox"

    def busy(self, table: Table) -> Q | None:
        """A claimed item is not taken from under its adapter; its account stays with it."""
        if table.model is OutboxItem:
            return Q(tries__gt=0, next_try_at__gt=clock.now())
        if table.model is Disclosure:
            return Q(Exists(OutboxItem.objects.filter(disclosure_id=OuterRef("pk"))))
        return None

    def ending(self, table: Table, keys: Sequence[Any]) -> None:
        """What waited longer than its term did not go out, and its account says so."""
        if table.model is OutboxItem:
            items = OutboxItem.objects.filter(pk__in=keys)
            numbers = list(items.values_list("disclosure_id", flat=True))
            Disclosure.objects.filter(pk__in=numbers).update(state=Disclosure.State.STOPPED)


register_live(Outbox())
