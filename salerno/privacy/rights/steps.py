"""What follows an erasure outside its transaction: files and derived stores. Resumable."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import ErasureStep
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry
from salerno.privacy.stores import DerivedStore, stores

REBUILD = "rebuild:"  # a store that has lost more than it should, and is made anew


def carry_out(subject: int | None = None) -> int:
    """Do what is written down, of one subject or of all; return how many steps were done.

    Each step can be done twice: a killed process leaves a person's in the list, and the next
    one does them again.
    """
    with entered(ERASURE, Viewer.job("erasure"), ground="after the commit"):
        listed = ErasureStep.objects.order_by("pk")
        if subject is not None:
            listed = listed.filter(subject_number=subject)
        done = 0
        for _, steps in groupby(listed, key=lambda one: one.subject_number):
            done_now = ErasureStep.objects.filter(pk__in=[_do(step) for step in steps])
            done += done_now._raw_delete(done_now.db)  # noqa: SLF001  one statement, at once
        return done


def _rebuild(step: ErasureStep, store: DerivedStore) -> None:
    """Once, after the last of several."""
    later = ErasureStep.objects.filter(kind=step.kind, target=step.target, pk__gt=step.pk)
    if not later.exists():
        store.rebuild()


def _do(step: ErasureStep) -> int:
    """Do one step; its number in the list."""
    if step.kind == "store":
        store = stores().get(step.target.removeprefix(REBUILD))
        if store is not None and step.target.startswith(REBUILD):
            _rebuild(step, store)
        elif store is not None:
            store.purge(step.subject_number)
        return int(step.pk)
    label, _, name = step.target.partition(":")
    model_label, _, field_name = label.rpartition(".")
    for table in registry().personal():
        if table.label == model_label:
            field: Any = table.model._meta.get_field(field_name)
            field.storage.delete(name)
    return int(step.pk)
