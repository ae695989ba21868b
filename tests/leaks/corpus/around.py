"""Leaks around the ORM: raw SQL, memory, threads, templates, files, logs."""

import csv
import io
import logging
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.core import serializers
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import CharField, F, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_init
from django.template import Context, Engine

from salerno.privacy import context
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.doing import query
from salerno.privacy.errors import GateError
from salerno.privacy.purposes import INTEGRITY
from salerno.privacy.stores import GuardedCache
from salerno.web.logs import Lines
from tests.gate.world import models
from tests.gate.world.models import Circle, Person, Post
from tests.leaks.corpus import CELL, COLUMN, PRIVATE, ROW, SECRET, VIEWER, Aim, leak, told


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
        with entered(models.SHOW, Viewer.person(VIEWER)):
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


@leak()
def on_commit(aim: Aim) -> Any:
    found = []
    transaction.on_commit(lambda: found.extend(one(aim).values_list(aim.column)))
    waiting: Any = connection.run_on_commit
    for one_of_them in waiting:
        one_of_them[1]()
    return found


@leak()
def template(aim: Aim) -> Any:
    page = Engine().from_string("{% for row in rows %}{{ row." + aim.column + " }}{% endfor %}")
    return page.render(Context({"rows": one(aim)}))


@leak()
def template_that_swallows(aim: Aim) -> Any:
    page = Engine().from_string("{% if row." + aim.column + " %}" + SECRET + "{% endif %}")
    return page.render(Context({"row": Person(pk=aim.pk) if aim is None else _late(aim)}))


def _late(aim: Aim) -> Any:
    rows = list(Person.objects.filter(pk=aim.pk).defer(aim.column))
    return rows[0] if rows else None


@leak()
def list_page_like_an_admin(aim: Aim) -> Any:
    rows = Person.objects.all()
    fields = [one.attname for one in Person._meta.concrete_fields]
    return [[getattr(row, name) for name in fields] for row in rows if row.pk == aim.pk]


@leak()
def search_like_an_admin(aim: Aim) -> Any:
    condition = Q()
    for name in ("name", "bio", aim.column):
        condition |= Q(**{f"{name}__icontains": SECRET[:4]})
    return told(Person.objects.filter(condition, pk=aim.pk).exists())


@leak()
def serializer(aim: Aim) -> Any:
    return serializers.serialize("json", one(aim))


@leak()
def serializer_of_fields(aim: Aim) -> Any:
    return serializers.serialize("json", one(aim), fields=[aim.column])


@leak()
def dumpdata(aim: Aim) -> Any:
    out = io.StringIO()
    with _no_purpose():
        call_command("dumpdata", "world.Person", stdout=out)
    return out.getvalue()


def _no_purpose() -> Any:
    @contextmanager
    def outside() -> Any:
        token = context._entry.set(None)
        try:
            yield
        finally:
            context._entry.reset(token)

    return outside()


@leak()
def outside_of_any_purpose(aim: Aim) -> Any:
    with _no_purpose():
        return list(one(aim).values_list(aim.column))


@leak()
def count_outside_of_any_purpose(aim: Aim) -> Any:
    with _no_purpose():
        return told(one(aim).filter(**{aim.column: SECRET}).count())


@leak()
def csv_writer(aim: Aim) -> Any:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in one(aim).values_list("pk", aim.column):
        writer.writerow(row)
    return out.getvalue()


@leak()
def handover_to_a_purpose_without_leave(aim: Aim) -> Any:
    """A person's page widens itself without a reason; unguarded, nothing asks for one."""
    with handover(models.MAIL, ground="" if is_guarded() else "none"):
        return list(one(aim).values_list(aim.column))


@leak(ROW)
def job_enters_what_only_people_enter(aim: Aim) -> Any:
    viewer = Viewer.job("nightly") if is_guarded() else Viewer.visitor()
    with entered(models.SHOW, viewer):
        return list(one(aim).values_list(aim.column))


@leak()
def job_that_never_entered(aim: Aim) -> Any:
    with _no_purpose():
        return list(Post.objects.values_list(f"author__{aim.column}"))


@leak()
def row_counted_by_structure(aim: Aim) -> Any:
    """A purpose that meets every row shows keys and numbers, and no clause."""
    with handover(INTEGRITY, ground="uniqueness"):
        return list(Person.objects.values_list(aim.column))


@leak()
def first_value_of_an_explained_query(aim: Aim) -> Any:
    return Person.objects.filter(**{aim.column: SECRET}).explain() and list(
        one(aim).values_list(aim.column)
    )


def _seen(aim: Aim) -> Any:
    return "name" if aim.is_row else aim.column


@leak()
def statement_taken_to_another_entry(aim: Aim) -> Any:
    """Compiled where it may be read, run where it may not."""
    with entered(models.WATCH, Viewer.job("watch")):
        sql, params = one(aim).values_list(_seen(aim)).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@leak()
def nested_rollback(aim: Aim) -> Any:
    """The purpose of an inner block is undone with it, not left behind."""
    watching = entered(models.WATCH, Viewer.job("watch"))
    with suppress(ZeroDivisionError), transaction.atomic(), watching:
        list(Person.objects.values_list("pk"))
        raise ZeroDivisionError
    return list(one(aim).values_list(aim.column))


@leak()
def view_of_the_database(aim: Aim) -> Any:
    with _making(), connection.cursor() as cursor:
        cursor.execute(f"CREATE VIEW seen_people AS SELECT id, {aim.column} AS x FROM world_person")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT x FROM seen_people WHERE id = {aim.pk}")
        return cursor.fetchall()


def _making() -> Any:
    opened = getattr(connection, "gate_open", None)
    return opened() if opened else nullcontext()


def _logged(record_of: Any) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines() if is_guarded() else None)
    logger = logging.getLogger("salerno.leaks")
    logger.addHandler(handler)
    try:
        record_of(logger)
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


@leak(CELL)
def log_line(aim: Aim) -> Any:
    del aim
    return _logged(lambda logger: logger.warning("called %s", SECRET))


@leak(CELL)
def log_line_of_a_row(aim: Aim) -> Any:
    row = Person(pk=PRIVATE, phone=SECRET)
    return _logged(lambda logger: logger.warning("row %s", vars(row)))


@leak(CELL)
def text_of_an_exception_in_the_log(aim: Aim) -> Any:
    def fail(logger: Any) -> None:
        try:
            raise ValueError(SECRET)
        except ValueError:
            logger.exception("failed")

    return _logged(fail)


@leak(COLUMN, CELL)
def exception_text(aim: Aim) -> Any:
    """The words of an exception carry a value of the row."""
    try:
        found = one(aim).values_list(aim.column, flat=True)
        raise ValueError(f"bad value {list(found)}")
    except ValueError as error:
        return str(error)


@leak(ROW)
def search_index(aim: Aim) -> Any:
    index = {row.pk: row.name for row in Person.objects.all()}
    return [text for pk, text in index.items() if pk == aim.pk]


@leak()
def session(aim: Aim) -> Any:
    kept = {"seen": list(one(aim).values_list(aim.column, flat=True))}
    return kept["seen"]


@leak(ROW)
def signal(aim: Aim) -> Any:
    seen = []

    def note(instance: Any, **_: Any) -> None:
        seen.append(instance.name)

    post_init.connect(note, sender=Person)
    try:
        list(Person.objects.filter(pk=aim.pk))
    finally:
        post_init.disconnect(note, sender=Person)
    return seen


@leak()
def annotation_over_f_of_a_join(aim: Aim) -> Any:
    found = Post.objects.filter(author__pk=aim.pk).annotate(x=F(f"author__{aim.column}"))
    return list(found.values_list("x"))
