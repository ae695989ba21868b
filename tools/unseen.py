"""Runs tests once, then against each change in a fork: those that ran its line, until one fails."""

import os
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.changes import Change
from tools.forks import FAILED, each, fails
from tools.living import put, tell, watch

PATIENCE, TOO_SLOW = 30, 15  # seconds: more than tests took; of a test that is left out


class Unseen:
    """A plugin of pytest. `lived`: the changes that no test saw."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes, self.lived, self.is_fork = changes, list[Change](), False
        self.ran: dict[tuple[str, int], set[pytest.Item]] = defaultdict(set)
        self.took: dict[pytest.Item, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End a fork with its first failure: the change was seen."""
        if self.is_fork and report.failed:
            os._exit(FAILED)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests, and where all pass, against every change."""
        watch({one.file for one in self.changes})
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            tell(lambda *line, item=item: self.ran[line].add(item))
            start = time.perf_counter()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following or session.items[0])
            self.took[item] = time.perf_counter() - start
        tell(lambda _file, _line: None)
        if not session.testsfailed:
            self.lived = [one for one in self.changes if not self.is_seen(one, session.items)]
        return True

    def is_seen(self, change: Change, items: list[pytest.Item]) -> bool:
        """Whether a test sees a change: the files of quick tests are asked first."""
        file, costs = str(change.file.absolute()), defaultdict[Path, float](float)
        ran = {one for line in change.lines for one in self.ran[file, line]}
        found = [one for one in items if one in ran and self.took[one] < TOO_SLOW]
        for one in found:
            costs[one.path] += self.took[one]
        found.sort(key=lambda one: (costs[one.path], one.path))

        def against() -> None:
            self.is_fork = True
            put(change.code)
            each(found)

        return fails(against, PATIENCE + 5 * round(sum(costs.values())))
