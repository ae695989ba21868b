"""Courses and learners for tests, made by the room's own verbs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COURSES, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.services.accounts import actions as accounts
from salerno.services.courses import actions, models
from salerno.services.courses.queries.course import course_at
from salerno.services.courses.values import (
    Course,
    Near,
    NewChoice,
    NewCourse,
    NewMaterial,
    NewQuestion,
    NewQuiz,
    NewUnit,
    Told,
)
from tests import people
from tests.people import Person

EDITOR = Viewer.visitor()  # tables about nobody; the door asks for the role
VIDEO = bytes(range(256)) * 40
SECRET = "A murmur that nobody outside may read of"


@dataclass(frozen=True)
class Made:
    """A course that was made for a test."""

    course: Course
    choices: dict[str, list[int]]  # number of the question -> ids of its choices, right ones first
    orders: list[int]  # ids of the ordering, in the right order

    @property
    def address(self) -> str:
        """Its page."""
        return self.course.address


def new_course(slug: str, **changes: Any) -> NewCourse:
    """What a folder would say."""
    folder = Path(tempfile.mkdtemp())
    (folder / "talk.webm").write_bytes(VIDEO)
    (folder / "talk.vtt").write_text("WEBVTT\n")
    units = (
        NewUnit("First", f"<p>{SECRET}</p>", 5, 0, "<p>Spoken</p>", (
            NewMaterial("talk.webm", "video", "video/webm", folder / "talk.webm", "en", "A talk"),
            NewMaterial("talk.vtt", "captions", "text/vtt", folder / "talk.vtt", "en", "English"),
        )),
        NewUnit("Second", "<p>Two</p>", 5, 3),
        NewUnit("Third", "<p>Three, still to come</p>", 5, 90, "", (
            NewMaterial("later.webm", "video", "video/webm", folder / "talk.webm"),
        )),
    )  # fmt: skip
    whole = NewCourse(
        slug=slug,
        title=f"Course of {slug}",
        summary="A summary",
        html="<p>About</p>",
        opens_at=clock.now() - timedelta(days=9),
        ends_at=clock.now() + timedelta(days=100),
        min_age=18,
        needs=(),
        units=units,
        quiz=_quiz(),
    )
    return replace(whole, **changes)


def _quiz() -> NewQuiz:
    right, wrong = NewChoice("yes", True, "Well heard"), NewChoice("no", False, "Listen again")
    near = Near(Decimal(8), Decimal("0.5"), "Halved")
    return NewQuiz("A quiz", "<p>Four questions</p>", 2, 40, 20, 70, (
        NewQuestion("single", "<p>One?</p>", Decimal(1), "<p>Because</p>", choices=(right, wrong)),
        NewQuestion("multiple", "<p>Which?</p>", Decimal(2), choices=(
            right, NewChoice("also", True), wrong, NewChoice("neither"),
        )),
        NewQuestion("numeric", "<p>How many?</p>", Decimal(1), value=Decimal(4),
                    tolerance=Decimal("0.5"), told=Told("Right", "Count again", (near,))),
        NewQuestion("ordering", "<p>In order</p>", Decimal(2), choices=(
            NewChoice("lub"), NewChoice("dub"), NewChoice("pause"),
        )),
    ))  # fmt: skip


def made_course(slug: str, **changes: Any) -> Made:
    """A course, published."""
    with entered(EDITORIAL, EDITOR):
        actions.publish_course(by=EDITOR, new=new_course(slug, **changes))
    with entered(COURSES, EDITOR):
        found = course_at(slug)
    rows = models.Choice.objects.filter(question__quiz__course_id=found.id)
    rows = rows.order_by("-is_right", "shown_at")
    choices: dict[str, list[int]] = {}
    for number, pk in rows.values_list("question__number", "pk"):
        choices.setdefault(str(number), []).append(pk)
    placed = rows.filter(place__gt=0).order_by("place")
    return Made(found, choices, list(placed.values_list("pk", flat=True)))


def move(made: Made, **columns: Any) -> None:
    """Change what a course says of itself, such as its end."""
    models.Course.objects.filter(pk=made.course.id).update(**columns)


def accepted(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the page of enrolment."""
    pack = store.pack()
    return {
        "agree": "on",
        "terms_version": str(pack.documents["terms"].version),
        "policy_version": str(pack.policy.version),
    } | changes


def somebody(name: str) -> Person:
    """An account, by a first name that can be looked for in a page."""
    made = people.person(f"{name.lower()}@example.org", f"{name} Quill")
    with entered(ACCOUNT, made.viewer):
        accounts.change_profile(by=made.viewer, lines={"profession": "nurse"}, audiences={})
    return made


def learner(name: str, made: Made) -> tuple[Person, Client]:
    """Somebody enrolled, with a browser."""
    person = somebody(name)
    browser = person.browser()
    answer = browser.post(f"{made.address}/enrol", accepted())
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return person, browser


def teacher(name: str, made: Made) -> tuple[Person, Client]:
    """Somebody who teaches, with a browser."""
    person = somebody(name)
    with entered(EDITORIAL, EDITOR):
        actions.assign_teacher(by=EDITOR, slug=made.course.slug, subject=person.subject)
    return person, person.browser()


def draft_id(person: Person) -> int:
    """The attempt of somebody that was begun last."""
    with entered(COURSES, person.viewer):
        rows = models.Attempt.objects.filter(owner_id=person.subject).order_by("-pk")
        return int(rows.values_list("pk", flat=True)[0])


def answers(made: Made) -> list[tuple[int, dict[str, Any]]]:
    """The right answers, as a browser sends them."""
    order = {f"answer_p{one}": str(at) for at, one in enumerate(made.orders, 1)}
    return [
        (1, {"answer": made.choices["1"][0]}),
        (2, {"answer": made.choices["2"][:2]}),
        (3, {"answer": "4,0"}),
        (4, order),
    ]


def hand_in(person: Person, browser: Client, made: Made) -> str:
    """A whole attempt with the right answers; the address of its page."""
    browser.post(f"{made.address}/quiz", {"do": "start"})
    attempt = draft_id(person)
    for number, sent in answers(made):
        browser.post(f"{made.address}/quiz/{number}", sent | {"attempt": attempt})
    answer = browser.post(f"{made.address}/quiz", {"do": "submit", "attempt": attempt})
    return str(answer.headers["Location"])
