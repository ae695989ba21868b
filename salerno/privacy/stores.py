"""What stands outside the ORM: derived stores, and a cache that holds nothing personal.

A derived store (a search index, an event file, an export) names the columns that it copied,
can be rebuilt, and can take one person out. The cache holds numbers and times; text only under
a prefix that says why it is about nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import pickle
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Model, QuerySet

from salerno.privacy import audit, outbox
from salerno.privacy.anchors import folder
from salerno.privacy.auditlog import index
from salerno.privacy.context import current_or_none, refuse
from salerno.privacy.errors import DeclarationError, GateError
from salerno.privacy.registry import registry


class DerivedStore(Protocol):
    """A copy of declared columns outside the tables that own them."""

    name: str
    columns: tuple[str, ...]  # "app.Model.column"

    def rebuild(self) -> None:
        """Make it anew from what is stored."""

    def purge(self, subject: int) -> int:
        """Take one person out; return how many places went."""


_stores: dict[str, DerivedStore] = {}
_tables: dict[str, str] = {}
_merges: dict[str, Callable[[], None]] = {}


def register_store(
    store: DerivedStore,
    *,
    tables: Mapping[str, str] | None = None,
    merge: Callable[[], None] | None = None,
) -> None:
    """Make a derived store known: erasure purges it, the map lists it.

    ``tables``: those that it keeps in the database without a model, each with what it holds.
    ``salerno purge`` rewrites them as well, and before that calls ``merge``, which leaves no
    byte of what was taken out in files of the store's own form.
    """
    if _stores.get(store.name, store) is not store:
        raise DeclarationError(f"Derived store {store.name} is declared twice.")
    _stores[store.name] = store
    _tables.update(tables or {})
    if merge is not None:
        _merges[store.name] = merge


def merge_all() -> None:
    """Let every derived store put its parts together anew."""
    for merge in _merges.values():
        merge()


def store_tables() -> Mapping[str, str]:
    """The tables of derived stores by name, each with what it holds."""
    return dict(_tables)


def stores() -> Mapping[str, DerivedStore]:
    """Every derived store by name."""
    return dict(_stores)


class AuditStore:
    """The audit's lines, which are about people too, and their index."""

    name = "audit"
    columns: tuple[str, ...] = ()

    def rebuild(self) -> None:
        """The lines are the source; only their index is made anew."""
        index.purge(folder() / "audit")
        audit.bring_index_up_to_date()

    def purge(self, subject: int) -> int:
        """Remove a person's records."""
        return audit.forget(subject)


class SpoolStore:
    """What adapters of this house laid down, as the file drop does."""

    name = "spool"
    columns: tuple[str, ...] = ("privacy.OutboxItem.payload",)

    def rebuild(self) -> None:
        """What was delivered is not made anew."""

    def purge(self, subject: int) -> int:
        """Remove what was laid down about a person."""
        prefix = outbox.key_prefix(subject)
        return sum(one.forget(prefix) for one in outbox.holding())


register_store(AuditStore())
register_store(SpoolStore())


def cache_key(name: str, subject: int, epoch: int) -> str:
    """A key about one person: keyed, so that it names nobody, and void with the next epoch."""
    said = f"{name}|{subject}|{epoch}".encode()
    return f"{name}:{hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]}"


class _Watched(pickle.Pickler):
    """Pickles, unless something on the way is a row of a declared table."""

    def reducer_override(self, value: Any) -> Any:
        model = value.model if isinstance(value, QuerySet) else type(value)
        if isinstance(value, Model | QuerySet):
            table = registry().tables.get(model._meta.db_table)
            if table is None or table.owner:
                raise refuse(
                    GateError(f"{model._meta.label} in the cache: keep an id and an epoch.")
                )
        return NotImplemented


class GuardedCache(LocMemCache):
    """Django's cache in memory, for what is about nobody.

    OPTIONS["IMPERSONAL"] maps a prefix of keys to the reason why text under it is about nobody.
    Outside a purpose nothing personal was read, so there text is free.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        options = dict(params.get("OPTIONS", {}))
        self.impersonal: dict[str, str] = options.pop("IMPERSONAL", {})
        super().__init__(name, params | {"OPTIONS": options})

    def _checked(self, key: str, value: Any) -> Any:
        if "@" in key:
            raise refuse(GateError("A cache key names an address: use stores.cache_key."))
        _Watched(io.BytesIO(), self.pickle_protocol).dump(value)
        free = current_or_none() is None or any(key.startswith(one) for one in self.impersonal)
        if not free and not _says_nothing(value):
            raise refuse(
                GateError(f"Text in the cache under {key.partition(':')[0]}: say why it is about "
                          "nobody in OPTIONS['IMPERSONAL'], or keep an id and an epoch.")
            )  # fmt: skip
        return value

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        """Set a value where there is none."""
        return super().add(key, self._checked(key, value), *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Set a value."""
        super().set(key, self._checked(key, value), *args, **kwargs)


def _says_nothing(value: Any) -> bool:
    """Whether a value holds numbers, times, a mark of one letter, and lists of them only."""
    if isinstance(value, list | tuple | set | frozenset):
        return all(_says_nothing(one) for one in value)
    if isinstance(value, dict):
        return all(_says_nothing(one) for pair in value.items() for one in pair)
    if isinstance(value, str):
        return len(value) <= 1
    return value is None or isinstance(value, bool | int | float | date | timedelta)
