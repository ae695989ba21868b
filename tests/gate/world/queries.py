"""Queries by chance, over whatever a purpose may name. Each is run here and on the copy."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Concat, Length, Lower, RowNumber, TruncMonth

from salerno.privacy.gate import reference
from salerno.privacy.registry import registry
from tests.gate.world.models import Card, Circle, Gift, Letter, Person, Post
from tests.gate.world.people import NOW, WORDS

BASES = (Person, Person, Post, Post, Card, Circle, Letter, Gift)
DEPTH = 2


@dataclass(frozen=True)
class Path:
    """A column as a query names it. ``many``: one row may have several values of it."""

    name: str
    kind: str  # int | text | time | key
    many: bool


@dataclass(frozen=True)
class Link:
    """A relation as a query names it."""

    name: str
    model: Any
    many: bool


class Maker:
    """Makes queries that a purpose may ask."""

    def __init__(self, random: Random, asked: Callable[[Any], reference.Question]) -> None:
        self.random = random
        self.asked = asked
        self._paths: dict[Any, list[Path]] = {}
        self._links: dict[Any, list[Link]] = {}

    def serves(self, model: Any) -> bool:
        table = registry().of(model)
        return not table.owner or reference.serves_table(self.asked(model))

    def readable(self, model: Any, column: str) -> bool:
        table = registry().tables[model._meta.db_table]
        return not table.owner or reference.may_read(self.asked(model), column)

    def links(self, model: Any) -> list[Link]:
        if model not in self._links:
            found = []
            for one in model._meta.get_fields():
                target = one.related_model if one.is_relation else None
                if target is None or target._meta.app_label != "world" or not self.serves(target):
                    continue
                if target._meta.proxy or one.name in ("thing_ptr", "gift"):
                    continue
                if one.many_to_many and not self.serves(Card.liked.through):
                    continue
                if one.many_to_many and not self.readable(Card.liked.through, "post_id"):
                    continue
                many = bool(one.one_to_many or one.many_to_many)
                found.append(Link(one.name, target, many))
            self._links[model] = found
        return self._links[model]

    def paths(self, model: Any, depth: int = DEPTH) -> list[Path]:
        if depth == DEPTH and model in self._paths:
            return self._paths[model]
        found = []
        for one in model._meta.concrete_fields:
            if self.readable(one.model, one.column):
                found.append(Path(one.name, _kind(one), False))
        if depth:
            for link in self.links(model):
                for one in self.paths(link.model, depth - 1):
                    found.append(Path(f"{link.name}__{one.name}", one.kind, link.many or one.many))
        if depth == DEPTH:
            self._paths[model] = found
        return found

    def path(self, model: Any, *kinds: str, single: bool = False) -> Path:
        fit = [
            one for one in self.paths(model)
            if (not kinds or one.kind in kinds) and not (single and one.many)
        ]  # fmt: skip
        near = [one for one in fit if "__" not in one.name]
        return self.random.choice(near if near and self.random.random() < 0.4 else fit)

    def leaf(self, model: Any) -> Any:
        random = self.random
        chance = random.random()
        if chance < 0.08:
            return Exists(self.inner(model))
        if chance < 0.15:
            return Q(pk__in=self.base(model).filter(self.leaf(model)).values("pk"))
        one = self.path(model)
        if random.random() < 0.15:
            return Q(**{f"{one.name}__isnull": random.random() < 0.5})
        return Q(**self.compared(model, one))

    def compared(self, model: Any, one: Path) -> dict[str, Any]:
        """A column held to a value, or to another column."""
        random = self.random
        value: Any
        if one.kind == "text":
            lookup = random.choice(("", "__contains", "__in", "__icontains", "__gt"))
            value = random.choice(WORDS)
            return {f"{one.name}{lookup}": [value, "x"] if lookup == "__in" else value}
        if one.kind == "time":
            return {f"{one.name}__{random.choice(('lt', 'gte'))}": NOW}
        if random.random() < 0.2:
            return {one.name: F(self.path(model, "int", "key").name)}
        lookup = random.choice(("", "__lt", "__gte", "__in"))
        value = random.randrange(0, 8)
        return {f"{one.name}{lookup}": [value, 1, 2] if lookup == "__in" else value}

    def condition(self, model: Any, depth: int = 2) -> Any:
        random = self.random
        if not depth or random.random() < 0.5:
            found = self.leaf(model)
        else:
            left, right = Q(self.condition(model, depth - 1)), Q(self.condition(model, depth - 1))
            found = left & right if random.random() < 0.5 else left | right
        return ~Q(found) if random.random() < 0.25 else found

    def base(self, model: Any) -> Any:
        return model.objects.using(self.alias)

    def inner(self, model: Any) -> Any:
        """A sub-select of another table that looks at the outer row."""
        other = self.random.choice([one for one in BASES if self.serves(one)])
        near = [one for one in self.paths(other, 0) if one.kind in ("key", "int")]
        here = [one for one in self.paths(model, 0) if one.kind in ("key", "int")]
        one, two = self.random.choice(near), self.random.choice(here)
        return self.base(other).filter(**{one.name: OuterRef(two.name)})

    def rows(self, model: Any) -> Any:
        """A queryset: filtered, joined, annotated."""
        random = self.random
        found = self.base(model)
        for _ in range(random.randrange(3)):
            one = self.condition(model)
            found = found.exclude(one) if random.random() < 0.3 else found.filter(one)
        for number in range(random.choice((0, 0, 1, 2))):
            found = self.annotated(found, model, f"n{number}")
        if random.random() < 0.1:
            links = [one for one in self.links(model) if one.many]
            if links:
                found = self.filtered_relation(found, random.choice(links))
        return found

    def filtered_relation(self, found: Any, link: Link) -> Any:
        near = [one for one in self.paths(link.model, 0) if one.kind in ("int", "key")]
        one = self.random.choice(near)
        condition = Q(**{f"{link.name}__{one.name}__gte": 1})
        return found.annotate(only=FilteredRelation(link.name, condition=condition)).annotate(
            onlies=Count("only", distinct=True)
        )

    def annotated(self, found: Any, model: Any, name: str) -> Any:
        makers = (
            self._counted, self._extreme, self._cased, self._chosen, self._existing, self._formed,
        )  # fmt: skip
        return found.annotate(**{name: self.random.choice(makers)(model)})

    def _number(self, model: Any) -> str:
        return self.path(model, "int", "key").name

    def _counted(self, model: Any) -> Any:
        return Count(self._number(model), distinct=True)

    def _extreme(self, model: Any) -> Any:
        return self.random.choice((Max, Min))(self._number(model))

    def _cased(self, model: Any) -> Any:
        return Case(When(Q(self.condition(model, 1)), then=Value(1)), default=Value(0))

    def _chosen(self, model: Any) -> Any:
        return Subquery(self.inner(model).order_by("pk").values("pk")[:1])

    def _existing(self, model: Any) -> Any:
        return Exists(self.inner(model))

    def _formed(self, model: Any) -> Any:
        text = self._text(model)
        if text is None:
            return Coalesce(F(self._number(model)), Value(-1))
        joined = Concat(text.name, Value("!"), output_field=TextField())
        return self.random.choice((Lower(text.name), Length(text.name), joined))

    def _text(self, model: Any) -> Path | None:
        return (
            self.path(model, "text")
            if any(one.kind == "text" for one in self.paths(model))
            else None
        )

    alias = "default"

    def ask(self, seed: int, alias: str) -> Any:
        """Run the query of ``seed`` on a database, and return what it says."""
        self.random, self.alias = Random(seed), alias
        model = self.random.choice([one for one in BASES if self.serves(one)])
        return getattr(self, f"_{self.random.choice(ENDS)}")(model)

    def _values(self, model: Any) -> Any:
        names = sorted({self.path(model).name for _ in range(self.random.randrange(1, 5))})
        found = self.rows(model).values_list("pk", *names)
        return _bag(found.distinct() if self.random.random() < 0.3 else found)

    def _ordered(self, model: Any) -> Any:
        one = self.path(model, single=True)
        sign = self.random.choice(("", "-"))
        low = self.random.randrange(3)
        found = self.rows(model).order_by(f"{sign}{one.name}", "pk").values_list("pk", one.name)
        found = found.distinct() if self.random.random() < 0.5 else found
        return list(found[low : low + 4])

    def _grouped(self, model: Any) -> Any:
        one, two = self.path(model), self.path(model, "int", "key")
        found = self.base(model).filter(self.condition(model)).values(one.name)
        found = found.annotate(n=Count("pk"), m=Max(two.name), s=Sum(two.name))
        if self.random.random() < 0.3:
            found = found.filter(n__gt=1)
        return _bag(found.values_list(one.name, "n", "m", "s"))

    def _aggregate(self, model: Any) -> Any:
        one = self.path(model, "int", "key")
        found = self.rows(model)
        found = found.distinct() if self.random.random() < 0.2 else found
        return found.aggregate(
            a=Count("pk"), b=Max(one.name), c=Min(one.name), d=Sum(one.name), e=Avg(one.name),
            f=Count(self.path(model).name, distinct=True), g=Count("pk", filter=self.leaf(model)),
        )  # fmt: skip

    def _count(self, model: Any) -> Any:
        found = self.rows(model)
        return found.count(), found.exists(), found.distinct().count()

    def _instances(self, model: Any) -> Any:
        found = self.rows(model)
        links = [one.name for one in self.links(model) if not one.many]
        if links and self.random.random() < 0.7:
            found = found.select_related(self.random.choice(links))
        elif self.random.random() < 0.5:
            found = found.only("pk", self.path(model, single=True).name.split("__")[0])
        return _bag(self.shown(one) for one in found)

    def shown(self, row: Any, deep: bool = True) -> Any:
        """The columns that are loaded and may be read, and those of what came with them."""
        hidden = {
            one.attname
            for one in row._meta.concrete_fields
            if not self.readable(one.model, one.column)
        }
        found = sorted(
            (name, value)
            for name, value in vars(row).items()
            if not name.startswith("_") and name not in hidden
        )
        near = row._state.fields_cache.items() if deep else ()
        return found, sorted(
            (name, repr(self.shown(each, deep=False))) for name, each in near if each is not None
        )

    def _prefetched(self, model: Any) -> Any:
        links = [one for one in self.links(model) if one.many]
        if not links:
            return []
        one = self.random.choice(links)
        name = one.name
        asked: Any = _accessor(model, name)
        inner = asked
        if self.random.random() < 0.5:
            asked = Prefetch(asked, self.base(one.model).filter(self.condition(one.model)))
        found = self.rows(model).prefetch_related(asked)
        return _bag(
            (row.pk, sorted(each.pk for each in getattr(row, inner).all())) for row in found
        )

    def _united(self, model: Any) -> Any:
        one = self.path(model)
        left, right = (
            self.base(model).filter(self.condition(model)).values_list("pk", one.name)
            for _ in range(2)
        )
        kind = self.random.choice(("union", "intersection", "difference"))
        return _bag(getattr(left, kind)(right))

    def _windowed(self, model: Any) -> Any:
        near = self.random.choice(self.paths(model, 0))
        window = Window(RowNumber(), partition_by=F(near.name), order_by=F("pk").asc())
        found = self.base(model).filter(self.condition(model)).annotate(w=window)
        if self.random.random() < 0.5:
            found = found.filter(w=1)
        return _bag(found.values_list("pk", near.name, "w"))

    def _months(self, model: Any) -> Any:
        times = [one for one in self.paths(model) if one.kind == "time"]
        if not times:
            return []
        name = self.random.choice(times).name
        month = self.base(model).filter(self.condition(model)).annotate(at_month=TruncMonth(name))
        return _bag(month.values("at_month").annotate(n=Count("pk")).values_list("at_month", "n"))

    def _bulk(self, model: Any) -> Any:
        found = self.base(model).in_bulk([1, 2, 3, 4, 5, 6])
        first, last = (
            self.rows(model).order_by("pk").first(),
            self.rows(model).order_by("pk").last(),
        )
        return sorted(found), first and first.pk, last and last.pk


ENDS = (
    "values", "values", "ordered", "grouped", "aggregate", "count", "instances", "prefetched",
    "united", "windowed", "months", "bulk",
)  # fmt: skip


def _kind(one: Any) -> str:
    if one.is_relation or one.primary_key:
        return "key"
    name = one.get_internal_type()
    if name == "DateTimeField":
        return "time"
    return "int" if "Integer" in name else "text"


def _accessor(model: Any, name: str) -> str:
    one = model._meta.get_field(name)
    return str(one.get_accessor_name()) if hasattr(one, "get_accessor_name") else name


def _bag(rows: Any) -> list[str]:
    return sorted(repr(one) for one in rows)
