"""The school's demonstration: two courses, those who teach them, and learners at work."""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COMMUNITY, COURSES, EDITORIAL
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.law import Basis
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import NewAccount
from salerno.services.commerce import actions as commerce
from salerno.services.commerce.values import Kind as ProductKind
from salerno.services.commerce.values import NewProduct
from salerno.services.courses import actions, queries
from salerno.services.courses.actions.enrol import Accepted
from salerno.services.courses.formats import folder
from salerno.services.courses.values import Course, Question, QuestionKind
from salerno.services.discuss import actions as discussion
from salerno.services.discuss import queries as discuss
from salerno.services.discuss.values import NewPost

FILES = Path(__file__).parent / "demo_files"
WHY = "demonstration"


@dataclass(frozen=True)
class Learner:
    """A simulated participant. ``days``: ago; ``done``: units; ``right``: questions of ten."""

    name: str
    region: str
    profession: str
    days: int
    done: int
    right: int = 0


LEARNERS = (
    Learner("Amara Nwosu", "US", "physician", 8, 2, 9),
    Learner("Bao Tran", "US", "student", 8, 2, 7),
    Learner("Camille Lefort", "FR", "nurse", 7, 2),
    Learner("Daniel Ferreira", "US", "physician", 7, 1, 6),
    Learner("Elif Aydin", "DE", "student", 6, 2, 10),
    Learner("Farid Haddad", "US", "pharmacist", 6, 1),
    Learner("Greta Lindholm", "SE", "nurse", 5, 1),
    Learner("Hiroshi Maeda", "US", "physician", 4, 2, 8),
    Learner("Imani Carter", "US-CA", "student", 3, 1),
    Learner("Jakub Novotny", "CZ", "researcher", 3, 1, 5),
    Learner("Keziah Boateng", "US", "nurse", 2, 0),
    Learner("Lucia Marchetti", "IT", "student", 1, 0),
)


def load() -> None:
    """Load what is missing, where the pack in force teaches courses. Again: nothing changes."""
    if law.in_force().purpose(COURSES.id).bases[""] is Basis.NONE:
        return
    with entered(EDITORIAL, Viewer.visitor(), ground=WHY):
        known = {one.slug for one in queries.listed()}
    for place in (FILES, FILES / "second", FILES / "third"):
        if _toml(place / "course.toml")["slug"] not in known:
            _load(place)
            _ask_fee(place)


def _ask_fee(place: Path) -> None:
    """Ask the fee that the folder of a course names."""
    said = _toml(place / "course.toml")
    fee = said.get("fee")
    if fee is None:
        return
    by = Viewer.visitor()
    with entered(EDITORIAL, by, ground=WHY):
        item = queries.course_for_desk(said["slug"]).item_id
        new = NewProduct(
            f"fee-{said['slug']}", ProductKind.COURSE, said["title"], summary=fee["summary"],
            item_id=item, instalments=fee["instalments"], grace_days=fee["grace_days"],
        )  # fmt: skip
        commerce.save_product(by=by, new=new)
        commerce.set_price(by=by, slug=new.slug, cents=fee["cents"], currency=fee["currency"])


def _load(place: Path) -> None:
    said = _toml(place / "course.toml")
    new = folder.read(place, clock.now())
    with entered(EDITORIAL, Viewer.visitor(), ground=WHY):
        actions.publish_course(by=Viewer.visitor(), new=new)
        with clock.clock_at(new.opens_at):
            for role in dict.fromkeys((*_roles(said), *(("teacher",) if place == FILES else ()))):
                subject = _subject(role)
                if subject is not None:
                    actions.assign_teacher(by=Viewer.visitor(), slug=new.slug, subject=subject)
    if place == FILES:
        _fill(new.slug)
    elif "fee" not in said:
        _take(_subject("member"), new.slug, new.opens_at + timedelta(days=1), 0)


def _roles(said: dict[str, Any]) -> list[str]:
    return [str(one["role"]) for one in said.get("teachers", ())]


def _fill(slug: str) -> None:
    """The learners of the first course, their work, and what they wrote."""
    start = _course(slug).opens_at + timedelta(hours=1)
    _take(_subject("member"), slug, start, 1)
    _take(_subject("reader"), slug, start, 2)
    for number, one in enumerate(LEARNERS, 1):
        at = clock.now() - timedelta(days=one.days)
        subject = _made(number, one)
        _take(subject, slug, at, one.done)
        if one.right:
            _answer(subject, slug, at + timedelta(hours=9), one.right)
    _write(slug, start)


def _subject(role: str) -> int | None:
    with entered(AUTHENTICATE, Viewer.job("demonstration"), ground=WHY):
        return subject_of_address(f"{role}@example.org")


def _course(slug: str) -> Course:
    with entered(COURSES, Viewer.visitor(), ground=WHY):
        return queries.seat(slug).course


def _made(number: int, one: Learner) -> int:
    """An account to which nobody knows the password."""
    pack = store.pack()
    email = f"learner-{number}@example.org"
    new = NewAccount(
        email, one.name, secrets.token_urlsafe(24), one.region, True, True,
        pack.documents["terms"].version, pack.policy.version,
    )  # fmt: skip
    with entered(ACCOUNT, Viewer.visitor(), ground=WHY):
        made = accounts.register(by=Viewer.visitor(), new=new)
    subject = made or _subject(f"learner-{number}") or 0
    me = Viewer.person(subject)
    most = accounts.widest_lines()["profession"]
    with entered(ACCOUNT, me, ground=WHY):
        accounts.change_profile(
            by=me,
            lines={"profession": one.profession},
            audiences={"profession": min(Reach.PROGRAM, most)},
        )
    return subject


def _take(subject: int | None, slug: str, at: datetime, done: int) -> None:
    """Enrol at a moment, then finish units day by day."""
    if subject is None:
        return
    me, pack = Viewer.person(subject), store.pack()
    versions = Accepted(pack.documents["terms"].version, pack.policy.version)
    with entered(COURSES, me, ground=WHY):
        with clock.clock_at(at):
            actions.enrol(by=me, slug=slug, accepted=versions)
        for number in range(1, done + 1):
            then = at + timedelta(hours=4 * number)
            opens_at = queries.outline(queries.seat(slug).course)[number - 1].opens_at
            with clock.clock_at(min(clock.now(), max(then, opens_at + timedelta(hours=2)))):
                seat = queries.seat(slug)
                actions.mark_unit(by=me, seat=seat, number=number, is_done=True)


def _answer(subject: int, slug: str, at: datetime, right: int) -> None:
    me = Viewer.person(subject)
    with entered(COURSES, me, ground=WHY), clock.clock_at(min(clock.now(), at)):
        seat = queries.seat(slug)
        actions.start_attempt(by=me, seat=seat)
        page = queries.quiz_page(seat.course)
        if page.draft is None:
            return
        for one in page.quiz.questions:
            actions.save_answer(
                by=me, seat=seat, attempt_id=page.draft.id, question=one,
                given=_given(one, is_right=one.number <= right),
            )  # fmt: skip
        actions.submit_attempt(by=me, seat=seat, attempt_id=page.draft.id)


def _given(question: Question, *, is_right: bool) -> list[str]:
    if question.kind == QuestionKind.NUMERIC:
        return [str(question.value) if is_right else "1"]
    if question.kind == QuestionKind.ORDERING:
        placed = sorted(question.choices, key=lambda one: one.place, reverse=not is_right)
        return [str(one.id) for one in placed]
    chosen = [str(one.id) for one in question.choices if one.is_right == is_right]
    return chosen if question.kind == QuestionKind.MULTIPLE else chosen[:1]


def _write(slug: str, start: datetime) -> None:
    """What was said, each post at its hour and after what it answers."""
    if not (FILES / "posts.toml").exists():
        return
    ids: dict[str, int] = {}
    for one in _toml(FILES / "posts.toml")["posts"]:
        subject = _subject(str(one["role"]))
        if subject is None:
            continue
        at = min(clock.now(), start + timedelta(hours=float(one["hours"])))
        me = Viewer.person(subject)
        with entered(COMMUNITY, me, ground=WHY), clock.clock_at(at):
            area = discuss.area_of(f"/courses/{slug}/discussion")
            if area is not None:
                new = NewPost(
                    text=str(one["text"]).strip(), reply_to=ids.get(str(one.get("reply_to", "")))
                )
                ids[str(one["id"])] = discussion.post(by=me, area_id=area.id, new=new)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
