"""Leaks by reading over relations, and by other names of a table."""

from typing import Any

from asgiref.sync import async_to_sync
from django.db.models import (
    Count,
    FilteredRelation,
    Max,
    Min,
    Prefetch,
    Q,
    Sum,
)

from tests.gate.world.models import Bare, Card, Circle, Letter, Person, Post, Shout
from tests.leaks.corpus import COLUMN, PRIVATE, ROW, SECRET, Aim, leak, told


def one(aim: Aim) -> Any:
    return Person.objects.filter(pk=aim.pk)


@leak()
def select_related(aim: Aim) -> Any:
    found = Post.objects.select_related("author").filter(pk=aim.pk)
    return [getattr(row.author, aim.column) for row in found]


@leak()
def select_related_through_null(aim: Aim) -> Any:
    found = Person.objects.select_related("mentor").filter(pk__in=[4, 5])
    return [getattr(row.mentor, aim.column) for row in found if row.mentor]


@leak()
def foreign_key_traversal(aim: Aim) -> Any:
    return [getattr(row.author, aim.column) for row in Post.objects.filter(pk=aim.pk)]


@leak()
def filter_over_a_join(aim: Aim) -> Any:
    return told(Post.objects.filter(pk=aim.pk, **{f"author__{aim.column}": SECRET}).count())


@leak()
def values_over_a_join(aim: Aim) -> Any:
    return list(Circle.objects.values_list(f"people__{aim.column}"))


@leak()
def values_over_two_joins(aim: Aim) -> Any:
    return list(Circle.objects.values_list(f"posts__author__{aim.column}"))


@leak()
def outer_join(aim: Aim) -> Any:
    found = Person.objects.filter(pk=4).values_list(f"mentor__{aim.column}")
    return (
        list(found)
        if aim.pk == PRIVATE
        else list(Person.objects.filter(pk=5).values_list(f"mentor__{aim.column}"))
    )


@leak()
def reverse_relation(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in Circle.objects.get(pk=1).people.all()]


@leak()
def reverse_one_to_one(aim: Aim) -> Any:
    card = Card.objects.filter(person__pk=aim.pk).first()
    return card and getattr(card.person, aim.column)


@leak()
def prefetch_related(aim: Aim) -> Any:
    found = Circle.objects.prefetch_related("people")
    return [getattr(row, aim.column) for circle in found for row in circle.people.all()]


@leak()
def prefetch_of_a_queryset(aim: Aim) -> Any:
    asked = Prefetch("people", Person.objects.filter(pk=aim.pk), to_attr="some")
    found = Circle.objects.prefetch_related(asked)
    return [getattr(row, aim.column) for circle in found for row in circle.some]


@leak()
def filtered_relation(aim: Aim) -> Any:
    relation = FilteredRelation("people", condition=Q(people__pk=aim.pk))
    return list(Circle.objects.annotate(p=relation).values_list(f"p__{aim.column}"))


@leak()
def filtered_by_a_hidden_condition(aim: Aim) -> Any:
    relation = FilteredRelation("people", condition=Q(**{f"people__{aim.column}": SECRET}))
    found = Circle.objects.annotate(p=relation).filter(p__pk=aim.pk)
    return told(found.count())


@leak()
def many_to_many(aim: Aim) -> Any:
    found = Card.objects.filter(liked__author__pk=aim.pk)
    return list(found.values_list(f"liked__author__{aim.column}"))


@leak()
def aggregate_over_a_join(aim: Aim) -> Any:
    found = Circle.objects.filter(pk=1).annotate(
        x=Min(f"people__{aim.column}", filter=Q(people__pk__lt=4))
    )
    return list(found.values_list("x"))


@leak()
def combined_conditions(aim: Aim) -> Any:
    return told(Person.objects.filter(Q(pk=aim.pk) & (Q(pk=0) | Q(**{aim.column: SECRET}))))


@leak()
def reloaded(aim: Aim) -> Any:
    row = Person(pk=aim.pk)
    row.refresh_from_db()
    return getattr(row, aim.column)


@leak()
def reloaded_column(aim: Aim) -> Any:
    row = Person(pk=aim.pk)
    row.refresh_from_db(fields=[aim.column])
    return getattr(row, aim.column)


@leak()
def base_manager(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in Person._base_manager.filter(pk=aim.pk)]


@leak()
def default_manager(aim: Aim) -> Any:
    return list(Person._default_manager.filter(pk=aim.pk).values_list(aim.column))


@leak()
def chosen_alias(aim: Aim) -> Any:
    return list(Person.objects.using("default").filter(pk=aim.pk).values_list(aim.column))


@leak(ROW, COLUMN)
def unmanaged_model(aim: Aim) -> Any:
    return list(Bare.objects.filter(pk=aim.pk).values_list(aim.column))


@leak(ROW)
def proxy_model(aim: Aim) -> Any:
    return [row.text for row in Shout.objects.filter(pk=aim.pk)]


@leak(ROW)
def count_of_rows(aim: Aim) -> Any:
    return told(Person.objects.count() > 4)


@leak(ROW)
def count_over_a_join(aim: Aim) -> Any:
    return told(Circle.objects.annotate(n=Count("people")).get(pk=1).n > 4)


@leak(ROW)
def exists_of_a_row(aim: Aim) -> Any:
    return told(one(aim).exists())


@leak(ROW)
def contains(aim: Aim) -> Any:
    return told(Person.objects.contains(Person(pk=aim.pk)))


@leak(ROW)
def empty_text_join(aim: Aim) -> Any:
    return list(Post.objects.filter(author__pk=aim.pk).values_list("text"))


@leak(ROW)
def slices(aim: Aim) -> Any:
    return [row.name for row in Person.objects.order_by("pk")[1:2]]


@leak(ROW)
def sum_of_plain_numbers(aim: Aim) -> Any:
    return told((Person.objects.aggregate(x=Sum("rank"))["x"] or 0) >= 1000)


@leak(ROW)
def maximum_of_a_plain_number(aim: Aim) -> Any:
    return told((Person.objects.aggregate(x=Max("rank"))["x"] or 0) >= 1000)


@leak(ROW)
def get_or_none(aim: Aim) -> Any:
    try:
        return Person.objects.get(pk=aim.pk).name
    except Person.DoesNotExist:
        return None


@leak(COLUMN)
def table_of_another_purpose(aim: Aim) -> Any:
    del aim
    return list(Letter.objects.values_list("person__secret"))


@leak(ROW)
def asynchronous_names(aim: Aim) -> Any:
    async def read() -> Any:
        return [row.name async for row in Person.objects.filter(pk=aim.pk)]

    return async_to_sync(read)()
