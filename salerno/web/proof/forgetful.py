"""A fault on purpose: an erasure that leaves one store out. No site is started with it but a proof.

The store is ``media`` (the files), a derived store by its name, or a table by its name.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

from salerno.privacy import stores
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.fate import children_first

MEDIA = "media"


def leave_out(store: str) -> None:
    """Make every erasure of this process forget ``store``."""
    if store == MEDIA:
        setattr(FileSystemStorage, "delete", _kept)  # noqa: B010
    elif store in stores.stores():
        vars(stores.stores()[store])["purge"] = _none_purged
    elif store in registry().tables:
        _leave_out_table(store)
    else:
        raise ImproperlyConfigured(f"There is no store {store}.")


def _kept(_self: FileSystemStorage, _name: str) -> None:
    """The file stays where it is."""


def _none_purged(_subject: int) -> int:
    return 0


def _leave_out_table(store: str) -> None:
    def others(tables: Iterable[Table]) -> list[Table]:
        return [one for one in children_first(tables) if one.name != store]

    module = importlib.import_module("salerno.privacy.rights.erase")
    vars(module)["children_first"] = others
