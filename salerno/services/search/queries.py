"""Finding: items as they stand in the index, documents only as their own room shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from salerno.policy.purposes import COMMUNITY
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.search import models, rules
from salerno.services.search.formats import Looked, index_of
from salerno.services.search.values import Asked, Hit, Part, Results, Shown, Source

PAGE = 10
MOST = 1_000  # hits of each list that are ranked and counted


@dataclass(frozen=True)
class _Place:
    """One hit before it is read. ``kind``: of the item, or the name of the source."""

    kind: str
    number: int  # the row of the entry, or the id of the document
    is_entry: bool


@query(COMMUNITY)
def find(
    asked: Asked,
    *,
    kind: str = "",
    number: int = 1,
    opened: Collection[int] = (),
    sources: Sequence[Source] = (),
) -> Results:
    """One page of what the viewer may find, the best first.

    ``kind``: an item's, or the name of a source; "" for all. ``opened``: ids of the items that
    the viewer is entitled to. The number of statements does not grow with what is found.
    """
    if not asked:
        return Results()
    entries, documents = _entries(asked, opened), _documents(asked, sources)
    everything = rules.fused([entries, documents])
    wanted = [one for one in everything if not kind or one.kind == kind]
    last = max(1, -(-len(wanted) // PAGE))
    number = min(max(1, number), last)
    page = wanted[(number - 1) * PAGE : number * PAGE]
    return Results(
        hits=tuple(_read(page, asked, opened, sources)),
        facets=tuple(rules.facets(one.kind for one in everything)),
        total=len(wanted),
        is_capped=len(entries) == MOST or len(documents) == MOST,
        number=number,
        last=last,
    )


def _entries(asked: Asked, opened: Collection[int]) -> list[_Place]:
    """The items that match, of which the viewer may learn."""
    widest = int(rules.widest(viewer().subject is not None))
    looked = Looked(widest, sorted(opened), clock.now(), MOST)
    with connection.cursor() as cursor:
        found = index_of(connection.vendor).match_entries(cursor, asked, looked)
    return [_Place(one.kind, one.row, True) for one in found]


def _documents(asked: Asked, sources: Sequence[Source]) -> list[_Place]:
    """The documents that match and that the gate lets the viewer see."""
    if not sources:
        return []
    with connection.cursor() as cursor:
        found = index_of(connection.vendor).match_documents(cursor, asked, MOST)
    seen = {
        one.name: frozenset(one.seen([number for name, number in found if name == one.name]))
        for one in sources
    }
    return [_Place(name, number, False) for name, number in found if number in seen.get(name, ())]


def _read(
    page: Sequence[_Place], asked: Asked, opened: Collection[int], sources: Sequence[Source]
) -> list[Hit]:
    """The hits of one page; what has gone since it was indexed is left out."""
    entries = _read_entries([one.number for one in page if one.is_entry], asked, opened)
    shown: dict[str, Mapping[int, Shown]] = {}
    for source in sources:
        ids = [one.number for one in page if not one.is_entry and one.kind == source.name]
        shown[source.name] = source.shown(ids)
    hits: list[Hit] = []
    for one in page:
        if one.is_entry and one.number in entries:
            hits.append(entries[one.number])
        elif not one.is_entry and (document := shown[one.kind].get(one.number)):
            excerpt = rules.excerpt(document.text, asked)
            title = (Part(document.title),)
            hits.append(Hit(one.kind, document.address, title, excerpt, document.at))
    return hits


def _read_entries(rows: Sequence[int], asked: Asked, opened: Collection[int]) -> dict[int, Hit]:
    if not rows:
        return {}
    with connection.cursor() as cursor:
        marked = index_of(connection.vendor).mark_entries(cursor, asked, rows)
    is_known = viewer().subject is not None
    found: dict[int, Hit] = {}
    columns = models.Entry.objects.filter(pk__in=rows).defer("text")
    for row in columns:
        is_open = rules.is_open(row.access, is_known, row.item_id in opened or row.within in opened)
        title, text = marked.get(row.pk, (row.title, ""))
        excerpt = rules.marked(text) if is_open else rules.excerpt(row.summary, asked)
        found[row.pk] = Hit(
            row.kind,
            row.address,
            rules.marked(title),
            excerpt,
            row.published_at,
            "" if is_open else row.access,
        )
    return found
