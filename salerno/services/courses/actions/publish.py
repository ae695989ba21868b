"""Publishing a course that was read from a folder."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import law
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Access, Kind, NewItem
from salerno.services.courses import models, rules
from salerno.services.courses.queries.course import check_offered
from salerno.services.courses.values import (
    MaterialKind,
    NewCourse,
    NewMaterial,
    NewQuestion,
    NewQuiz,
    NewUnit,
    QuestionKind,
    Told,
    scope_of,
)
from salerno.services.discuss import actions as discussion
from salerno.services.discuss import values as discuss
from salerno.services.search import actions as search
from salerno.services.search.values import Entry


@action(EDITORIAL)
def publish_course(*, by: Viewer, new: NewCourse) -> int:
    """Publish a new course with its units, files and quiz; its id.

    Raises Refused (409) where there is one at this address: learners' work points to its units.
    """
    check_offered()
    if models.Course.objects.filter(slug=new.slug).exists():
        raise Refused(_("There is a course “%s” already.") % new.slug, status=409)
    least = int(str(law.in_force().settings["program_min_age"]))
    min_age = max(new.min_age, least)
    item_id = catalog.put(by=by, new=_item(new, min_age))
    course = models.Course.objects.create(
        slug=new.slug,
        title=new.title,
        summary=new.summary,
        html=new.html,
        item_id=item_id,
        opens_at=new.opens_at,
        ends_at=new.ends_at,
        min_age=min_age,
        needs=[{"line": one.line, "reason": one.reason} for one in new.needs],
    )
    for number, unit in enumerate(new.units, 1):
        _put_unit(course, number, unit)
    if new.quiz is not None:
        _put_quiz(course, new, new.quiz)
    _open_discussion(by, scope_of(course.pk), new)
    search.index(by=by, entry=_entry(new, item_id))
    return int(course.pk)


def _entry(new: NewCourse, item_id: int) -> Entry:
    """What of a course can be found: what everybody may read of it, and no unit's text."""
    return Entry(
        item_id=item_id,
        address=f"/courses/{new.slug}",
        kind=Kind.COURSE,
        title=new.title,
        summary=new.summary,
        text=" ".join((strip_tags(new.html), *(one.title for one in new.units))),
        access=Access.REGISTERED,
    )


def _open_discussion(by: Viewer, scope: str, new: NewCourse) -> None:
    """One area for those who learn and teach here, as wide as the pack says of contributions."""
    address = f"/courses/{new.slug}/discussion"
    kinds = tuple(one.value for one in discuss.Kind)
    discussion.open_area(
        by=by, new=discuss.NewArea(address, new.title, scope=scope, kinds=kinds, page=address)
    )


def _item(new: NewCourse, min_age: int) -> NewItem:
    return NewItem(
        kind=Kind.COURSE,
        address=f"/courses/{new.slug}",
        title=new.title,
        summary=new.summary,
        access=Access.ENROLLED,
        minimum_age=min_age,
    )


def _put_unit(course: models.Course, number: int, new: NewUnit) -> None:
    played = [one.kind for one in new.materials]
    kinds = (MaterialKind.VIDEO, MaterialKind.AUDIO)
    unit = models.Unit.objects.create(
        course=course,
        number=number,
        title=new.title,
        html=new.html,
        transcript=new.transcript,
        minutes=new.minutes,
        media=next((one for one in kinds if one in played), ""),
        opens_after_days=new.opens_after_days,
    )
    for one in new.materials:
        _put_material(unit, one)


def _put_material(unit: models.Unit, new: NewMaterial) -> None:
    content = new.path.read_bytes()
    row = models.Material(
        unit=unit,
        name=new.name,
        kind=new.kind,
        content_type=new.content_type,
        language=new.language,
        label=new.label,
        digest=hashlib.sha256(content).hexdigest(),
    )
    row.file.save(new.name, ContentFile(content), save=False)
    row.save(force_insert=True)


def _put_quiz(course: models.Course, new: NewCourse, quiz: NewQuiz) -> None:
    row = models.Quiz.objects.create(
        course=course,
        title=quiz.title,
        html=quiz.html,
        attempts=quiz.attempts,
        due_at=rules.opens_at(new.opens_at, quiz.due_days) if quiz.due_days else None,
        late_percent=quiz.late_percent,
        pass_percent=quiz.pass_percent,
    )
    for number, one in enumerate(quiz.questions, 1):
        _put_question(row, number, one)


def _put_question(quiz: models.Quiz, number: int, new: NewQuestion) -> None:
    row = models.Question.objects.create(
        quiz=quiz,
        number=number,
        kind=new.kind,
        stem=new.stem,
        points=new.points,
        rationale=new.rationale,
        value=new.value,
        tolerance=new.tolerance,
        unit=new.unit,
        told=_told(new.told),
        about=new.about,
    )
    is_order = new.kind == QuestionKind.ORDERING
    models.Choice.objects.bulk_create(
        models.Choice(
            question=row,
            shown_at=shown_at,
            place=at + 1 if is_order else 0,
            html=new.choices[at].html,
            is_right=new.choices[at].is_right,
            feedback=new.choices[at].feedback,
        )
        for shown_at, at in enumerate(_shown(new))
    )


def _told(told: Told) -> dict[str, object]:
    near = [
        {"value": str(one.value), "tolerance": str(one.tolerance), "feedback": one.feedback}
        for one in told.near
    ]
    return (
        {"right": told.right, "wrong": told.wrong, "near": near}
        if any((told.right, told.wrong, near))
        else {}
    )


def _shown(new: NewQuestion) -> list[int]:
    """The order in which choices are shown: mixed, and the same wherever the course is loaded."""
    mixed = sorted(
        range(len(new.choices)),
        key=lambda at: hashlib.sha256(new.choices[at].html.encode()).digest(),
    )
    is_told = new.kind == QuestionKind.ORDERING and mixed == sorted(mixed)
    return mixed[::-1] if is_told else mixed
