"""Keeping the index: items by those who publish them, documents by reading on."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Q

from salerno.policy.purposes import EDITORIAL, MODERATION
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.services.search import models
from salerno.services.search.formats import index_of
from salerno.services.search.rules import clean
from salerno.services.search.values import Document, Entry, Source

ENTRIES = "entries"
AT_ONCE = 500
_COLUMNS = ("pk", "title", "summary", "text")


@action(EDITORIAL)
def index(*, by: Viewer, entry: Entry) -> None:
    """Make a published item findable, or bring what is found of it up to date."""
    values = {
        "within": entry.within,
        "address": entry.address,
        "kind": entry.kind,
        "language": entry.language,
        "audience": int(entry.audience),
        "access": entry.access,
        "title": clean(entry.title)[:500],
        "summary": clean(entry.summary),
        "text": clean(entry.text),
        "published_at": entry.published_at or clock.now(),
    }
    _drop(entry.item_id)
    row, _made = models.Entry.objects.update_or_create(item_id=entry.item_id, defaults=values)
    with connection.cursor() as cursor:
        put = (row.pk, row.language, row.title, row.summary, row.text)
        index_of(connection.vendor).put_entries(cursor, [put])


@action(EDITORIAL)
def forget(*, by: Viewer, item_id: int) -> None:
    """Find an item no longer. A second time nothing changes."""
    _drop(item_id)
    models.Entry.objects.filter(item_id=item_id).delete()


def _drop(item_id: int) -> None:
    """Take the words of an item out of the index; its row knows what was put there."""
    rows = models.Entry.objects.select_for_update().filter(item_id=item_id)
    old = rows.values_list(*_COLUMNS).first()
    if old is not None:
        with connection.cursor() as cursor:
            index_of(connection.vendor).drop_entry(cursor, old)


@action(MODERATION)
def read_on(*, by: Viewer, source: Source) -> int:
    """Index what has become new, changed or gone in a source since the last time.

    How many facts were read; 0 where there were none.
    """
    with connection.cursor() as cursor:
        own = index_of(connection.vendor)
        own.hold(cursor)
        place = _place(source.name)
        happened = facts.since(place.fact_id, source.facts, limit=AT_ONCE)
        if happened:
            ids = {one.item_id for one in happened if one.item_id is not None}
            own.drop_documents(cursor, source.name, sorted(ids))
            own.put_documents(cursor, source.name, _tidy(source.those(ids)))
            place.fact_id = happened[-1].id
            place.save(update_fields=["fact_id"])
    return len(happened)


@action(MODERATION)
def begin_rebuild(*, by: Viewer, names: tuple[str, ...]) -> bool:
    """Prepare to make the index anew; False where one is under way, which then goes on."""
    asked = Q(source__in=[ENTRIES, *names])
    if models.Reading.objects.filter(asked).exclude(rebuilt_to=None).exists():
        return False
    own = index_of(connection.vendor)
    with connection.cursor() as cursor:
        own.lay(cursor)
        own.hold(cursor)
        own.clear_entries(cursor)
    for name in (ENTRIES, *names):
        _place(name)
    models.Reading.objects.filter(asked).update(rebuilt_to=0)
    return True


@action(MODERATION)
def rebuild_entries(*, by: Viewer) -> int:
    """Index the next items of a rebuild; how many, 0 at its end."""
    place = _place(ENTRIES)
    if place.rebuilt_to is None:
        return 0
    listed = models.Entry.objects.filter(pk__gt=place.rebuilt_to).order_by("pk")
    rows = list(listed.values_list("pk", "language", "title", "summary", "text")[:AT_ONCE])
    with connection.cursor() as cursor:
        index_of(connection.vendor).put_entries(cursor, rows)
    _step(place, rows[-1][0] if rows else None)
    return len(rows)


@action(MODERATION)
def rebuild_documents(*, by: Viewer, source: Source) -> int:
    """Index the next documents of a source anew, in the place of the old; 0 at its end."""
    own = index_of(connection.vendor)
    with connection.cursor() as cursor:
        own.hold(cursor)
        place = _place(source.name)
        if place.rebuilt_to is None:
            return 0
        found = _tidy(source.documents(place.rebuilt_to))
        last = max((one[0] for one in found), default=None)
        own.drop_range(cursor, source.name, place.rebuilt_to, last or 2**63 - 1)
        own.put_documents(cursor, source.name, found)
        _step(place, last)
    return len(found)


def _place(name: str) -> models.Reading:
    place, _made = models.Reading.objects.get_or_create(source=name)
    return place


def _step(place: models.Reading, reached: int | None) -> None:
    place.rebuilt_to = reached
    place.save(update_fields=["rebuilt_to"])


def _tidy(documents: Any) -> list[Document]:
    return [(number, owner, clean(text)) for number, owner, text in documents]
