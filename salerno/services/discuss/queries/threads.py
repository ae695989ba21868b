"""An area and its posts, as the viewer may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import COMMUNITY, SHARED, TEACHER
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.privacy.models import Place
from salerno.privacy.purposes import RECORD
from salerno.services.discuss import models
from salerno.services.discuss.actions.naming import names
from salerno.services.discuss.rules.limits import PAGE, can_edit, page_number, pages
from salerno.services.discuss.rules.names import part_of
from salerno.services.discuss.rules.text import filled
from salerno.services.discuss.values import (
    Area,
    FileShown,
    People,
    Post,
    Thread,
    ToEdit,
    Where,
)

type Marks = Mapping[int, tuple[tuple[int, str], ...]]

AREA = ("pk", "address", "page", "title", "audience", "scope", "kinds", "is_open")
_POST = (
    "pk", "owner_id", "kind", "html", "audience", "posted_at", "edited_at", "removed",
    "is_signed", "reply_to_id", "root_id",
)  # fmt: skip
_PAGE = (*_POST, *(f"area__{one}" for one in AREA), "total", "standing", "is_marked", "is_filed")
_AREA, _COUNTS, _MARKED, _FILED, _UNTIL = slice(11, 19), slice(-5, -3), -3, -2, -1
_ORDER = (Coalesce("root_id", "pk"), F("pk"))


@query(*SHARED)
def area_of(address: str) -> Area | None:
    """The area of an address, whoever may read it. One statement."""
    return None if "\0" in address else _area(models.Area.objects.filter(address=address))


@query(COMMUNITY)
def thread_of(address: str, *, page: object = None) -> Thread | None:
    """One page of an area's posts; None where there is none, or none for this viewer.

    At most four statements, whatever the number of posts. ``page``: as it came in the address.
    """
    return None if "\0" in address else _thread(page, "address", address)


@query(COMMUNITY)
def reads_of(author: int) -> bool:
    """Whether the viewer can read anything that somebody signed. One statement."""
    return models.Post.objects.filter(owner_id=author, is_signed=True).exists()


@query(COMMUNITY)
def thread_by_id(area_id: int, *, page: object = None) -> Thread | None:
    """The same by the area's id."""
    return _thread(page, "pk", area_id)


def _thread(page: object, column: str, value: object) -> Thread | None:
    number = page_number(page, 10**6)
    rows = _rows(column, value, number)
    if not rows and number > 1:
        number, rows = 1, _rows(column, value, 1)
    found = _standing_of(rows[0]) if rows else _area_and_standing(column, value)
    if found is None:
        return None
    area, suspended_until = found
    readers = _people(area)
    if area.audience < Reach.PUBLIC and viewer().subject is None:
        return None
    if area.scope and area.audience < Reach.MEMBERS and not readers.is_in:
        return None
    total, standing = rows[0][_COUNTS] if rows else (0, 0)
    posts = _posts(rows)
    before = _authors_before(area.id, number)
    return Thread(
        area,
        tuple(posts),
        count=standing,
        number=number,
        last=pages(total),
        readers=readers,
        people=frozenset(_people_in(posts)).union(before),
        before=before,
        suspended_until=suspended_until,
    )


def _area(rows: QuerySet[models.Area]) -> Area | None:
    row = rows.values_list(*AREA).first()
    return None if row is None else made_area(row)


def made_area(row: tuple[Any, ...]) -> Area:
    """An area from its columns, in the order of ``AREA``."""
    values: tuple[Any, ...] = (*row[:4], Reach(row[4]), row[5], tuple(row[6]), row[7])
    return Area(*values)


def _standing_of(row: tuple[Any, ...]) -> tuple[Area, Any]:
    return made_area(row[_AREA]), row[_UNTIL]


def _area_and_standing(column: str, value: object) -> tuple[Area, Any] | None:
    """An area without posts, and until when the viewer may not post. One statement."""
    rows = models.Area.objects.filter(**{column: value})
    row = rows.values_list(*AREA, _suspended_until()).first()
    return None if row is None else (made_area(row[:-1]), row[-1])


def _suspended_until() -> Subquery:
    mine = models.Suspension.objects.filter(
        owner_id=viewer().subject or 0, until__gt=clock.now()
    ).order_by("-until")
    return Subquery(mine.values("until")[:1])


def _people(area: Area) -> People:
    """Who has a place in the scope of an area, counted. One statement, none without a scope."""
    if not area.scope or area.audience >= Reach.MEMBERS:
        return People()
    now = clock.now()
    live = Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))
    with handover(RECORD, ground="how many can read a discussion"):
        rows = Place.objects.filter(live, scope=area.scope, reach__lte=int(area.audience))
        counted = rows.aggregate(
            all=Count("owner_id", distinct=True),
            teachers=Count("owner_id", distinct=True, filter=Q(relation=TEACHER.id)),
            mine=Count("pk", filter=Q(owner_id=viewer().subject or 0)),
        )
    people, teachers = counted["all"], counted["teachers"]
    return People(people - teachers, teachers, bool(counted["mine"]))


def _rows(column: str, value: object, number: int) -> list[tuple[Any, ...]]:
    """A page of the area whose ``column`` is ``value``, in the order of reading.

    Behind the columns of each post: those of its area; how many there are in all, and stand;
    whether somebody is named in the post, and whether a file is beside it, so that nothing is
    asked where nothing is; until when the viewer may not post.
    """
    start = (number - 1) * PAGE
    asked = _counted().filter(**{f"area__{column}": value})
    return list(asked.values_list(*_PAGE, _suspended_until())[start : start + PAGE])


@cache
def _counted() -> QuerySet[models.Post]:
    """The question behind ``_rows``, made once: it is asked with each page."""
    return models.Post.objects.order_by(*_ORDER).annotate(
        total=Window(Count("pk")),
        standing=Window(Count("pk", filter=Q(removed=""))),
        is_marked=Exists(models.Mention.objects.filter(post_id=OuterRef("pk"))),
        is_filed=Exists(models.Attachment.objects.filter(post_id=OuterRef("pk"))),
    )


def _authors_before(area_id: int, number: int) -> tuple[int, ...]:
    """Who wrote on the pages before this one, as it is read. One statement, none on the first."""
    if number == 1:
        return ()
    rows = models.Post.objects.filter(area_id=area_id).order_by(*_ORDER)
    listed = rows.values_list("owner_id", "removed", "is_signed")[: (number - 1) * PAGE]
    return tuple(
        dict.fromkeys(owner for owner, removed, signed in listed if signed and not removed)
    )


def _posts(rows: list[tuple[Any, ...]]) -> list[Post]:
    marked = [row[0] for row in rows if row[_MARKED]]
    filed = [row[0] for row in rows if row[_FILED]]
    marks, files = marks_of(marked) if marked else {}, files_of(filed) if filed else {}
    posts = [_post(row, marks.get(row[0], {}), files.get(row[0], ())) for row in rows]
    answered = {one.root for one in posts if one.is_reply and not one.is_removed}
    return [one for one in posts if not one.is_removed or one.is_own or one.id in answered]


def _post(row: tuple[Any, ...], marks: Marks, files: tuple[FileShown, ...]) -> Post:
    id_, owner, kind, html, audience, posted_at, edited_at, removed, is_signed, above, root = row[
        :11
    ]
    own = owner == viewer().subject
    is_seen = not removed or own
    return Post(
        id=id_,
        author=owner if is_seen and is_signed else 0,
        kind=kind,
        html=(html or "") if is_seen else "",
        audience=None if audience is None else Reach(audience),
        posted_at=posted_at,
        edited_at=edited_at,
        removed=removed or "",
        is_own=own,
        is_signed=bool(is_signed),
        reply_to=above,
        root=root or id_,
        can_edit=own and not removed and can_edit(posted_at, clock.now()),
        marks=marks if is_seen else {},
        files=files if is_seen else (),
    )


def marks_of(ids: Iterable[int]) -> dict[int, Marks]:
    """Who is named in posts: by post and number, the subjects and which part of a name."""
    found: dict[int, dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = models.Mention.objects.filter(post_id__in=list(ids)).order_by("pk")
    for post_id, number, owner, part in rows.values_list("post_id", "number", "owner_id", "part"):
        found[post_id][number].append((owner, part or ""))
    return {
        post_id: {number: tuple(who) for number, who in numbered.items()}
        for post_id, numbered in found.items()
    }


_FILE = ("post_id", "key", "kind", "file", "bytes", "width", "height", "said")


def files_of(ids: Iterable[int]) -> dict[int, tuple[FileShown, ...]]:
    """The files beside posts that the viewer may see, by post."""
    rows = models.Attachment.objects.filter(post_id__in=list(ids)).order_by("pk")
    found: dict[int, list[FileShown]] = defaultdict(list)
    for post_id, key, kind, name, size, width, height, said in rows.values_list(*_FILE):
        if key:
            extension = Path(name).suffix.lstrip(".")
            found[post_id].append(FileShown(key, kind, extension, size, width, height, said or ""))
    return {post_id: tuple(files) for post_id, files in found.items()}


def _people_in(posts: Iterable[Post]) -> set[int]:
    """The subjects whose names a page needs."""
    found = {one.author for one in posts} | {viewer().subject or 0}
    for post in posts:
        found |= {subject for who in post.marks.values() for subject, _part in who}
    return found - {0}


@query(COMMUNITY)
def where(post_id: int) -> Where | None:
    """Where a post can be read, or None where the viewer cannot. Two statements."""
    rows = models.Post.objects.filter(pk=post_id)
    row = rows.values_list("area_id", "root_id", "area__page").first()
    if row is None:
        return None
    area_id, root, page = row
    place = Coalesce("root_id", "pk")
    listed = models.Post.objects.filter(area_id=area_id).annotate(place=place)
    before = Q(place__lt=root or post_id) | Q(place=root or post_id, pk__lte=post_id)
    return Where(page, pages(listed.filter(before).count()), post_id)


@query(COMMUNITY)
def file_of(key: str) -> tuple[Path, str] | None:
    """Where the file of a key lies and its extension, or None where the viewer may not see it."""
    row = models.Attachment.objects.filter(key=key).select_related("post").first()
    if row is None or not row.file:
        return None
    if row.post.removed and row.owner_id != viewer().subject:
        return None
    path = Path(row.file.path)
    return (path, path.suffix.lstrip(".")) if path.is_file() else None


@query(COMMUNITY)
def post_to_edit(post_id: int) -> ToEdit | None:
    """An own post as its author writes it again, or None where it is not theirs."""
    mine = models.Post.objects.filter(pk=post_id, owner_id=viewer().known, removed="")
    row = mine.values_list("text", "posted_at", "area__page").first()
    if row is None:
        return None
    marks = marks_of([post_id]).get(post_id, {})
    seen = names().seen({subject for who in marks.values() for subject, _part in who})
    said = named(marks, seen)
    text = filled(row[0], lambda number: said.get(number) or str(GONE))
    return ToEdit(text, row[2], can_edit(row[1], clock.now()))


GONE = gettext_lazy("someone who left")


def named(marks: Marks, seen: Mapping[int, str]) -> dict[int, str]:
    """What stands in the place of each mark: the first of those it means whose name is seen."""
    found: dict[int, str] = {}
    for number, who in marks.items():
        shown = (part_of(seen.get(subject, ""), part) for subject, part in who)
        found[number] = next((one for one in shown if one), str(HIDDEN))
    return found


HIDDEN = gettext_lazy("somebody")
