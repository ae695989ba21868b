"""`./test`: runs every check and test, and says of each: passed, failed or not run."""

import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import apt, plan, postgres
from tools.step import LOGS, Step
from tools.summary import summary

RECORD = Path(".salerno/clauses.json").absolute()
AT_ONCE = 2


def run_all(*, quick: bool) -> int:
    """Run the checks side by side, then the tests one run after the other."""
    steps = plan.checks() + ([plan.tests("laws", "tests/laws")] if quick else [])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Step.run, steps))
    if not quick:
        RECORD.unlink(missing_ok=True)
        os.environ["SALERNO_RECORD"] = str(RECORD)
        with postgres.server() as server:
            for step in plan.everything(server, apt.chromium()):
                step.run()
                steps.append(step)
    return summary(steps)


def run_paths(words: list[str]) -> int:
    """Run only these tests, on the database that SALERNO_DB names."""
    step = plan.tests("paths", *words, SALERNO_CHROMIUM=apt.chromium() or "")
    if os.environ.get("SALERNO_DB") != "postgresql" or "SALERNO_DB_URL" in os.environ:
        step.run()
        return summary([step])
    with postgres.server() as server:
        step.environment |= server or {}
        step.refused = "" if server else plan.NO_SERVER
        step.run()
    return summary([step])


def main(words: list[str]) -> int:
    """Store everything in a folder of this run's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
    LOGS.mkdir(parents=True, exist_ok=True)
    data = tempfile.mkdtemp(prefix="salerno-test-")
    os.environ["SALERNO_DATA"] = data
    try:
        return run_paths(words) if words and words != ["quick"] else run_all(quick=bool(words))
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
