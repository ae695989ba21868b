"""What came after a backup is done again before anybody is served: nobody is resurrected.

Runs in a process of its own, on the restored data and nothing else, before it takes the place
of what serves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection as django_connection
from django.db import transaction

from salerno.privacy import audit, choices, clock, holds, journal, ledger, subjects
from salerno.privacy.choices import State
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.journal import Entry, Kind
from salerno.privacy.law import ChoiceForm
from salerno.privacy.models import Restriction, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.registry import registry
from salerno.privacy.restriction import effect
from salerno.privacy.restriction.values import REVIEW
from salerno.privacy.rights import carry_out, erase, vault, walk

connection: Any = django_connection
JOB = Viewer.job("restore")
LEFT = frozenset({"privacy_subject", "privacy_vault"})  # of somebody erased: a number, and a mark


@dataclass
class Done:
    """What was done again, and what stands in the way of serving: ``problems`` are sentences."""

    erased: int = 0
    closed: int = 0
    withdrawn: int = 0
    restricted: int = 0
    problems: list[str] = field(default_factory=list)


def apply(
    since: datetime, people: int, override: str = "", known: Iterable[Entry] | None = None
) -> Done:
    """Do again what the journal holds. ``since``: when the backup was taken. ``people``: the
    highest number that was ever given; nobody new gets one at or below it. ``known``: the
    journal that lies in the backup.
    """
    done, lines = Done(), list(journal.entries())
    last = journal.standing(lines)
    for one in last.values():
        _take_out(done, one)
    for one in journal.choices_after(lines, since, known):
        _again(done, one)
    carry_out()
    never_again(max([people, *last]))
    _write_down(done, since, override)
    audit.flush()
    done.problems += [
        *reachable(last.values()),
        *ledger.verify().problems,
        *audit.verify().problems,
    ]
    return done


def _take_out(done: Done, one: Entry) -> None:
    with entered(ERASURE, JOB, ground="the erasure journal, after a restore"):
        states = dict(Subject.objects.filter(pk=one.subject).values_list("pk", "state"))
    state = states.get(one.subject)
    if state is None or one.kind not in journal.GONE:
        return
    is_here = state not in {Subject.State.ERASED, Subject.State.PSEUDONYM}
    if one.kind is Kind.CLOSED and is_here:
        vault.close_again(one.subject, str(one.more["key"]))
        done.closed += 1
    elif one.kind is Kind.ERASED:
        if is_here:
            erase(one.subject, ground="the erasure journal, after a restore")
            done.erased += 1
        vault.destroy_of(one.subject)


def _again(done: Done, one: Entry) -> None:
    """A no that came after the backup stands; whoever said yes since is asked once more."""
    known = registry().purposes
    named = [known[name] for name in one.more.get("purposes", ()) if name in known]
    with transaction.atomic(), entered(RECORD, JOB, ground="taken back after the backup"):
        here = Subject.objects.filter(pk=one.subject).exclude(
            state__in=(Subject.State.ERASED, Subject.State.PSEUDONYM)
        )
        if not here.exists():
            return
        if one.kind is Kind.RESTRICTED:
            _restrict(one)
            done.restricted += 1
            return
        ids = {purpose.id for purpose in named}
        for given in choices.standing(one.subject):
            if given.state == State.GIVEN and ids & set(given.purposes):
                choices.withdraw(one.subject, given.topic, form=ChoiceForm.REVOKE, channel="house")
        for purpose in named:
            subjects.close(one.subject, purpose, "withdrawn")
            subjects.revoke(one.subject, purpose)
        done.withdrawn += 1


def _restrict(one: Entry) -> None:
    """The restriction as it was; if it was lifted since, the desk lifts it once more."""
    with acting(Act("web.backup.again", KEEPING)):
        row = Restriction.objects.create(
            owner_id=one.subject,
            ground=str(one.more["ground"]),
            clause_ids=list(one.more.get("clauses", ())),
            purpose_ids=list(one.more.get("purposes", ())),
            since=one.at,
            review_date=(clock.now() + REVIEW).date(),
        )
        effect.begin(row)


def never_again(people: int) -> None:
    """Nobody new is given a number that somebody may have had, whom the backup does not know."""
    with connection.gate_open(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = 'privacy_subject'",
                [people],
            )
        elif people:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('privacy_subject', 'id'), "
                "greatest(%s, (SELECT coalesce(max(id), 1) FROM privacy_subject)))",
                [people],
            )


def _write_down(done: Done, since: datetime, override: str) -> None:
    said = {
        "at": clock.now(), "backup": since, "erased": done.erased, "closed": done.closed,
        "withdrawn": done.withdrawn, "restricted": done.restricted, "override": override,
    }  # fmt: skip
    with entered(RECORD, JOB, ground=f"restored{': ' if override else ''}{override}") as entry:
        entry.durable = True
        ledger.append("restored", said)
        audit.note("restored", why=override or "from a backup", backup=since.isoformat())


def reachable(found: Iterable[Entry]) -> list[str]:
    """A sentence for each person who is gone by the journal and of whom a row is left."""
    tables = tuple(registry().personal())
    problems = []
    for one in found:
        if one.kind not in journal.GONE:
            continue
        left = walk.holding(tables, one.subject) - LEFT
        with entered(ERASURE, JOB, ground="the proof after a restore"):
            rows = Subject.objects.filter(pk=one.subject)
            is_there = rows.exclude(state=Subject.State.ERASED).exists()
        held = bool(left and holds.standing((one.subject,)))  # kept on purpose, met by no use
        if is_there or (left and not held):
            problems.append(f"Subject {one.subject} is gone by the journal and is still there.")
    return problems
