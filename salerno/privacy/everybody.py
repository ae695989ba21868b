"""What a new version of the policy does to everybody at once: set-based, never one by one."""

from __future__ import annotations

from itertools import chain, product
from typing import Any

from django.db import connection as django_connection

from salerno.privacy import clock, law
from salerno.privacy.declare import Purpose
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.models import Choice, Subject
from salerno.privacy.registry import registry
from salerno.privacy.subjects import ASKED_AGAIN, BY_LAW, by_law, keeping, layers_of

connection: Any = django_connection
"""The default connection, which is one of the gate's own."""


def apply_law_to_everybody() -> None:
    """What ``apply_law`` does, for all at once: as many statements as there are purposes.

    Of whoever is erased nothing is written.
    """
    ruled = [one for one in registry().purposes.values() if not one.kernel]
    with (
        keeping("the law of everybody's jurisdiction"),
        connection.gate_open(),
        connection.cursor() as cursor,
    ):
        for purpose in ruled:
            for reason in BY_LAW:
                _apply(cursor, purpose, reason)
            _follow_closures(cursor, purpose)
    connection.gate_inputs.forget()


def _apply(cursor: Any, purpose: Purpose, reason: str) -> None:
    """One reason of the law: written where it holds, taken away where it no longer does."""
    wanted, params = _holds_for(purpose, reason)
    people = "FROM privacy_subject s WHERE s.state <> %s"
    cursor.execute(
        "DELETE FROM privacy_closure WHERE purpose = %s AND reason = %s "  # noqa: S608
        f"AND owner_id IN (SELECT s.id {people} AND NOT ({wanted}))",
        [purpose.id, reason, Subject.State.ERASED.value, *params],
    )
    cursor.execute(
        "INSERT INTO privacy_closure (owner_id, purpose, reason, at) "
        f"SELECT s.id, %s, %s, %s {people} AND ({wanted}) ON CONFLICT DO NOTHING",
        [purpose.id, reason, _now(), Subject.State.ERASED.value, *params],
    )


def _holds_for(purpose: Purpose, reason: str) -> tuple[str, list[object]]:
    """For whom, ``s``, the law gives ``reason``: a condition and its parameters."""
    kinds = [
        (layer.value, is_minor, is_student)
        for layer, is_minor, is_student in product(Subject.Layer, (False, True), (False, True))
        if reason
        in by_law(
            purpose,
            layers_of(Subject(layer=layer, is_minor=is_minor, is_student=is_student)),
        )
    ]
    one = "(s.layer = %s AND s.is_minor = %s AND s.is_student = %s)"
    sql, params = " OR ".join([one] * len(kinds)) or "1 = 0", [*chain.from_iterable(kinds)]
    if reason != "not_asked":
        return sql, params
    given, named = _gave(purpose)
    asked = f"({sql}) AND s.id NOT IN (SELECT c.owner_id {given})"
    return asked, [*params, *named]


def _gave(purpose: Purpose) -> tuple[str, list[object]]:
    """The choices ``c`` that once named ``purpose`` and gave it: FROM, WHERE and parameters."""
    place = "instr" if connection.vendor == "sqlite" else "strpos"
    listed = f"{place}(CAST(c.purposes AS text), %s) > 0"
    sql = f"FROM privacy_choice c WHERE c.state = %s AND {listed}"
    return sql, [Choice.State.GIVEN.value, f'"{purpose.id}"']


def _follow_closures(cursor: Any, purpose: Purpose) -> None:
    """The gate's copy of who is closed for ``purpose``, brought to what the closures say."""
    table = closed_table(purpose)
    cursor.execute(
        f"DELETE FROM {table} WHERE subject NOT IN "  # noqa: S608
        "(SELECT owner_id FROM privacy_closure WHERE purpose = %s)",
        [purpose.id],
    )
    cursor.execute(
        f"INSERT INTO {table} (subject) SELECT DISTINCT owner_id FROM privacy_closure "  # noqa: S608
        "WHERE purpose = %s ON CONFLICT DO NOTHING",
        [purpose.id],
    )


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(clock.now())


def ask_again(purpose: Purpose) -> int:
    """No earlier choice covers ``purpose`` any longer; return how many it had covered.

    Grants end, and whoever had said yes where the purpose is otherwise open starts closed.
    """
    given, params = _gave(purpose)
    with (
        keeping(f"{purpose} is asked again"),
        connection.gate_open(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT COUNT(DISTINCT c.owner_id) {given}", params)
        covered = int(cursor.fetchone()[0])
        if is_opt_in(purpose, law.in_force()):
            cursor.execute(f"DELETE FROM {granted_table(purpose)}")  # noqa: S608
        else:
            cursor.execute(
                "INSERT INTO privacy_closure (owner_id, purpose, reason, at) "
                f"SELECT DISTINCT c.owner_id, %s, %s, %s {given} ON CONFLICT DO NOTHING",
                [purpose.id, ASKED_AGAIN, _now(), *params],
            )
            _follow_closures(cursor, purpose)
    connection.gate_inputs.forget()
    return covered
