"""Leaks at the doors: pages, files, logs, jobs, and what is kept for later."""

import csv
import io
import logging
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.signals import post_init
from django.template import Context, Engine

from salerno.privacy import context
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.purposes import INTEGRITY
from salerno.web.logs import Lines
from tests.gate.world import models
from tests.gate.world.models import Person, Post
from tests.leaks.corpus import CELL, COLUMN, PRIVATE, ROW, SECRET, Aim, leak, told
from tests.leaks.corpus.around import is_guarded


def one(aim: Aim) -> Any:
    return Person.objects.filter(pk=aim.pk)


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
