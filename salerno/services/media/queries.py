"""Photographs as a viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from salerno.policy.purposes import (
    ACCOUNT,
    COMMUNITY,
    COURSES,
    DIRECTORY,
    DIRECTORY_INFORMATION,
    PROFILE,
)
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.services.media.models import Photograph
from salerno.services.media.values import Photo


@query(PROFILE, ACCOUNT)
def photograph_of(subject: int) -> Photo | None:
    """Somebody's photograph, or None where it is not shown to the viewer."""
    found = Photograph.objects.filter(pk=subject)
    row = found.values_list("key", "width", "height", "audience").first()
    if row is None or not row[0]:
        return None
    return Photo(row[0], row[1], row[2], Reach(row[3]))


@query(PROFILE, COMMUNITY, COURSES, DIRECTORY)
def photographs_of(subjects: Iterable[int]) -> dict[int, Photo]:
    """The photographs that the viewer may see of these people, in one statement."""
    asked = set(subjects)
    columns = ("pk", "key", "width", "height", "audience")
    rows = Photograph.objects.filter(pk__in=asked).values_list(*columns) if asked else ()
    return {row[0]: Photo(row[1], row[2], row[3], Reach(row[4])) for row in rows if row[1]}


@query(DIRECTORY_INFORMATION)
def directory_photographs(people: Iterable[int]) -> dict[int, Path]:
    """The files of those who show their photograph to their program at least. One statement."""
    rows = Photograph.objects.filter(pk__in=[0, *people], audience__gte=int(Reach.PROGRAM))
    return {one.pk: Path(one.file.path) for one in rows.only("file") if one.file}


@query(PROFILE)
def path_of(key: str) -> Path | None:
    """Where the file of a key lies, or None where the viewer may not see it."""
    row = Photograph.objects.filter(key=key).first()
    if row is None or not row.file:
        return None
    return Path(row.file.path)
