"""Ten thousand people: the demonstration's member, copied over every table that tells of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from salerno.policy.purposes import CLASSMATE, COMMUNITY, EDITORIAL, MODERATION
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.places import people_of
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import Table, registry
from salerno.services.accounts.demo import PEOPLE
from salerno.services.discuss import actions
from salerno.services.discuss import queries as discuss
from salerno.services.discuss.models import Post
from salerno.services.discuss.values import NewPost

COURSE = "/courses/reading-a-test"
WORDS = "A result moves what you thought before, and no more than that. " * 4

FIRST = 1_000_000
NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %s)"
MEMBER = PEOPLE[0].email
ORDER = {"privacy_subject": 0, "accounts_user": 1}
SHARED = ("discuss_",)  # what stands in one place for all is not multiplied with the people


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
            if table.name.startswith(SHARED):
                continue
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


def talk(posts: int) -> None:
    """Fill the course's discussion up to ``posts`` posts, by the learners of the demonstration."""
    with entered(EDITORIAL, Viewer.visitor()):
        area = discuss.area_of(f"{COURSE}/discussion")
    assert area is not None
    with entered(RECORD, Viewer.job("bench")):
        learners = people_of(area.scope, CLASSMATE)[:12] or people_of(area.scope)[:12]
    with entered(MODERATION, Viewer.job("bench")):
        count = Post.objects.filter(area_id=area.id).count()
    for number in range(count, posts):
        by = Viewer.person(learners[number % len(learners)])
        new = NewPost(f"{number}. {WORDS}", once=str(uuid4()))
        with clock.clock_ahead(timedelta(hours=number)), entered(COMMUNITY, by):
            actions.post(by=by, area_id=area.id, new=new)


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
