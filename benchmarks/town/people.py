"""Fill the town: people, posts, ties, and who is closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from benchmarks.town import models
from salerno.privacy import law
from salerno.privacy.declare import Reach
from salerno.privacy.gate.inputs import closed_table
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.law import Basis, ClauseLaw, Operator, Policy, PurposeLaw, Term, TermKind
from salerno.privacy.registry import registry

VIEWER = 7
POSTS = 3


def a_law() -> Policy:
    """Everything is kept while the account lives; audiences are as wide as code lets them."""
    known = registry()
    return Policy(
        "town", 1, "town", datetime(2026, 1, 1, tzinfo=UTC), Operator("o", "O", "O Ltd"),
        {
            one.id: ClauseLaw(Term(TermKind.ACCOUNT), reach_max=Reach(one.reach))
            for one in known.clauses.values()
        },
        {one: PurposeLaw({"": Basis.LEGITIMATE_INTEREST}) for one in known.purposes},
    )  # fmt: skip


def build(people: int) -> None:
    """Make the tables and fill them with ``people``."""
    law.install(_one(a_law()))
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(models.Profile)
        editor.create_model(models.Post)
    lay_locks(connection)
    plain = connections["plain"]
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}) "
        if plain.vendor == "sqlite" else f"WITH n(i) AS (SELECT generate_series(1, {people})) "
    )  # fmt: skip
    with plain.cursor() as cursor:
        cursor.execute(_subjects(numbers))
        cursor.execute(
            "INSERT INTO town_profile (id, owner_id, name, bio, bio_audience, score) "
            f"{numbers} SELECT i, i, 'Person ' || i, 'Some words about number ' || i, i % 6, "
            "i % 100 FROM n"
        )
        cursor.execute(_posts(numbers))
        cursor.execute(
            "INSERT INTO privacy_tie (owner_id, viewer_id, kind, reach, scope, since) "
            f"SELECT id, {VIEWER}, 'connections', 1, '', '2026-01-01 00:00:00+00:00' "
            f"FROM town_profile WHERE id % 40 = 1 AND id <> {VIEWER} ORDER BY id LIMIT 200"
        )
    plain.commit()
    renew(plain)


def _one(policy: Policy) -> Any:
    return lambda: policy


def _subjects(numbers: str) -> str:
    return (
        "INSERT INTO privacy_subject (id, state, layer, is_minor, is_student, created_at) "
        f"{numbers} SELECT i, 'active', 'none', FALSE, FALSE, '2026-01-01 00:00:00+00:00' FROM n"
    )


def _posts(numbers: str) -> str:
    return (
        "INSERT INTO town_post (owner_id, profile_id, kind, text, text_audience, stars, at) "
        f"{numbers} SELECT i, i, (i + k) % 20, 'What number ' || i || ' wrote: ' || k, "
        "(i + k) % 6, (i * k) % 50, '2026-02-01 00:00:00+00:00' "
        "FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) m"
    )


def renew(plain: Any) -> None:
    """Let the planner know what is there."""
    with plain.cursor() as cursor:
        cursor.execute("ANALYZE")


def close_some(share: int) -> None:
    """Close each ``share``-th person for both purposes; none for 0."""
    with connections["plain"].cursor() as cursor:
        for purpose in (models.SHOW, models.COUNT):
            table = closed_table(purpose)
            cursor.execute(f"DELETE FROM {table}")
            if share:
                cursor.execute(
                    f"INSERT INTO {table} SELECT id FROM privacy_subject "
                    f"WHERE id % {share} = 0 AND id <> {VIEWER}"
                )
    renew(connections["plain"])
