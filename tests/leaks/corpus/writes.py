"""Leaks and damage by writing: what is stored afterwards tells."""

from contextlib import nullcontext
from typing import Any

from django.db import connection
from django.db.models import Case, F, Subquery, Value, When
from django.db.models.sql import UpdateQuery

from tests.gate.world.models import Card, Circle, Letter, Person, Post
from tests.leaks.corpus import CELL, CLOSED, COLUMN, PRIVATE, ROW, SECRET, VIEWER, Aim, leak, told


def stored(column: str, pk: int) -> Any:
    """What is stored, by a hand that nothing holds back."""
    with connection_open(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM world_person WHERE id = {pk}")
        row = cursor.fetchone()
    return row[0] if row else None


def connection_open() -> Any:
    opened = getattr(connection, "gate_open", None)
    return opened() if opened else nullcontext()


@leak(ROW, CELL)
def update_of_somebody_elses_row(aim: Aim) -> Any:
    Person.objects.filter(pk=aim.pk).update(rank=77)
    return told(stored("rank", aim.pk) == 77)


@leak(ROW, CELL)
def update_from_a_secret(aim: Aim) -> Any:
    Person.objects.filter(pk__in=[VIEWER, aim.pk]).update(rank=F("rank") + 5000)
    return told(stored("rank", aim.pk) >= 5000)


@leak()
def copy_a_secret_into_an_open_column(aim: Aim) -> Any:
    Person.objects.filter(pk=aim.pk).update(bio=F(aim.column))
    return stored("bio", aim.pk)


@leak()
def update_where_a_secret_matches(aim: Aim) -> Any:
    Person.objects.filter(pk=VIEWER).update(rank=0)
    changed = Person.objects.filter(**{aim.column: SECRET}, pk=aim.pk).update(rank=1)
    return told(changed)


@leak()
def update_by_a_case(aim: Aim) -> Any:
    found = Person.objects.filter(pk=aim.pk).values(aim.column)[:1]
    Person.objects.filter(pk=VIEWER).update(bio=Subquery(found))
    return stored("bio", VIEWER)


@leak(CELL)
def update_with_when(aim: Aim) -> Any:
    case = Case(When(**{aim.column: SECRET}, then=Value(9)), default=F("rank"))
    return told(Person.objects.filter(pk=aim.pk).update(rank=case) and stored("rank", aim.pk) == 9)


@leak(COLUMN)
def write_a_column_of_another_purpose(aim: Aim) -> Any:
    Person.objects.filter(pk=VIEWER).update(secret=SECRET)
    return stored("secret", VIEWER)


@leak(COLUMN)
def empty_a_column_of_another_purpose(aim: Aim) -> Any:
    Person.objects.filter(pk=VIEWER).update(secret="")
    return told(stored("secret", VIEWER) == "")


@leak(ROW, CELL)
def delete_somebody_elses_row(aim: Aim) -> Any:
    Letter.objects.filter(person_id=aim.pk).delete()
    with connection_open(), connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM world_letter WHERE person_id = {aim.pk}")
        return told(cursor.fetchone()[0] == 0)


@leak(ROW)
def delete_everybody(aim: Aim) -> Any:
    return told(Letter.objects.all().delete()[0] > 1)


@leak(ROW)
def raw_delete_of_the_orm(aim: Aim) -> Any:
    return told(Letter.objects.filter(person_id=aim.pk)._raw_delete("default"))


@leak(ROW)
def insert_about_a_closed_subject(aim: Aim) -> Any:
    Letter.objects.create(owner_id=CLOSED, person_id=VIEWER, phone="1")
    return told(True)


@leak(CELL)
def insert_about_somebody_else(aim: Aim) -> Any:
    Letter.objects.create(owner_id=PRIVATE, person_id=PRIVATE, phone="1")
    return told(True)


@leak(ROW, CELL)
def bulk_create(aim: Aim) -> Any:
    Letter.objects.bulk_create([Letter(owner_id=aim.pk, person_id=VIEWER, phone="1")])
    return told(True)


@leak(CELL)
def insert_with_an_owner_said_as_an_expression(aim: Aim) -> Any:
    Letter.objects.bulk_create([Letter(owner_id=Value(PRIVATE), person_id=VIEWER, phone="1")])
    return told(True)


@leak(ROW, CELL)
def bulk_update(aim: Aim) -> Any:
    row = Person(pk=aim.pk, rank=55)
    Person.objects.bulk_update([row], ["rank"])
    return told(stored("rank", aim.pk) == 55)


@leak(ROW, CELL)
def update_or_create(aim: Aim) -> Any:
    Person.objects.update_or_create(owner_id=aim.pk, defaults={"rank": 56})
    return told(stored("rank", aim.pk) == 56)


@leak(ROW, CELL)
def upsert(aim: Aim) -> Any:
    row = Person(owner_id=aim.pk, rank=57)
    Person.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["rank"], unique_fields=["owner"]
    )
    return told(stored("rank", aim.pk) == 57)


@leak(CELL)
def upsert_on_a_key_of_somebody_else(aim: Aim) -> Any:
    Letter.objects.bulk_create(
        [Letter(pk=PRIVATE, owner_id=VIEWER, person_id=VIEWER, phone="1")],
        update_conflicts=True, update_fields=["person"], unique_fields=["id"],
    )  # fmt: skip
    with connection_open(), connection.cursor() as cursor:
        cursor.execute(f"SELECT person_id FROM world_letter WHERE id = {PRIVATE}")
        return told(cursor.fetchone()[0] == VIEWER)


@leak(CELL)
def upsert_that_takes_a_row_over(aim: Aim) -> Any:
    Letter.objects.bulk_create(
        [Letter(pk=PRIVATE, owner_id=VIEWER, person_id=VIEWER, phone="1")],
        update_conflicts=True, update_fields=["owner"], unique_fields=["id"],
    )  # fmt: skip
    return told(True)


@leak(CELL)
def take_a_row_over(aim: Aim) -> Any:
    return told(Letter.objects.filter(person_id=PRIVATE).update(owner_id=VIEWER))


@leak(CELL)
def give_a_row_away(aim: Aim) -> Any:
    return told(Letter.objects.filter(owner_id=VIEWER).update(owner_id=PRIVATE))


@leak(ROW)
def get_or_create(aim: Aim) -> Any:
    row, made = Person.objects.get_or_create(owner_id=aim.pk, defaults={"rank": 1})
    return told(not made and row.pk == aim.pk)


@leak()
def returning(aim: Aim) -> Any:
    query: Any = UpdateQuery(Person)
    query.add_update_values({"rank": 3})
    query.add_filter("pk", aim.pk)
    fields = [Person._meta.get_field(aim.column)]
    return query.get_compiler("default").execute_returning_sql(fields)


@leak(CELL)
def save_over_a_cell_that_is_not_seen(aim: Aim) -> Any:
    """A contested cell is loaded as nothing; saving nothing would destroy what is contested."""
    contest("world.phone", VIEWER)
    row = Person.objects.get(pk=VIEWER)
    row.phone = ""
    row.save(update_fields=["phone"])
    return told(stored("phone", VIEWER) == "")


def contest(clause: str, pk: int) -> None:
    with connection_open(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO privacy_closedcell (owner_id, clause, reason, at) "
            f"VALUES ({pk}, '{clause}', 't', '2026-01-01 00:00:00+00:00')"
        )
    forget = getattr(connection, "gate_forget", None)
    if forget:
        forget()


@leak(CELL)
def save_of_somebody_elses_row(aim: Aim) -> Any:
    row = Person.objects.get(pk=aim.pk)
    row.rank = 58
    row.save(update_fields=["rank"])
    return told(stored("rank", aim.pk) == 58)


@leak(ROW)
def save_of_a_row_by_its_key(aim: Aim) -> Any:
    Person(pk=aim.pk, owner_id=aim.pk, rank=59).save(update_fields=["rank"])
    return told(stored("rank", aim.pk) == 59)


@leak(ROW)
def add_to_a_list_of_somebody_else(aim: Aim) -> Any:
    Card.objects.filter(pk=VIEWER).first()
    Card(pk=CLOSED).liked.add(Post(pk=VIEWER))
    return told(True)


@leak(ROW)
def clear_a_list_of_somebody_else(aim: Aim) -> Any:
    Card(pk=CLOSED).liked.clear()
    with connection_open(), connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM world_card_liked WHERE card_id = {CLOSED}")
        return told(cursor.fetchone()[0] == 0)


@leak(ROW)
def reverse_manager_that_moves_rows(aim: Aim) -> Any:
    Circle.objects.get(pk=1).people.clear()
    return told(stored("circle_id", aim.pk) is None)


@leak(ROW)
def select_for_update(aim: Aim) -> Any:
    found = Person.objects.select_for_update().filter(pk=aim.pk)
    return [row.name for row in found]
