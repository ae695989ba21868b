"""Posts as a search index takes them, and as it shows what was found: through the gate."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from salerno.policy.purposes import COMMUNITY, MODERATION
from salerno.privacy.doing import query
from salerno.services.discuss.models import Post
from salerno.services.discuss.rules.text import unnamed
from salerno.services.discuss.values import Found

AT_ONCE = 500

type Document = tuple[int, int, str]


@query(MODERATION)
def documents(after: int) -> list[Document]:
    """Some posts with an id above ``after``: id, owner, text without names. One statement."""
    rows = Post.objects.filter(pk__gt=after, removed="").exclude(text="").order_by("pk")
    return [_document(row) for row in rows.values_list("pk", "owner_id", "text")[:AT_ONCE]]


@query(MODERATION)
def documents_of(ids: Collection[int]) -> list[Document]:
    """The same for these ids, as far as they stand. One statement."""
    rows = Post.objects.filter(pk__in=list(ids), removed="").exclude(text="").order_by("pk")
    return [_document(row) for row in rows.values_list("pk", "owner_id", "text")]


def _document(row: tuple[int, int, str]) -> Document:
    return row[0], row[1], unnamed(row[2])


@query(COMMUNITY)
def seen_posts(ids: Collection[int]) -> frozenset[int]:
    """Those of ``ids`` that the viewer may read. One statement."""
    rows = Post.objects.filter(pk__in=list(ids), removed="", text__gt="")
    return frozenset(rows.values_list("pk", flat=True))


@query(COMMUNITY)
def found_posts(ids: Collection[int]) -> dict[int, Found]:
    """Posts as a page of hits shows them, as far as the viewer may read them. One statement."""
    rows = Post.objects.filter(pk__in=list(ids), removed="", text__gt="")
    columns = ("pk", "area__title", "text", "posted_at")
    return {row[0]: _found(*row) for row in rows.values_list(*columns)}


def _found(pk: int, title: str, text: str, at: datetime) -> Found:
    return Found(title, reverse("discuss:post", args=[pk]), unnamed(text), at)
