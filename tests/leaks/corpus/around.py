"""Leaks around the ORM: raw SQL, memory, threads, templates, files, logs."""

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.db.models import CharField, Func
from django.db.models.expressions import RawSQL

from salerno.privacy.context import Viewer, entered
from salerno.privacy.doing import query
from salerno.privacy.errors import GateError
from salerno.privacy.stores import GuardedCache
from tests.gate.world import models
from tests.gate.world.models import Circle, Person
from tests.leaks.corpus import CELL, SECRET, VIEWER, Aim, leak, told


def one(aim: Aim) -> Any:
    return Person.objects.filter(pk=aim.pk)


def text(aim: Aim) -> Any:
    return f"SELECT {aim.column} FROM world_person WHERE id = {aim.pk}"


@leak()
def raw(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in Person.objects.raw(
        f"SELECT id, {aim.column} FROM world_person WHERE id = {aim.pk}"
    )]  # fmt: skip


@leak()
def raw_over_another_model(aim: Aim) -> Any:
    found = Circle.objects.raw(f"SELECT 1 AS id, {aim.column} AS title FROM world_person "
                               f"WHERE id = {aim.pk}")  # fmt: skip
    return [row.title for row in found]


@leak()
def cursor_execute(aim: Aim) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(text(aim))
        return cursor.fetchall()


@leak()
def cursor_of_connections(aim: Aim) -> Any:
    with connections["default"].cursor() as cursor:
        cursor.execute(text(aim).upper().replace("WORLD_PERSON", '"world_person"'))
        return cursor.fetchall()


@leak()
def text_of_a_queryset(aim: Aim) -> Any:
    """The SQL of another model, changed by hand."""
    sql = str(Circle.objects.filter(pk=aim.pk).values("title").query)
    with connection.cursor() as cursor:
        changed = sql.replace("world_circle", "world_person").replace("title", aim.column)
        cursor.execute(changed)
        return cursor.fetchall()


@leak()
def executemany(aim: Aim) -> Any:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO world_circle (title, size) SELECT {aim.column}, %s FROM world_person "
            f"WHERE id = {aim.pk}", [[1], [2]],
        )  # fmt: skip
    return list(Circle.objects.filter(pk__gt=2).values_list("title"))


@leak()
def extra_select(aim: Aim) -> Any:
    return list(one(aim).extra(select={"x": aim.column}).values_list("x"))


@leak()
def extra_select_of_a_quoted_column(aim: Aim) -> Any:
    shown = f'"world_person"."{aim.column}"'
    return list(one(aim).extra(select={"x": shown}).values_list("x"))


@leak()
def extra_where(aim: Aim) -> Any:
    return told(list(one(aim).extra(where=[f"{aim.column} = '{SECRET}'"]).values_list("pk")))


@leak()
def extra_tables(aim: Aim) -> Any:
    found = Circle.objects.extra(
        select={"x": f"world_person.{aim.column}"}, tables=["world_person"],
        where=[f"world_person.id = {aim.pk}"],
    )  # fmt: skip
    return list(found.values_list("x"))


@leak()
def extra_order(aim: Aim) -> Any:
    ordered = Person.objects.extra(order_by=[f"world_person.{aim.column}"])
    return told([row.pk for row in ordered])


@leak()
def raw_expression(aim: Aim) -> Any:
    return list(one(aim).annotate(x=RawSQL(aim.column, [])).values_list("x"))


@leak()
def raw_subselect(aim: Aim) -> Any:
    return list(Circle.objects.annotate(x=RawSQL(f"({text(aim)})", [])).values_list("x"))


@leak()
def raw_condition(aim: Aim) -> Any:
    return told(Circle.objects.filter(pk__in=RawSQL(text(aim).replace(aim.column, "1", 1), [])))


@leak()
def function_with_a_template(aim: Aim) -> Any:
    made = Func(template=f"({text(aim)})", output_field=CharField())
    return list(Circle.objects.annotate(x=made).values_list("x"))


@leak()
def thread(aim: Aim) -> Any:
    found = []

    def look() -> Any:
        try:
            found.extend(one(aim).values_list(aim.column))
        finally:
            connection.close()

    worker = threading.Thread(target=_quietly(look))
    worker.start()
    worker.join()
    return found


def _quietly(look: Any) -> Any:
    def inner() -> Any:
        with suppress(GateError):
            look()

    return inner


@leak()
def thread_pool(aim: Aim) -> Any:
    def look() -> Any:
        try:
            return list(one(aim).values_list(aim.column))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(look).result()


@leak()
def sync_to_async_call(aim: Aim) -> Any:
    async def read() -> Any:
        return await sync_to_async(lambda: list(one(aim).values_list(aim.column)))()

    return async_to_sync(read)()


@leak()
def lazy_queryset_handed_on(aim: Aim) -> Any:
    """Made under one purpose, read under none."""
    with entered(models.MAIL, Viewer.job("letters")):
        found = Person.objects.filter(pk=aim.pk).values_list(aim.column)
    return list(found)


@leak()
def generator_that_leaves_its_purpose(aim: Aim) -> Any:
    def rows() -> Any:
        entered(models.SHOW, Viewer.person(VIEWER)).__enter__()
        yield from one(aim).values_list(aim.column)

    return list(rows())


def is_guarded() -> Any:
    return hasattr(connection, "gate_open")


def through(door: Any) -> Any:
    """The door itself, or what stands behind it where nothing is guarded."""
    return door if is_guarded() else door.__wrapped__


@query(models.SHOW)
def _hands_a_queryset_on(aim: Aim) -> Any:
    return one(aim)


@leak()
def queryset_that_leaves_its_room(aim: Aim) -> Any:
    return list(through(_hands_a_queryset_on)(aim).values_list(aim.column))


@query(models.SHOW)
def _hands_a_row_on(aim: Aim) -> Any:
    return Person(pk=aim.pk, **{aim.column: SECRET})


@leak(CELL)
def row_that_leaves_its_room(aim: Aim) -> Any:
    return getattr(through(_hands_a_row_on)(aim), aim.column)


@leak()
def pickled_queryset(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in pickle.loads(pickle.dumps(one(aim)))]


@leak()
def pickled_query(aim: Aim) -> Any:
    found = Person.objects.all()
    found.query = pickle.loads(pickle.dumps(one(aim).query))
    return [getattr(row, aim.column) for row in found]


@leak()
def pickled_values(aim: Aim) -> Any:
    return pickle.loads(pickle.dumps(list(one(aim).values(aim.column))))


def a_cache() -> Any:
    return (GuardedCache if is_guarded() else LocMemCache)("leaks", {})


@leak(CELL)
def row_in_the_cache(aim: Aim) -> Any:
    a_cache().set("one", Person(pk=aim.pk, phone=SECRET))
    return a_cache().get("one").phone


@leak(CELL)
def queryset_in_the_cache(aim: Aim) -> Any:
    a_cache().set("some", one(aim))
    return [row.phone for row in a_cache().get("some")]


@leak(CELL)
def text_in_the_cache(aim: Aim) -> Any:
    a_cache().set("text", SECRET)
    return a_cache().get("text")


@leak(CELL)
def list_in_the_cache(aim: Aim) -> Any:
    a_cache().set("list", [{"phone": SECRET}])
    return a_cache().get("list")


@leak(CELL)
def added_to_the_cache(aim: Aim) -> Any:
    a_cache().add("added", SECRET)
    return a_cache().get("added")


@leak(CELL)
def address_in_a_cache_key(aim: Aim) -> Any:
    a_cache().set(f"{SECRET}@example.org", 1)
    return told(a_cache().get(f"{SECRET}@example.org"))
