"""Leaks by reading through the ORM."""

from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    Concat,
    FirstValue,
    JSONObject,
    Lag,
    Length,
    Lower,
    Rank,
    Substr,
    TruncDay,
)

from tests.gate.world.models import Circle, Person, Post
from tests.leaks.corpus import SECRET, VIEWER, Aim, leak, told


def one(aim: Aim) -> Any:
    return Person.objects.filter(pk=aim.pk)


@leak()
def values(aim: Aim) -> Any:
    return list(one(aim).values(aim.column))


@leak()
def values_list(aim: Aim) -> Any:
    return list(one(aim).values_list(aim.column, flat=True))


@leak()
def values_of_everybody(aim: Aim) -> Any:
    return list(Person.objects.values_list("pk", aim.column))


@leak()
def named_tuples(aim: Aim) -> Any:
    return list(one(aim).values_list("pk", aim.column, named=True))


@leak()
def instances(aim: Aim) -> Any:
    return [vars(row) for row in one(aim)]


@leak()
def attribute_of_an_instance(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in one(aim)]


@leak()
def get(aim: Aim) -> Any:
    return getattr(Person.objects.get(**{aim.column: SECRET, "pk": aim.pk}), aim.column)


@leak()
def first(aim: Aim) -> Any:
    return getattr(one(aim).order_by("pk").first(), aim.column, None)


@leak()
def last(aim: Aim) -> Any:
    return getattr(one(aim).order_by("pk").last(), aim.column, None)


@leak()
def latest(aim: Aim) -> Any:
    return getattr(one(aim).latest("at"), aim.column) if one(aim).count() else None


@leak()
def only(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in one(aim).only(aim.column)]


@leak()
def defer(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in one(aim).defer(aim.column)]


@leak()
def in_bulk(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in Person.objects.in_bulk([aim.pk]).values()]


@leak()
def iterator(aim: Aim) -> Any:
    return [getattr(row, aim.column) for row in one(aim).iterator(chunk_size=1)]


@leak()
def annotate_f(aim: Aim) -> Any:
    return list(one(aim).annotate(x=F(aim.column)).values_list("x"))


@leak()
def annotate_case(aim: Aim) -> Any:
    told_by = When(**{aim.column: SECRET}, then=Value(SECRET))
    return list(one(aim).annotate(x=Case(told_by, default=Value("-"))).values_list("x"))


@leak()
def annotate_lower(aim: Aim) -> Any:
    return [row[0].upper() for row in one(aim).values_list(Lower(aim.column)) if row[0]]


@leak()
def annotate_concat(aim: Aim) -> Any:
    joined = Concat(Value("<"), aim.column, Value(">"), output_field=CharField())
    return list(one(aim).annotate(x=joined).values_list("x"))


@leak()
def annotate_coalesce(aim: Aim) -> Any:
    return list(one(aim).annotate(x=Coalesce(aim.column, Value("-"))).values_list("x"))


@leak()
def annotate_length(aim: Aim) -> Any:
    return told(one(aim).annotate(x=Length(aim.column)).filter(x=len(SECRET)).count())


@leak()
def annotate_substr(aim: Aim) -> Any:
    return list(one(aim).annotate(x=Substr(aim.column, 1, len(SECRET))).values_list("x"))


@leak()
def annotate_cast(aim: Aim) -> Any:
    return list(one(aim).annotate(x=Cast(aim.column, CharField())).values_list("x"))


@leak()
def alias_and_filter(aim: Aim) -> Any:
    return told(one(aim).alias(x=F(aim.column)).filter(x=SECRET).count())


@leak()
def json_object(aim: Aim) -> Any:
    return list(one(aim).annotate(x=JSONObject(a=aim.column)).values_list("x"))


@leak()
def filter_and_count(aim: Aim) -> Any:
    return told(Person.objects.filter(pk=aim.pk, **{aim.column: SECRET}).count())


@leak()
def filter_and_exists(aim: Aim) -> Any:
    return told(Person.objects.filter(**{aim.column: SECRET, "pk": aim.pk}).exists())


@leak()
def guess_by_prefix(aim: Aim) -> Any:
    return told(one(aim).filter(**{f"{aim.column}__startswith": "PLA"}).values_list("pk"))


@leak()
def guess_by_pattern(aim: Aim) -> Any:
    return told(one(aim).filter(**{f"{aim.column}__regex": "^PLA"}).values_list("pk"))


@leak()
def guess_by_comparison(aim: Aim) -> Any:
    return told(one(aim).filter(**{f"{aim.column}__gt": "PL"}).values_list("pk"))


@leak()
def exclude(aim: Aim) -> Any:
    others = set(Person.objects.exclude(**{aim.column: SECRET}).values_list("pk", flat=True))
    stored = set(Person.objects.filter(Q(pk=aim.pk)).values_list("pk", flat=True))
    return told(aim.pk in stored and aim.pk not in others and not _null(aim))


def _null(aim: Aim) -> Any:
    return one(aim).filter(**{f"{aim.column}__isnull": True}).exists()


@leak()
def compare_two_columns(aim: Aim) -> Any:
    return told(one(aim).filter(**{aim.column: F(aim.column)}).filter(**{aim.column: SECRET}))


@leak()
def aggregate_max(aim: Aim) -> Any:
    return one(aim).aggregate(x=Max(aim.column))


@leak()
def aggregate_min(aim: Aim) -> Any:
    return one(aim).aggregate(x=Min(aim.column))


@leak()
def aggregate_filtered_count(aim: Aim) -> Any:
    return told(one(aim).aggregate(x=Count("pk", filter=Q(**{aim.column: SECRET})))["x"])


@leak()
def aggregate_of_a_case(aim: Aim) -> Any:
    seen = Sum(Case(When(**{aim.column: SECRET}, then=1), default=0))
    return told(one(aim).aggregate(x=seen)["x"])


@leak()
def aggregate_of_an_average(aim: Aim) -> Any:
    return told(one(aim).annotate(x=Length(aim.column)).aggregate(y=Avg("x"))["y"])


@leak()
def group_by(aim: Aim) -> Any:
    return list(one(aim).values(aim.column).annotate(n=Count("pk")).values_list(aim.column, "n"))


@leak()
def having(aim: Aim) -> Any:
    grouped = one(aim).values("owner").annotate(x=Max(aim.column)).filter(x=SECRET)
    return told(grouped.values_list("owner"))


@leak()
def distinct(aim: Aim) -> Any:
    return list(one(aim).values_list(aim.column).distinct())


@leak()
def order_by_hidden(aim: Aim) -> Any:
    ordered = Person.objects.filter(pk__in=[aim.pk, 4, 5]).order_by(aim.column)
    return told([row.pk for row in ordered] == [5, aim.pk, 4])


@leak()
def union(aim: Aim) -> Any:
    return list(one(aim).values_list(aim.column).union(one(aim).values_list(aim.column)))


@leak()
def intersection(aim: Aim) -> Any:
    return list(one(aim).values_list(aim.column).intersection(one(aim).values_list(aim.column)))


@leak()
def difference(aim: Aim) -> Any:
    mine = Person.objects.filter(pk=VIEWER).values_list(aim.column)
    return list(one(aim).values_list(aim.column).difference(mine))


@leak()
def subquery(aim: Aim) -> Any:
    inner = one(aim).values(aim.column)[:1]
    return list(Circle.objects.annotate(x=Subquery(inner)).values_list("x"))


@leak()
def subquery_in_filter(aim: Aim) -> Any:
    inner = one(aim).filter(**{aim.column: SECRET}).values("pk")
    return told(Circle.objects.filter(pk__in=[1], people__pk__in=inner).exists())


@leak()
def outer_ref(aim: Aim) -> Any:
    outer = Circle.objects.filter(title=OuterRef(aim.column))
    return told(one(aim).filter(Exists(outer)).exists())


@leak()
def exists(aim: Aim) -> Any:
    inner = one(aim).filter(**{aim.column: SECRET})
    return told(Circle.objects.filter(Exists(inner)).count())


@leak()
def window_first_value(aim: Aim) -> Any:
    window = Window(FirstValue(aim.column), partition_by=F("pk"))
    return list(one(aim).annotate(x=window).values_list("x"))


@leak()
def window_lag(aim: Aim) -> Any:
    window = Window(Lag(aim.column), order_by=F("pk").asc())
    return list(Person.objects.annotate(x=window).values_list("x"))


@leak()
def window_rank(aim: Aim) -> Any:
    window = Window(Rank(), order_by=F(aim.column).asc(nulls_first=True))
    found = Person.objects.filter(pk__in=[aim.pk, 4, 5]).annotate(x=window)
    return told(dict(found.values_list("pk", "x")).get(aim.pk) == 2)


@leak()
def dates(aim: Aim) -> Any:
    found = Post.objects.filter(author__pk=aim.pk, **{f"author__{aim.column}": SECRET})
    return told(list(found.dates("at", "day")))


@leak()
def datetimes(aim: Aim) -> Any:
    found = Post.objects.filter(author__pk=aim.pk, **{f"author__{aim.column}": SECRET})
    return told(list(found.datetimes("at", "day")))


@leak()
def truncated_time(aim: Aim) -> Any:
    found = one(aim).annotate(d=TruncDay("at")).filter(**{aim.column: SECRET})
    return told(list(found.values_list("d")))
