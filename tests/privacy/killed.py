"""A house whose writers are killed at every statement, and what is left of it each time.

Run as a program of its own: it prepares a database, then forks a writer for each point at
which one can be killed (before each statement, before and after the commit), and looks. It
prints what it saw as JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, RESEARCH  # noqa: E402
from salerno.privacy import (  # noqa: E402
    anchors,
    audit,
    choices,
    clock,
    facts,
    law,
    ledger,
    outbox,
    subjects,
)
from salerno.privacy.context import Viewer, entered  # noqa: E402
from salerno.privacy.declare import Reach  # noqa: E402
from salerno.privacy.disclose import disclose  # noqa: E402
from salerno.privacy.models import (  # noqa: E402
    Choice,
    Disclosure,
    Fact,
    LedgerEntry,
    OutboxItem,
    Subject,
    Tie,
)
from salerno.privacy.purposes import ERASURE, RECORD  # noqa: E402
from salerno.privacy.registry import registry  # noqa: E402
from salerno.privacy.rights import carry_out, copy, erase  # noqa: E402
from tests.privacy.conftest import LETTER, a_policy  # noqa: E402

MOST_POINTS = 400
FIELDS = {"to": "a@b.example", "text": "x", "subject": "s", "html": "", "headers": {}}


class Killer:
    """Kills this process when the count runs out."""

    def __init__(self, points: int) -> None:
        self.left = points

    def pass_one(self) -> None:
        """One more point at which the process may die."""
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        self.pass_one()
        return execute(*words)

    def watch_commits(self) -> None:
        """The moments right before and right after a commit are points as well."""
        backend: Any = connection
        commit = backend._commit

        def watched() -> None:
            self.pass_one()
            commit()
            self.pass_one()

        backend._commit = watched


def person() -> int:
    """The person of the test: the first that there is and who is still active."""
    with entered(RECORD, Viewer.job("test")):
        rows = Subject.objects.filter(state=Subject.State.ACTIVE).order_by("pk")
        return int(rows.values_list("pk", flat=True)[0])


def choose() -> None:
    """Give, or withdraw what was given."""
    one = person()
    with entered(ACCOUNT, Viewer.visitor()):
        if choices.is_given(one, "research"):
            choices.withdraw(one, "research")
        else:
            choices.choose(one, choices.ask(RESEARCH), "given")


def send() -> None:
    """Disclose a letter."""
    with entered(CORRESPONDENCE, Viewer.visitor()):
        disclose(LETTER, "mail_carrier", {person(): FIELDS}, ground="a test")


def deliver() -> None:
    """Deliver what waits; what a dead worker claimed is due again each hour."""
    with clock.clock_ahead(timedelta(hours=1 + trials["deliver"].points)):
        outbox.deliver()


def register() -> None:
    """Somebody new, tied to somebody, with a fact: one transaction, as a room writes it."""
    with entered(ACCOUNT, Viewer.visitor()), transaction.atomic():
        made = subjects.new_subject(layer="eu")
        subjects.tie(made, person(), Reach.CONNECTIONS)
        facts.record("registered", made)


def take_copy() -> None:
    """A copy of everything."""
    one = person()
    with entered(ACCOUNT, Viewer.person(one)):
        copy(one)


def leave() -> None:
    """Erase the person."""
    erase(person(), ground="asked")


def problems() -> list[str]:
    """What must hold at any moment and does not."""
    found = [*ledger.verify().problems, *audit.verify().problems]
    with entered(RECORD, Viewer.job("test")):
        choice_rows = Choice.objects.count()
        kinds = list(LedgerEntry.objects.values_list("kind", flat=True))
        waiting = set(Disclosure.objects.filter(state="waiting").values_list("pk", flat=True))
        items = list(OutboxItem.objects.values_list("disclosure_id", flat=True))
        ties = Tie.objects.count()
        happened = set(Fact.objects.values_list("owner_id", flat=True))
        people = {one.pk: one.state for one in Subject.objects.all()}
    held = owners()
    found += [] if choice_rows <= kinds.count("choice") else ["a choice without an entry"]
    found += [] if waiting == set(items) else ["an account without its payload, or the reverse"]
    found += [] if len(items) == len(set(items)) else ["one payload twice"]
    new = {pk for pk, state in people.items() if state == Subject.State.ACTIVE} - {first}
    registered = happened == new and ties in (len(new), 0)  # none: whom they knew has left
    found += [] if registered else ["half of a registration"]
    for one, state in people.items():
        found += _of_person(one, state, held)
    return found


def owners() -> dict[str, set[int]]:
    """Whom each table is about, every row counted."""
    with entered(ERASURE, Viewer.job("test")):
        return {
            table.label: set(
                table.model._base_manager.values_list(table.columns[table.owner].attname, flat=True)
            )
            for table in registry().personal()
            if table.model is not Subject
        }


def _of_person(one: int, state: str, held: dict[str, set[int]]) -> list[str]:
    if state == Subject.State.ERASED:
        return [
            f"{label} holds an erased person" for label, owners in held.items() if one in owners
        ]
    if state == Subject.State.PSEUDONYM:
        return []
    found = []
    with entered(ACCOUNT, Viewer.visitor()):
        if choices.is_given(one, "research") is not subjects.is_open(one, RESEARCH):
            found.append("the gate and the choice differ")
        if subjects.is_open(one, MARKETING_MAIL) is not (one == first):
            found.append("the law of a new subject is half applied")
    return found


def state() -> tuple[int, ...]:
    """Enough to tell old from new."""
    with entered(RECORD, Viewer.job("test")):
        return (
            LedgerEntry.objects.count(),
            OutboxItem.objects.count(),
            Subject.objects.count(),
            Subject.objects.filter(state=Subject.State.ERASED).count(),
            Fact.objects.count(),
        )


@dataclass
class Trial:
    """What was seen of one verb."""

    points: int
    old: int = 0
    new: int = 0


def forked(work: Callable[[], None], points: int) -> bool:
    """Run ``work`` in a process of its own that dies at a point; True where it lived."""
    audit.flush()
    connection.close()
    child = os.fork()
    if child == 0:
        killer = Killer(points)
        connection.ensure_connection()
        killer.watch_commits()
        with connection.execute_wrapper(killer):
            work()
        audit.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{work.__name__} failed by itself")
    return not os.WIFSIGNALED(status)


def try_verb(work: Callable[[], None], seen: list[str]) -> Trial:
    """Kill ``work`` at its first point, its second, and so on, until it lives."""
    for points in range(MOST_POINTS):
        trial = trials.setdefault(work.__name__, Trial(0))
        trial.points = points
        before = state()
        lived = forked(work, points)
        changed = state() != before
        trial.new += changed
        trial.old += not changed
        seen += [f"{work.__name__} at {points}: {one}" for one in problems()]
        if lived:
            return trial
    raise SystemExit(f"{work.__name__} has more than {MOST_POINTS} points")


trials: dict[str, Trial] = {}
first = 0


def main() -> None:
    """Prepare, try every verb, say what was seen."""
    global first  # noqa: PLW0603
    call_command("migrate", verbosity=0)
    seen: list[str] = []
    with law.under(a_policy()):
        with entered(ACCOUNT, Viewer.visitor()):
            first = subjects.new_subject(layer="none")
        for work in (choose, choose, send, deliver, register, take_copy):
            try_verb(work, seen)
        deliver_all(seen)
        leave_all(seen)
    said = {"trials": {verb: vars(one) for verb, one in trials.items()}, "problems": seen}
    sys.stdout.write(json.dumps(said))


def deliver_all(seen: list[str]) -> None:
    """Whatever a killed delivery left is delivered in the end, each letter once."""
    with clock.clock_ahead(timedelta(days=90)):
        outbox.deliver()
    left = state()[1]
    letters = len(list((anchors.folder() / "outbox").glob("*.eml")))
    with entered(RECORD, Viewer.job("test")):
        sent = Disclosure.objects.filter(state="sent").count()
    if left or letters != sent:
        seen.append(f"{left} wait, {sent} were sent, {letters} arrived")


def leave_all(seen: list[str]) -> None:
    """The erasure, killed at each point, and what a second run still has to do."""
    trial = try_verb(leave, seen)
    carry_out()
    with entered(RECORD, Viewer.job("test")):
        erased = list(
            Subject.objects.filter(state=Subject.State.ERASED).values_list("pk", flat=True)
        )
    for one in erased:
        if audit.records_of(one):
            seen.append("the audit holds an erased person after all")
    if trial.new < 1:
        seen.append("nobody was erased")


if __name__ == "__main__":
    main()
