"""The reads of this room, by what is read."""

from __future__ import annotations

from salerno.services.practice.queries.content import (
    bank,
    banks,
    blueprint,
    has_begun,
    is_offered,
    opened,
    size,
)
from salerno.services.practice.queries.desk import (
    as_file,
    counted,
    counts,
    first_answers,
    item,
    items,
    keys,
    objectives,
    wrote,
)
from salerno.services.practice.queries.programs import progress_of
from salerno.services.practice.queries.report import (
    LINES,
    confidence,
    dues,
    overview,
    record,
    sittings,
)
from salerno.services.practice.queries.study import feedback
from salerno.services.practice.queries.trial import exam_item, exam_page, exam_result, exams

__all__ = [
    "LINES", "as_file", "bank", "banks", "blueprint", "confidence", "counted", "counts", "dues",
    "exam_item", "exam_page", "exam_result", "exams", "feedback", "first_answers", "has_begun",
    "is_offered", "item", "items", "keys", "objectives", "opened", "overview", "progress_of",
    "record", "sittings", "size", "wrote",
]  # fmt: skip
