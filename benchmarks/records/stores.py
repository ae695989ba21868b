"""What each operation does, under the kernel and without it: the same ORM, the same questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.records import mixes, shape
from benchmarks.records.mixes import Operation
from benchmarks.records.models import GOVERN, OVERSEE, POINT, PROCESS, SERVE, Bare, Record
from salerno.privacy import audit
from salerno.privacy.context import Viewer, entered, open_act
from salerno.privacy.doing import action, query

type Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What an operation gave: rows that were read, and how many were written."""

    rows: list[Row] = field(default_factory=list)
    affected: int = 0


def values_of(rows: Any) -> list[Row]:
    """Rows as values: what each holds of its columns."""
    return [{name: value for name, value in vars(one).items() if name != "_state"} for one in rows]


@query(SERVE, PROCESS)
def read(key: int) -> list[Row]:
    """A whole record."""
    return values_of(Record.objects.filter(key=key))


@query(SERVE, PROCESS, OVERSEE)
def metadata(user: int) -> list[Row]:
    """What is said about the records of a user."""
    return values_of(Record.objects.filter(owner_id=user).defer("data", "audience", "kept_from"))


@query(PROCESS)
def metadata_for(user: int, purpose: int) -> list[Row]:
    """What is said about the records that a user gave for one purpose."""
    found = Record.objects.filter(owner_id=user, purpose=purpose)
    return values_of(found.defer("data", "audience", "kept_from"))


@query(OVERSEE)
def is_there(key: int) -> bool:
    """Whether a record is still met."""
    return Record.objects.filter(key=key).exists()


@action(GOVERN, collects=POINT)
def share(*, by: Viewer, user: int, firm: str) -> int:
    """Say with whom the records of a user are shared."""
    open_act().about = user
    return Record.objects.filter(owner_id=user).update(shared_with=firm)


@action(GOVERN, collects=POINT)
def share_for(*, by: Viewer, user: int, purpose: int, firm: str) -> int:
    """The same, of those for one purpose."""
    open_act().about = user
    return Record.objects.filter(owner_id=user, purpose=purpose).update(shared_with=firm)


@action(GOVERN, collects=POINT)
def insert(*, by: Viewer, values: Row) -> int:
    """Keep one record more."""
    Record.objects.create(**values)
    return 1


@action(SERVE, collects=POINT)
def correct(*, by: Viewer, key: int, data: str) -> int:
    """Say something else in a record of one's own."""
    return Record.objects.filter(key=key).update(data=data)


@action(GOVERN, SERVE)
def delete(*, by: Viewer, key: int) -> int:
    """Delete one record."""
    return Record.objects.filter(key=key).delete()[0]


class Ours:
    """The store under the kernel. Each operation enters its purpose, as a request does."""

    name = "ours"

    def __init__(self, town: shape.Town) -> None:
        self.town = town
        self.does: dict[str, Callable[[Operation, Viewer], Answer]] = {
            mixes.READ: lambda one, by: Answer(read(one.key)),
            mixes.METADATA: lambda one, by: Answer(metadata(one.user + 1)),
            mixes.METADATA_FOR: lambda one, by: Answer(metadata_for(one.user + 1, one.purpose)),
            mixes.SHARE: lambda one, by: _wrote(
                share(by=by, user=one.user + 1, firm=shape.firm(one.number))
            ),
            mixes.SHARE_FOR: lambda one, by: _wrote(
                share_for(
                    by=by, user=one.user + 1, purpose=one.purpose, firm=shape.firm(one.number)
                )
            ),
            mixes.INSERT: lambda one, by: _wrote(insert(by=by, values=self.values(one.key))),
            mixes.CORRECT: lambda one, by: _wrote(
                correct(by=by, key=one.key, data=shape.corrected(one.number))
            ),
            mixes.DELETE: lambda one, by: _wrote(delete(by=by, key=one.key)),
            mixes.LOG: lambda one, by: _wrote(len(audit.records_of(one.user + 1))),
            mixes.VERIFY: lambda one, by: _wrote(int(is_there(one.key))),
        }

    def values(self, key: int) -> Row:
        """A new record, with what the kernel's store keeps besides."""
        return self.town.fields(key) | self.town.kernel_fields(key)

    def do(self, one: Operation) -> Answer:
        """Do one operation as whoever asks for it."""
        if one.mix == "controller":
            purpose, by = GOVERN, CONTROLLER
        elif one.mix == "customer":
            purpose, by = SERVE, Viewer.person(one.user + 1)
        elif one.mix == "processor":
            purpose, by = PROCESS, Viewer.person(self.town.users + 1)
        else:
            purpose, by = OVERSEE, REGULATOR
        with entered(purpose, by):
            return self.does[one.kind](one, by)

    def settle(self) -> None:
        """Bring the audit to disk: an answer without its record is not done."""
        audit.flush()


class Plain:
    """The same store without the kernel."""

    name = "plain"

    def __init__(self, town: shape.Town) -> None:
        rows = Bare.objects.using("plain")
        self.does: dict[str, Callable[[Operation], Answer]] = {
            mixes.READ: lambda one: Answer(values_of(rows.filter(key=one.key))),
            mixes.METADATA: lambda one: Answer(
                values_of(rows.filter(owner_id=one.user + 1).defer("data"))
            ),
            mixes.METADATA_FOR: lambda one: Answer(
                values_of(rows.filter(owner_id=one.user + 1, purpose=one.purpose).defer("data"))
            ),
            mixes.SHARE: lambda one: _wrote(
                rows.filter(owner_id=one.user + 1).update(shared_with=shape.firm(one.number))
            ),
            mixes.SHARE_FOR: lambda one: _wrote(
                rows.filter(owner_id=one.user + 1, purpose=one.purpose).update(
                    shared_with=shape.firm(one.number)
                )
            ),
            mixes.INSERT: lambda one: Answer(
                affected=int(rows.create(**town.fields(one.key)).pk == one.key)
            ),
            mixes.CORRECT: lambda one: _wrote(
                rows.filter(key=one.key).update(data=shape.corrected(one.number))
            ),
            mixes.DELETE: lambda one: _wrote(rows.filter(key=one.key).delete()[0]),
        }

    def do(self, one: Operation) -> Answer:
        """Do one operation."""
        return self.does[one.kind](one)

    def settle(self) -> None:
        """Nothing waits."""


CONTROLLER, REGULATOR = Viewer.job("controller"), Viewer.job("regulator")


def _wrote(count: int) -> Answer:
    return Answer(affected=count)
