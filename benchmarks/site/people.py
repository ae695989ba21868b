"""Many people at once: one, copied over every table that tells of them, below the gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import FileField, UniqueConstraint

from salerno.policy.purposes import ACCOUNT, CLASSMATE, COMMUNITY, EDITORIAL, MODERATION
from salerno.privacy import clock
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.fields import SubjectKey
from salerno.privacy.places import people_of
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.registry import Table, registry
from salerno.privacy.subjects import new_subject
from salerno.services.accounts.demo import PEOPLE
from salerno.services.articles.models import Article, Version
from salerno.services.catalog.models import Item
from salerno.services.discuss import actions
from salerno.services.discuss import queries as discuss
from salerno.services.discuss.models import Post
from salerno.services.discuss.values import NewPost
from tests.privacy.filled import fill

COURSE = "/courses/reading-a-test"
WORDS = "A result moves what you thought before, and no more than that. " * 4

FIRST = 10_000_000
STRIDE = 100_000_000  # between the keys of two rows of the member, once they are copied
HOLDING = frozenset({"privacy_hold", "privacy_leftover", "privacy_vault", "privacy_finding"})
TEXTS = frozenset(
    {"CharField", "TextField", "EmailField", "SlugField", "URLField", "FileField",
     "ImageField"}
)  # fmt: skip
UUIDS = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "gen_random_uuid()",
}
NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %s)"
MEMBER = PEOPLE[0].email
ORDER = {"privacy_subject": 0, "accounts_user": 1}
SHARED = ("discuss_",)  # what stands in one place for all is not multiplied with the people


def email_of(number: int) -> str:
    """The address of the person with a number; the password is that of the member."""
    return f"{number}.{MEMBER}"


def populate(people: int) -> None:
    """Copy the demonstration's member ``people`` times, for pages."""
    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        cursor.execute("SELECT subject_id FROM accounts_user WHERE email = %s", [MEMBER])
        member = cursor.fetchone()[0]
    copy(member, people, [one for one in registry().personal() if not one.name.startswith(SHARED)])


def populate_all(people: int) -> None:
    """Put somebody into every personal table there is, and copy them ``people`` times."""
    with entered(ACCOUNT, Viewer.visitor()):
        member = new_subject(layer="none")
        stranger = new_subject(layer="none")
    fill(member, "m", stranger)
    with entered(ERASURE, Viewer.job("bench")), acting(Act("bench", KEEPING)):
        for table in registry().personal():
            if table.name in HOLDING:
                rows = table.model._base_manager.filter(owner_id=member)
                rows._raw_delete(rows.db)
    copy(member, people, registry().personal())


def copy(member: int, people: int, tables: Iterable[Table]) -> None:
    """Copy each row of the member ``people`` times, with what points from one to another."""
    gate: Any = connection
    with gate.gate_open(), hurried(), connection.cursor() as cursor:
        for table in sorted(tables, key=lambda one: ORDER.get(one.name, 2)):
            names, values = _columns(table, member)
            owner = connection.ops.quote_name(table.owner)
            into = f"{connection.ops.quote_name(table.name)} ({', '.join(names)})"
            cursor.execute(
                f"INSERT INTO {into} {NUMBERS} SELECT {', '.join(values)} "
                f"FROM n, {connection.ops.quote_name(table.name)} AS s WHERE s.{owner} = %s",
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


@contextmanager
def hurried() -> Iterator[None]:
    """Fill without waiting for the disk: what is lost with the power is filled again."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
        return
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
            cursor.execute(f"PRAGMA {pragma}")
        yield
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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


def shelve(articles: int) -> None:
    """So many articles beside those of the demonstration, each with its item and its version."""
    version = Version.objects.select_related("article").order_by("pk")[0]
    for batch in batched(range(articles), 500):
        items = [
            Item(
                kind="article",
                address=f"/articles/shelved-{one}",
                title=f"Shelved {one}",
                access=access_of(one),
            )
            for one in batch
        ]
        Item.objects.bulk_create(items)
        made = [
            copy_of(version.article, one, item.pk) for one, item in zip(batch, items, strict=True)
        ]
        Article.objects.bulk_create(made)
        Version.objects.bulk_create(version_of(version, one) for one in made)


def access_of(number: int) -> str:
    """Every other one is for subscribers."""
    return "subscribed" if number % 2 else "open"


def copy_of(article: Article, number: int, item_id: int) -> Article:
    """The same article under another name."""
    return Article(
        slug=f"shelved-{number}", identity=f"shelved-{number}", journal_id=article.journal_id,
        item_id=item_id, title=f"Shelved {number}", published_date=article.published_date,
        summary=article.summary, access=access_of(number),
    )  # fmt: skip


def version_of(version: Version, article: Article) -> Version:
    """The same text for it."""
    return Version(
        article=article, number=1, digest=version.digest, title_html=article.title,
        abstract_html=version.abstract_html, body_html=version.body_html,
        back_html=version.back_html, about_html=version.about_html, front=version.front,
    )  # fmt: skip


def _columns(table: Table, member: int) -> tuple[list[str], list[str]]:
    """The columns that are copied, and what stands in each."""
    found = {}
    for one in table.model._meta.local_concrete_fields:
        value = _value(table, one, member)
        if value:
            found[connection.ops.quote_name(str(one.column))] = value
    return list(found), list(found.values())


def _value(table: Table, field: Any, member: int) -> str:
    """The copied value of one column, as SQL over ``s``, the member's row, and ``n.x``."""
    quoted = f"s.{connection.ops.quote_name(field.column)}"
    if field.column == table.owner:
        return f"{FIRST} + n.x"
    if isinstance(field, SubjectKey):  # in a role stands the neighbour, not one person for all
        return f"CASE WHEN n.x = 1 THEN {quoted} ELSE {quoted} * 0 + {FIRST} + n.x - 1 END"
    if field.is_relation:
        return _onward(field, quoted, member)
    if field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}:
        return f"{quoted} * {STRIDE} + n.x"
    alone = isinstance(field, FileField) or _is_unique(table, field) or field.column == "email"
    return _another(field, quoted) if alone else quoted


def _another(field: Any, quoted: str) -> str:
    """A value of the same kind that no other copy has."""
    if field.get_internal_type() == "UUIDField":
        return UUIDS[connection.vendor]
    if field.get_internal_type() in TEXTS:
        return f"substr(n.x || '.' || {quoted}, 1, {field.max_length or 100})"
    return f"{quoted} + n.x"


def _onward(field: Any, quoted: str, member: int) -> str:
    """A row of the same person is followed to the copy of it; anything else is shared."""
    target = registry().tables.get(field.related_model._meta.db_table)
    if target is None or not target.owner:
        return quoted
    if str(target.model._meta.pk.column) == target.owner:
        return f"CASE {quoted} WHEN {member} THEN {FIRST} + n.x ELSE {quoted} END"
    auto = target.model._meta.pk.get_internal_type() in {"AutoField", "BigAutoField"}
    return f"{quoted} * {STRIDE} + n.x" if auto else quoted


def _is_unique(table: Table, field: Any) -> bool:
    """Whether a value may stand once only, whoever's it is."""
    if field.unique:
        return True
    sets = [
        set(one.fields)
        for one in table.model._meta.constraints
        if isinstance(one, UniqueConstraint)
    ]
    sets += [set(one) for one in table.model._meta.unique_together]
    owner = next(
        one.name for one in table.model._meta.local_concrete_fields if one.column == table.owner
    )
    own = [one for one in sets if field.name in one and owner not in one]
    varying = {one.name for one in table.model._meta.local_concrete_fields if _varies(one)}
    return any(not one & varying for one in own)


def _varies(field: Any) -> bool:
    """Whether a column points to a row of the same person, so that each copy has another."""
    if not field.is_relation or isinstance(field, SubjectKey):
        return False
    target = registry().tables.get(field.related_model._meta.db_table)
    return target is not None and bool(target.owner)
