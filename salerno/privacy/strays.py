"""Files that no row names: what a process left that was killed between the file and the commit.

A file is written before its row, so that no row ever names a file that is not there. Whoever is
killed in between leaves a file that nobody reaches, and that may be about somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.db.models import FileField

from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry

YOUNG = timedelta(hours=1)  # a row may still be on its way


def sweep(younger: timedelta = YOUNG) -> int:
    """Delete every file of a table about people that no row names; return how many went."""
    gone = 0
    with entered(ERASURE, Viewer.job("strays"), ground="files that no row names"):
        for model, one in _file_columns():
            rows = model._base_manager.exclude(**{one.attname: ""})
            named = set(rows.values_list(one.attname, flat=True))
            for name in _old_files(one, younger):
                if name not in named:
                    one.storage.delete(name)
                    gone += 1
    return gone


def _file_columns() -> Iterator[tuple[Any, Any]]:
    for table in registry().personal():
        for one in table.model._meta.local_concrete_fields:
            if isinstance(one, FileField):
                yield table.model, one


def _old_files(one: Any, younger: timedelta) -> Iterator[str]:
    """The files in the column's own folder that are older than a row may take to come."""
    folder = str(PurePosixPath(one.generate_filename(None, "file")).parent)
    if not one.storage.exists(folder):
        return
    before = clock.now() - younger
    for name in one.storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if one.storage.get_modified_time(path) <= before:
            yield path
