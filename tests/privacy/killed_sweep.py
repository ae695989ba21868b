"""A house whose sweeps are killed, one after the other, each a little later than the one before.

Run as a program of its own, as ``killed`` is. It prints what it saw as JSON.
"""

import importlib
import json
import sys
from datetime import timedelta
from typing import Any

from tests.privacy.killed import forked  # the settings are ready from here on

from django.core.management import call_command  # isort: skip

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, law, ledger, retention, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.law import ClauseLaw, Term, TermKind
from salerno.privacy.models import Fact, SweepReport
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from tests.privacy.conftest import a_policy

OLD, YOUNG, STEP = 60, 10, 23
WIDE = 5 * STEP  # once nothing old is left: the other tables are empty, and there are many
sweeping: Any = importlib.import_module("salerno.privacy.retention.sweep")
TERMS = {"kernel.facts": ClauseLaw(Term(TermKind.DAYS, 30))}


def prepare() -> None:
    """Old facts and young ones of one person."""
    with entered(ACCOUNT, Viewer.visitor()):
        one = subjects.new_subject(layer="none")
    at = {True: clock.now() - timedelta(days=40), False: clock.now()}
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Fact.objects.bulk_create(
            Fact(owner_id=one, kind="test", at=at[n < OLD]) for n in range(OLD + YOUNG)
        )


def looked() -> dict[str, int]:
    """What is stored, and what the reports have counted."""
    with entered(ERASURE, Viewer.job("test")):
        young = Fact.objects.filter(at__gt=clock.now() - timedelta(days=30)).count()
        left = Fact.objects.count() - young
    reports = list(SweepReport.objects.filter(kind="sweep").values_list("lines", flat=True))
    counted = sum(
        one["rows"] for lines in reports for one in lines if one["table"] == "privacy_fact"
    )
    return {"left": left, "young": young, "counted": counted, "reports": len(reports)}


def main() -> None:
    """Kill sweep after sweep until one lives."""
    call_command("migrate", verbosity=0)
    made = a_policy()
    sweeping.BATCH = 5
    seen: list[dict[str, int]] = []
    with law.under(a_policy(clauses={**made.clauses, **TERMS}, digest="killed sweep")):
        prepare()
        points, lived = 0, False
        while not lived:
            points += STEP if not seen or seen[-1]["left"] else WIDE
            lived = forked(sweep, points)
            seen.append(looked() | {"lived": lived})
        proof = retention.prove().rows
    problems = list(ledger.verify().problems)
    sys.stdout.write(json.dumps({"seen": seen, "proof": proof, "problems": problems}))


def sweep() -> None:
    """One sweep."""
    retention.sweep()


if __name__ == "__main__":
    main()
