"""Ten thousand people: the demonstration's member, copied over every table that tells of them."""

from __future__ import annotations

from typing import Any

from django.db import connection

from salerno.privacy.registry import Table, registry
from salerno.services.accounts.demo import PEOPLE

FIRST = 1_000_000
NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %s)"
MEMBER = PEOPLE[0].email
ORDER = {"privacy_subject": 0, "accounts_user": 1}


def email_of(number: int) -> str:
    """The address of the person with a number; the password is that of the member."""
    return f"{number}.{MEMBER}"


def populate(people: int) -> None:
    """Copy the member ``people`` times."""
    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        cursor.execute("SELECT subject_id FROM accounts_user WHERE email = %s", [MEMBER])
        member = cursor.fetchone()[0]
        for table in sorted(registry().personal(), key=lambda one: ORDER.get(one.name, 2)):
            names, values = _columns(table)
            owner = connection.ops.quote_name(table.owner)
            into = f"{connection.ops.quote_name(table.name)} ({', '.join(names)})"
            cursor.execute(
                f"INSERT INTO {into} {NUMBERS} SELECT {', '.join(values)} "
                f"FROM {connection.ops.quote_name(table.name)} AS s, n WHERE s.{owner} = %s",
                [people, member],
            )
        for name in connection.introspection.table_names(cursor):
            if name.startswith(("closed_", "granted_")):
                cursor.execute(
                    f"INSERT INTO {name} (subject) {NUMBERS} SELECT {FIRST} + n.x "
                    f"FROM {name} AS s, n WHERE s.subject = %s",
                    [people, member],
                )
        cursor.execute("ANALYZE")


def _columns(table: Table) -> tuple[list[str], list[str]]:
    """The columns that are copied, and what stands in each."""
    names, values = [], []
    for field in table.model._meta.local_concrete_fields:
        quoted = connection.ops.quote_name(field.column)
        if field.column == table.owner:
            value = f"{FIRST} + n.x"
        elif field.primary_key:
            continue
        elif field.unique or field.column == "email":
            value = f"substr(n.x || '.' || s.{quoted}, 1, {field.max_length or 100})"
        else:
            value = f"s.{quoted}"
        names.append(quoted)
        values.append(value)
    return names, values
