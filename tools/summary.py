"""The end of a run: one table, what was left out, and the counts."""

from tools.step import Step

WRONG = {"failure", "error"}


def summary(steps: list[Step]) -> int:
    """Print the table, what was not run, and the counts; answer the exit status."""
    print(f"\n  {'step':<30} {'result':<8}  seconds")
    for step in steps:
        print(step.line())
    passed = failed = 0
    left_out = [f"{step.name}: {step.refused}" for step in steps if step.refused]
    for step in steps:
        for case in step.cases():
            kinds = {child.tag: child.get("message", "") for child in case}
            if "skipped" in kinds:
                left_out.append(f"{step.name}: {case.get('name')}: {kinds['skipped']}")
            failed += bool(WRONG & kinds.keys())
            passed += not (WRONG | {"skipped"}) & kinds.keys()
    print(f"\nNot run: {len(left_out) or 'nothing'}")
    for line in left_out:
        print(f"  {line}")
    print(f"\n{passed} passed, {failed} failed")
    return int(bool(failed) or any(step.code for step in steps))
