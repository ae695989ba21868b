"""What a program reads of its residents. The gate opens these tables to the relation SEAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from salerno.policy.purposes import INSTITUTION_REPORTS, PRACTICE
from salerno.privacy.doing import query
from salerno.services.practice import models
from salerno.services.practice.rules import mastery, times
from salerno.services.practice.values import (
    ExamScore,
    Metacognition,
    ModuleProgress,
    Progress,
    Span,
)

FIGURES = (
    "answers", "from_at", "to_at", "sure", "right", "bias", "brier", "reliability", "resolution",
    "uncertainty", "ece", "gamma", "auroc",
)  # fmt: skip

type Worked = Mapping[tuple[int, int], tuple[int, datetime | None]]


@query(INSTITUTION_REPORTS, PRACTICE)
def progress_of(
    subjects: Collection[int], spans: Mapping[int, Span] | None = None
) -> dict[int, Progress]:
    """Modules, minutes, exam scores and metacognition of each subject. Five statements.

    ``spans``: the time of each seat; sittings, exams and metacognitive scores that do not lie
    wholly within it are left out. Who is not open to the viewer is there, with nothing in it.
    """
    wanted, seats = set(subjects), spans or {}
    worked = _worked(wanted, seats)
    modules = _modules(wanted, worked)
    exams = _exams(wanted, seats)
    scores = _metacognition(wanted, seats)
    return {
        one: Progress(tuple(modules[one]), tuple(exams[one]), tuple(scores[one])) for one in wanted
    }


def _worked(wanted: set[int], seats: Mapping[int, Span]) -> Worked:
    """Seconds and the last moment, by subject and module."""
    found: dict[tuple[int, int], tuple[int, datetime | None]] = {}
    rows = models.Sitting.objects.filter(owner_id__in=wanted).order_by("last_at")
    columns = ("owner_id", "module_id", "started_at", "last_at", "seconds")
    for owner, module, begun, ended, seconds in rows.values_list(*columns):
        if begun is not None and seats.get(owner, Span()).holds(begun, ended):
            before = found.get((owner, module), (0, None))[0]
            found[owner, module] = (before + seconds, ended)
    return found


def _modules(wanted: set[int], worked: Worked) -> Mapping[int, list[ModuleProgress]]:
    rows = models.Objective.objects.filter(parent=None).order_by("bank__slug", "number")
    titles = {
        pk: (bank, title) for pk, bank, title in rows.values_list("pk", "bank__slug", "title")
    }
    learned: dict[tuple[int, int], tuple[int, int]] = {}
    progress = models.Progress.objects.filter(owner_id__in=wanted)
    for owner, module, done, live in progress.values_list(
        "owner_id", "module_id", "learned", "live"
    ):
        if done is not None:
            learned[owner, module] = (done, live)
    found: dict[int, list[ModuleProgress]] = defaultdict(list)
    for owner, module in sorted({*learned, *worked}, key=lambda one: list(titles).index(one[1])):
        bank, title = titles[module]
        done, live = learned.get((owner, module), (0, 0))
        seconds, last_at = worked.get((owner, module), (0, None))
        percent = mastery.percent(done, live)
        minutes = times.minutes(seconds)
        found[owner].append(
            ModuleProgress(bank, module, title, done, live, percent, minutes, last_at)
        )
    return found


def _exams(wanted: set[int], seats: Mapping[int, Span]) -> Mapping[int, list[ExamScore]]:
    found: dict[int, list[ExamScore]] = defaultdict(list)
    rows = models.Score.objects.filter(owner_id__in=wanted).order_by("seen_at")
    columns = ("owner_id", "bank__slug", "right", "asked", "started_at", "submitted_at")
    for owner, bank, right, asked, begun, ended in rows.values_list(*columns):
        if ended is not None and seats.get(owner, Span()).holds(begun, ended):
            percent = mastery.percent(right, asked)
            found[owner].append(ExamScore(bank, right, asked, percent, ended))
    return found


def _metacognition(
    wanted: set[int], seats: Mapping[int, Span]
) -> Mapping[int, list[Metacognition]]:
    found: dict[int, list[Metacognition]] = defaultdict(list)
    rows = models.Calibration.objects.filter(owner_id__in=wanted).order_by("bank__slug")
    for owner, bank, *figures in rows.values_list("owner_id", "bank__slug", *FIGURES):
        if figures[0] is None:
            continue
        made = Metacognition(bank, *figures)
        if seats.get(owner, Span()).holds(made.from_at, made.to_at):
            found[owner].append(made)
    return found
