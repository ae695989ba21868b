"""Measure one benchmark on the database that the settings name. Started by ``benchmarks.gate``."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.models import Count, Sum

from benchmarks.harness import Result, alternate, compared
from benchmarks.town import models, people
from benchmarks.town.models import Post, Profile
from benchmarks.town.people import VIEWER
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate.audience import audience_size

CASES = ("key", "own", "page", "joined", "scan", "count")
GOALS = {
    "sqlite": {"key": 1.2, "own": 1.15, "page": 1.2, "joined": 1.2, "scan": 2.5},
    "postgresql": {"key": 1.2, "own": 1.15, "page": 1.4, "joined": 1.4, "scan": 1.4},
}
OPEN_GOAL = 1.1
AUDIENCE_GOALS = {"sqlite": 60.0, "postgresql": 200.0}


class Command(BaseCommand):
    """The command."""

    help = "Measure one benchmark here"
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, and how many people."""
        parser.add_argument("bench", choices=("gate", "audience"))
        parser.add_argument("people", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the results as one line."""
        measured = {"gate": gate, "audience": audience}[options["bench"]]
        found = measured(options["people"])
        self.stdout.write(json.dumps([vars(one) for one in found]))


def gate(size: int) -> list[Result]:
    """Build the town and measure each case, some people closed and nobody."""

    people.build(size)
    found = []
    for share, suffix in ((20, ""), (0, "-open")):
        people.close_some(share)
        for case in CASES:
            goal = GOALS[connection.vendor].get(case)
            goal = OPEN_GOAL if suffix and case != "count" else goal
            tasks = _tasks(case, size)
            with entered(models.SHOW, Viewer.person(VIEWER)):
                found.append(compared(f"{case}{suffix}", connection.vendor, size, tasks, goal))
    return found


def _tasks(case: str, size: int) -> dict[str, Callable[[], object]]:

    ask = _questions(size)[case]
    return {"ours": lambda: ask("default"), "plain": lambda: ask("plain")}


def _questions(size: int) -> dict[str, Callable[[str], object]]:

    key = size // 2 // 6 * 6 + 5  # somebody whom everybody sees

    def page(alias: str) -> Any:
        return Post.objects.using(alias).filter(kind=3, pk__gt=size).order_by("pk")

    return {
        "key": lambda alias: Profile.objects.using(alias).get(pk=key),
        "own": lambda alias: list(Post.objects.using(alias).filter(owner_id=VIEWER)),
        "page": lambda alias: list(page(alias)[:20]),
        "joined": lambda alias: list(page(alias).select_related("profile")[:20]),
        "scan": lambda alias: list(
            Post.objects.using(alias).values("kind").annotate(n=Count("pk"), s=Sum("stars"))
        ),
        "count": lambda alias: Post.objects.using(alias).count(),
    }


def audience(size: int) -> list[Result]:
    """Count who is open, five of a hundred people being closed."""

    people.build(size)
    people.close_some(20)
    with entered(models.COUNT, Viewer.job("bench")):
        samples = alternate({"ours": audience_size}, runs=7, seconds=0.0)["ours"]
        assert audience_size() == size - size // 20
    value = statistics.median(samples) / size * 1e9
    goal = AUDIENCE_GOALS[connection.vendor]
    shown = {"ours": [round(one / size * 1e9, 2) for one in samples]}
    return [
        Result(
            "audience", connection.vendor, size, round(value, 1), "ns", goal=goal,
            met=value <= goal, samples=shown,
        )
    ]  # fmt: skip
