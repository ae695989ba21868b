"""What of an enrolment may be given to somebody outside as directory information."""

from __future__ import annotations

from collections.abc import Collection

from salerno.policy.purposes import DIRECTORY_INFORMATION
from salerno.privacy.doing import query
from salerno.services.courses import models
from salerno.services.courses.values import DirectoryFact


@query(DIRECTORY_INFORMATION)
def directory_facts(people: Collection[int] = (), *, slug: str = "") -> list[DirectoryFact]:
    """The courses of ``people``, or the learners of one course, or of all; those who left too.

    One statement, also where nobody is found: how long it takes says nothing of anybody.
    """
    rows = models.Enrolment.objects.order_by("course_id", "enrolled_at", "pk")
    if people:
        rows = rows.filter(owner_id__in=list(people))
    if slug:
        rows = rows.filter(course__slug=slug)
    columns = ("owner_id", "course__title", "enrolled_at", "ended_at")
    return [DirectoryFact(*one) for one in rows.values_list(*columns)]
