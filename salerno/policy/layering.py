"""Layers over the base text. Strictest wins; a layer that differs must name what it overrides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salerno.policy.table import Table
from salerno.policy.terms import days_of, read_term
from salerno.policy.values import Layer, LayerKind
from salerno.privacy.law import STRICTNESS, Basis, Term

_KEYS = ("id", "title", "kind", "countries", "home", "refused", "instead", "needs_mechanism",
         "needs_representative", "purposes", "clauses")  # fmt: skip


@dataclass(frozen=True)
class LayerSource:
    """A layer as read, with the tables that override."""

    layer: Layer
    table: Table

    def purpose_basis(self, purpose_id: str) -> tuple[Basis, Table] | None:
        """The ground this layer asks for a purpose, and where it says so."""
        rules = self.table.table("purposes", needed=False)
        if not rules.has(purpose_id):
            return None
        rule = rules.table(purpose_id).only("basis", "overrides")
        return rule.one_of("basis", Basis), rule

    def clause_term(self, clause_id: str) -> tuple[Term, Table] | None:
        """The term this layer asks for a clause, and where it says so."""
        rules = self.table.table("clauses", needed=False)
        if not rules.has(clause_id):
            return None
        rule = rules.table(clause_id).only("term", "overrides")
        return read_term(rule), rule


def read_layer(table: Table) -> LayerSource:
    """Read one layer's file."""
    table.only(*_KEYS)
    rules = table.table("purposes", needed=False)
    clauses = table.table("clauses", needed=False)
    deviations = [
        f"{kind}.{name}.{key}"
        for kind, group in (("purposes", rules), ("clauses", clauses))
        for name, rule in group.tables()
        for key in rule.words("overrides", ("basis", "term"), default=[])
    ]
    layer = Layer(
        id=table.text("id"),
        title=table.text("title"),
        kind=table.one_of("kind", LayerKind),
        countries=table.words("countries"),
        refused=tuple(Basis(one) for one in table.words("refused", list(Basis))),
        instead=table.one_of("instead", Basis),
        needs_mechanism=table.flag("needs_mechanism"),
        home=table.words("home", default=[]),
        needs_representative=table.flag("needs_representative"),
        closed=tuple(
            name for name, rule in rules.tables() if rule.one_of("basis", Basis) is Basis.NONE
        ),
        deviations=tuple(deviations),
    )
    return LayerSource(layer, table)


def stricter(first: Basis, second: Basis) -> Basis:
    """The ground that opens fewer rows."""
    return max(first, second, key=STRICTNESS.__getitem__)


def layered_bases(
    purpose_id: str, base: Basis, own: Table, layers: Iterable[LayerSource]
) -> Mapping[str, Basis]:
    """The grounds of one purpose by layer, the key "" being the base text."""
    bases = {"": base}
    named = own.table("bases", needed=False)
    sources = {one.layer.id: one for one in layers}
    for layer_id in named.data:
        if layer_id not in sources:
            named.fail("names a layer that this pack does not enable", layer_id)
    for layer_id, source in sources.items():
        asked = source.purpose_basis(purpose_id)
        if asked is not None:
            _check_named("basis", base, asked)
        floor = stricter(base, asked[0]) if asked else base
        if named.has(layer_id):
            basis = named.one_of(layer_id, Basis)
            if basis in source.layer.refused or stricter(basis, floor) is not basis:
                named.fail(f"{basis} is looser than the layer allows ({floor} or more)", layer_id)
        else:
            basis = source.layer.instead if floor in source.layer.refused else floor
        if basis is not base:
            bases[layer_id] = basis
    return bases


def layered_term(clause_id: str, base: Term, layers: Iterable[LayerSource]) -> Term:
    """The term of one clause. A row has one term, so the shortest of all layers holds for all."""
    term = base
    for source in layers:
        asked = source.clause_term(clause_id)
        if asked is not None:
            _check_named("term", base, asked)
            term = min(term, asked[0], key=days_of)
    return term


def _check_named(key: str, base: object, asked: tuple[object, Table]) -> None:
    wanted, rule = asked
    if wanted != base and key not in rule.words("overrides", ("basis", "term"), default=[]):
        rule.fail(f"contradicts the base text; name it: overrides = [{key!r}]", key)
