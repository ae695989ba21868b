"""`./test`: runs every check and test, and says of each: passed, failed or not run."""

import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import apt, plan, postgres
from tools.step import LOGS, Step

RECORD = Path(".salerno/clauses.json").absolute()
AT_ONCE = 2


def summary(steps: list[Step]) -> int:
    """Print the table, what was not run, and the counts; answer the exit status."""
    print("\nStep                   result     seconds")
    for step in steps:
        print(step.line())
    passed = failed = 0
    left_out = [f"{step.name}: {step.refused}" for step in steps if step.refused]
    for step in steps:
        for case in step.cases():
            kinds = {child.tag: child.get("message", "") for child in case}
            if "skipped" in kinds:
                left_out.append(f"{step.name}: {case.get('name')}: {kinds['skipped']}")
            failed += bool(kinds.keys() & {"failure", "error"})
            passed += not kinds.keys() & {"failure", "error", "skipped"}
    print(f"\nNot run: {len(left_out) or 'nothing'}")
    for line in left_out:
        print(f"  {line}")
    print(f"\n{passed} passed, {failed} failed")
    return int(bool(failed) or any(step.code for step in steps))


def run_all(*, quick: bool) -> int:
    """Run the checks side by side, then the tests one run after the other."""
    steps = plan.checks() + (plan.quick() if quick else [])
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
        step.refused = "" if server else "no PostgreSQL was found, and none could be installed"
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
