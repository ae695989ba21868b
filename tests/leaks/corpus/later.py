"""Leaks across an end: of a purpose, a connection, a transaction, a session; and generic keys."""

import asyncio
import base64
import pickle
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.signed_cookies import SessionStore as PlainStore
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import AsyncRequestFactory

from salerno.privacy import law
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doing import query
from salerno.web.sessions import SessionStore
from tests.gate.world.models import MAIL, SHOW, Circle, Letter, Person
from tests.gate.world.people import NOW
from tests.leaks.corpus import CELL, COLUMN, PRIVATE, ROW, SECRET, VIEWER, Aim, leak, told
from tests.leaks.corpus.around import is_guarded, through


def one(aim: Aim) -> Any:
    return Person.objects.filter(pk=aim.pk)


def shown() -> Any:
    return entered(SHOW, Viewer.person(VIEWER))


def mailed() -> Any:
    return entered(MAIL, Viewer.job("letters"))


def elsewhere(look: Any) -> Any:
    """Do it on a connection of its own, which no transaction holds open."""

    policy = law.in_force()

    def inner() -> Any:
        try:
            with law.under(policy), clock_at(NOW):
                return look()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(inner).result()


@leak()
def read_after_a_reconnect(aim: Aim) -> Any:
    """The new connection must not go on under what the old one was told."""

    def look() -> Any:
        with mailed():
            list(Person.objects.values_list("phone"))
        connection.close()
        with shown():
            return list(one(aim).values_list(aim.column))

    return elsewhere(look)


@leak()
def read_after_a_reconnect_outside(aim: Aim) -> Any:
    def look() -> Any:
        with mailed():
            list(Person.objects.values_list("phone"))
        connection.close()
        return list(one(aim).values_list(aim.column))

    return elsewhere(look)


@leak()
def driver_after_a_reconnect(aim: Aim) -> Any:
    """Past the ORM and its cursor: the second lock alone."""

    def look() -> Any:
        with shown():
            list(Person.objects.values_list("name"))
        connection.close()
        connection.ensure_connection()
        sql = f"SELECT {aim.column} FROM world_person WHERE id = {aim.pk}"
        with connection.wrap_database_errors:
            return list(connection.connection.execute(sql).fetchall())

    return elsewhere(look)


@leak()
def read_after_a_rollback(aim: Aim) -> Any:
    """What was said inside the transaction was unsaid with it."""

    def look() -> Any:
        with shown():
            list(Person.objects.values_list("name"))
        with suppress(ZeroDivisionError), transaction.atomic(), mailed():
            list(Person.objects.values_list("phone"))
            raise ZeroDivisionError
        with shown():
            return list(one(aim).values_list(aim.column))

    return elsewhere(look)


@leak()
def read_after_a_rolled_back_savepoint(aim: Aim) -> Any:
    with suppress(ZeroDivisionError), transaction.atomic(), mailed():
        list(Person.objects.values_list("phone"))
        raise ZeroDivisionError
    return list(one(aim).values_list(aim.column))


@query(SHOW)
def _hands_an_iterator_on(aim: Aim) -> Any:
    return one(aim).values_list(aim.column).iterator(chunk_size=1)


@leak()
def iterator_that_leaves_its_room(aim: Aim) -> Any:
    return list(through(_hands_an_iterator_on)(aim))


@leak(CELL, COLUMN)
def iterator_read_after_its_purpose(aim: Aim) -> Any:
    """Made under one purpose, begun under another."""
    with mailed():
        found = one(aim).values_list(aim.column).iterator(chunk_size=1)
    return list(found)


@leak(CELL, COLUMN)
def iterator_read_on_after_its_purpose(aim: Aim) -> Any:
    """Begun under its purpose and read on when that was left, a row at a time."""
    with mailed():
        rows = Person.objects.order_by("pk").values_list("owner_id", aim.column)
        found = rows.iterator(chunk_size=1)
        first = next(found)
        assert first[0] != aim.pk
    return list(found)


@leak(CELL, COLUMN)
def iterator_read_on_by_a_neighbour(aim: Aim) -> Any:
    """The entry is there still, but another one is current."""
    with mailed():
        rows = Person.objects.order_by("pk").values_list("owner_id", aim.column)
        found = rows.iterator(chunk_size=1)
        next(found)
        with shown():
            return list(found)


@leak(CELL, COLUMN)
def task_that_outlives_its_purpose(aim: Aim) -> Any:
    async def read() -> Any:
        return [row async for row in one(aim).values_list(aim.column)]

    async def run() -> Any:
        with mailed():
            task = asyncio.ensure_future(read())
        return await task

    return async_to_sync(run)()


@leak()
def asynchronous_view(aim: Aim) -> Any:
    async def view(request: HttpRequest) -> HttpResponse:
        found = await one(aim).values_list(aim.column, flat=True).afirst()
        return HttpResponse(str(found))

    answer: Any = async_to_sync(view)(AsyncRequestFactory().get("/"))
    return answer.content


@leak()
def asynchronous_view_that_gathers(aim: Aim) -> Any:
    async def read() -> Any:
        return [row async for row in one(aim).values_list(aim.column)]

    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(repr(await asyncio.gather(read(), read())))

    answer: Any = async_to_sync(view)(AsyncRequestFactory().get("/"))
    return answer.content


@leak(ROW, CELL)
def returned_by_an_upsert(aim: Aim) -> Any:
    """RETURNING tells the key of the row that was there before."""
    row = Person(owner_id=aim.pk, name="x", rank=1)
    Person.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["rank"], unique_fields=["owner"]
    )
    return told(row.pk == aim.pk)


@leak(CELL)
def returned_by_a_bulk_insert(aim: Aim) -> Any:
    rows = [Letter(owner_id=VIEWER, person_id=1), Letter(owner_id=PRIVATE, person_id=1)]
    Letter.objects.bulk_create(rows)
    return told(rows[-1].pk)


@leak()
def returned_by_an_insert_that_reads(aim: Aim) -> Any:
    """Django brings back by RETURNING what an expression stored."""
    row = Letter(owner_id=VIEWER, person_id=1, phone=models.Subquery(one(aim).values(aim.column)))
    row.save(force_insert=True)
    return row.phone


@leak()
def returned_by_an_update_that_reads(aim: Aim) -> Any:
    row = Letter.objects.get(owner_id=VIEWER)
    row.phone = models.Subquery(one(aim).values(aim.column))
    row.save(update_fields=["phone"])
    return row.phone


@leak(CELL)
def value_in_the_cookie_of_a_session(aim: Aim) -> Any:
    """What a view keeps of a visitor travels in the cookie, for anybody to read."""
    store: Any = (SessionStore if is_guarded() else PlainStore)()
    store["phone"] = SECRET
    store.save()
    return _unfolded(store.session_key)


@leak(ROW)
def row_in_a_session(aim: Aim) -> Any:
    """JSON takes values, never rows; a session that pickles keeps the row, and asks nobody."""
    store: Any = SessionStore()
    store["row"] = Person(pk=aim.pk, name=SECRET)
    if not is_guarded():
        return pickle.loads(pickle.dumps(dict(store.items())))["row"].name
    try:
        store.save()
    except TypeError:
        return "refused"
    return SessionStore(store.session_key).get("row")


def _unfolded(text: str) -> str:
    """What can be read of a cookie without any key."""
    found = [text]
    for part in text.replace(":", ".").split("."):
        with suppress(ValueError, zlib.error):
            raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
            found.append(raw.decode(errors="replace"))
            found.append(zlib.decompress(raw).decode(errors="replace"))
    return " ".join(found)


class Pointer(models.Model):
    """Somebody's idea of a pointer to anything: kind and number over the table of circles."""

    number = models.BigIntegerField(primary_key=True, db_column="id")
    kind = models.ForeignKey(
        ContentType, models.DO_NOTHING, db_column="size", db_constraint=False, related_name="+"
    )
    target = GenericForeignKey("kind", "number")
    objects: Any = models.Manager()

    class Meta:
        app_label = "world"
        managed = False
        db_table = "world_circle"

    def __str__(self) -> str:
        return f"pointer {self.pk}"


class Remark(models.Model):
    """People, as what hangs on anything by kind and number."""

    number = models.BigIntegerField(primary_key=True, db_column="id")
    kind = models.ForeignKey(
        ContentType, models.DO_NOTHING, db_column="circle_id", db_constraint=False,
        related_name="+",
    )  # fmt: skip
    target = GenericForeignKey("kind", "number")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=40)
    secret = models.CharField(max_length=40)
    objects: Any = models.Manager()

    class Meta:
        app_label = "world"
        managed = False
        db_table = "world_person"

    def __str__(self) -> str:
        return f"remark {self.pk}"


class Board(models.Model):
    """What remarks hang on."""

    remarks = GenericRelation(Remark, "number", "kind")
    objects: Any = models.Manager()

    class Meta:
        app_label = "world"
        managed = False
        db_table = "world_circle"

    def __str__(self) -> str:
        return f"board {self.pk}"


def known_as_one(model: Any) -> None:
    """Let kind 1 mean this model, without a row."""
    kinds: Any = ContentType.objects
    kinds.clear_cache()
    made = ContentType(pk=1, app_label="world", model=model._meta.model_name)
    kinds._add_to_cache("default", made)


def a_circle(aim: Aim) -> None:
    Circle.objects.update_or_create(pk=aim.pk, defaults={"title": "x", "size": 1})


@leak()
def generic_foreign_key(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Person)
    return getattr(Pointer.objects.get(pk=aim.pk).target, aim.column, None)


@leak()
def generic_foreign_key_prefetched(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Person)
    found = Pointer.objects.filter(pk=aim.pk).prefetch_related("target")
    return [getattr(row.target, aim.column, None) for row in found]


@leak()
def generic_relation(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Board)
    return list(Board.objects.get(pk=aim.pk).remarks.values_list(aim.column))


@leak()
def generic_relation_joined(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Board)
    return list(Board.objects.filter(pk=aim.pk).values_list(f"remarks__{aim.column}"))


@leak()
def generic_relation_filtered(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Board)
    return told(Board.objects.filter(pk=aim.pk, **{f"remarks__{aim.column}": SECRET}).exists())


@leak()
def generic_relation_prefetched(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Board)
    (row,) = Board.objects.filter(pk=aim.pk).prefetch_related("remarks")
    return [getattr(each, aim.column) for each in row.remarks.all()]


@leak(ROW)
def generic_relation_counted(aim: Aim) -> Any:
    a_circle(aim)
    known_as_one(Board)
    return told(Board.objects.filter(pk=aim.pk).aggregate(n=models.Count("remarks"))["n"])
