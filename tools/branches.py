"""`./test coverage`: every branch of the kernel, the rules and the actions is taken by a test."""

import os
import sys
import tempfile

from tools import plan
from tools.step import LOGS, Step
from tools.summary import summary

HELD = "salerno/privacy/*,*/rules.py,*/rules/*,*/actions.py,*/actions/*"


def main() -> int:
    """Run the tests on SQLite under measure, then hold the report to all branches."""
    LOGS.mkdir(parents=True, exist_ok=True)
    run = plan.tests("measured", "-n2", f"--ignore={plan.STORIES}")
    measure = str(plan.BIN / "coverage")
    run.command[:1] = [measure, "run"]
    report = ["report", f"--include={HELD}", "--fail-under=100", "--show-missing", "--skip-covered"]
    steps = [
        run,
        Step("gathered", [measure, "combine", "-q"]),
        Step("branches", [measure, *report]),
    ]
    with tempfile.TemporaryDirectory(prefix="salerno-test-") as data:
        os.environ["SALERNO_DATA"] = data
        for step in steps:
            step.run()
    return summary(steps)


if __name__ == "__main__":
    sys.exit(main())
