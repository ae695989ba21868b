"""Coming into a course, and leaving it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CLASSMATE, COMMUNITY, COURSES
from salerno.privacy import choices, clock, facts, law, subjects
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.privacy.places import place, unplace
from salerno.services.access import actions as access
from salerno.services.access.queries import entitled_ids
from salerno.services.access.values import Source
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import queries as people
from salerno.services.accounts.actions.profile import BY_LINE
from salerno.services.commerce import queries as commerce
from salerno.services.courses import rules
from salerno.services.courses.clauses import ENROLMENT_POINT
from salerno.services.courses.models import Enrolment
from salerno.services.courses.queries.course import course_at
from salerno.services.courses.values import Course, EnrolmentState, Need

NAMED = (COURSES, COMMUNITY)
"""What a course cannot be taken without. Everything else is asked apart, and elsewhere."""


@dataclass(frozen=True)
class Accepted:
    """The versions of the texts that were on the page."""

    terms: int
    policy: int


def named_purposes() -> list[Purpose]:
    """The uses that somebody accepts by enrolling, each of which has a ground here."""
    ruled = law.in_force().purposes
    return [one for one in NAMED if ruled[one.id].bases[""] is not Basis.NONE]


@action(COURSES, collects=ENROLMENT_POINT)
def enrol(*, by: Viewer, slug: str, accepted: Accepted) -> tuple[str, ...]:
    """Take a seat in a course; the receipts of what was accepted. A second time changes nothing.

    Raises Http404 where there is no such course, and Refused where it has ended, asks for
    somebody older, or needs a line of the profile that is empty.
    """
    course = course_at(slug)
    me = by.known
    check_may_enrol(course, me)
    check_approved(course, me)
    has_fee = check_fee(course)
    rows = Enrolment.objects.filter(owner_id=me, course_id=course.id)
    if rows.filter(state=EnrolmentState.ACTIVE).exists():
        return ()
    receipts = _accept(by, accepted)
    now = clock.now()
    if not rows.update(state=EnrolmentState.ACTIVE, enrolled_at=now, ended_at=None):
        Enrolment.objects.create(
            owner_id=me, course_id=course.id, scope=course.scope, enrolled_at=now
        )
    if not has_fee:  # what is paid for is open as long as its payments are
        access.entitle(
            by=by, subject=me, item_id=course.item_id, source=Source.ENROLMENT,
            until=course.ends_at, scope=course.scope,
        )  # fmt: skip
    place(me, course.scope, CLASSMATE, reach=Reach.PROGRAM, until=course.ends_at)
    facts.record("course.enrolled", me, course.item_id)
    return receipts


def _accept(by: Viewer, accepted: Accepted) -> tuple[str, ...]:
    """Terms and named uses, in the words of the pack; from here on the services meet the viewer."""
    me = by.known
    with handover(ACCOUNT, ground="the terms of a course"):
        accounts.accept(by=by, terms_version=accepted.terms, policy_version=accepted.policy)
    if law.in_force().settings.get("ferpa"):
        subjects.become_student(me)
    receipts = []
    for purpose in named_purposes():
        subjects.start_service(me, purpose.service)
        receipts.append(
            choices.choose(me, choices.ask(purpose), choices.State.GIVEN, point=ENROLMENT_POINT)
        )
    return tuple(receipts)


def check_may_enrol(course: Course, subject: int) -> None:
    """Raises Refused unless the course is still to be taken, and ``subject`` may take it."""
    if course.ends_at is not None and clock.now() >= course.ends_at:
        words = _("“%(course)s” ended on %(day)s. Look among the other courses.")
        day = date_format(course.ends_at, "j F Y")
        raise Refused(words % {"course": course.title, "day": day})
    if not old_enough(course, subject):
        words = _("“%(course)s” is for people of %(age)d years or older. Other courses stay open.")
        raise Refused(words % {"course": course.title, "age": course.min_age})
    lacking = lacking_needs(course)
    if lacking:
        words = _(
            "“%(course)s” needs a line of your profile that is empty: %(line)s. Fill it in, "
            "then enrol. Other courses stay open."
        )
        named = ", ".join(line_title(one) for one in lacking)
        raise Refused(words % {"course": course.title, "line": named}, status=422)


def old_enough(course: Course, subject: int) -> bool:
    """Whether ``subject`` may take the course, by what is known of their age."""
    asked = int(str(law.in_force().settings["min_age"]))
    is_minor = accounts.is_minor(subject)
    return rules.is_old_enough(course.min_age, is_minor=is_minor, asked_age=asked)


def check_fee(course: Course) -> bool:
    """Whether the course has a fee. Raises Refused while the viewer has not paid its first part."""
    fee = commerce.fee_product(course.item_id)
    if fee is None:
        return False
    if course.item_id not in entitled_ids():
        words = _(
            "The fee of “%(course)s” comes first: pay %(price)s, or its first part, at %(way)s."
        )
        said = {"course": course.title, "price": fee.price, "way": fee.address}
        raise Refused(words % said)
    return True


def check_approved(course: Course, subject: int) -> None:
    """Raises Refused while a guardian has not approved for somebody under 18."""
    if accounts.check_guardian(subject, course.item_id) not in ("", "approved"):
        words = _("“%s” waits until a parent or guardian approves. Enrol again when they have.")
        raise Refused(words % course.title)


def end_for_guardian(subject: int, item_id: int) -> None:
    """A guardian withdrew: the seat is given back at once."""
    with handover(COURSES, ground="a guardian withdrew", viewer=Viewer.person(subject)):
        rows = Enrolment.objects.filter(
            owner_id=subject, state=EnrolmentState.ACTIVE, course__item_id=item_id
        )
        for slug in list(rows.values_list("course__slug", flat=True)):
            leave(by=Viewer.person(subject), slug=slug)


def lacking_needs(course: Course) -> tuple[Need, ...]:
    """The lines that the course needs and the viewer has left empty."""
    if not course.needs:
        return ()
    with handover(ACCOUNT, ground="a course needs lines of the profile"):
        lacking = people.missing_lines(tuple(one.line for one in course.needs))
    return tuple(one for one in course.needs if one.line in lacking)


def line_title(need: Need) -> str:
    """A line of the profile, in the words of its form."""
    return str(BY_LINE[need.line].title)


@action(COURSES, collects=ENROLMENT_POINT)
def leave(*, by: Viewer, slug: str) -> None:
    """Give the seat back: content, people and discussion are closed at once. Again: nothing.

    Raises Refused (404) where the viewer never had one.
    """
    course = course_at(slug)
    rows = Enrolment.objects.filter(owner_id=by.known, course_id=course.id)
    if not rows.exists():
        raise Refused(_("You are not enrolled in “%s”.") % course.title, status=404)
    live = rows.filter(state=EnrolmentState.ACTIVE)
    if live.update(state=EnrolmentState.LEFT, ended_at=clock.now()):
        access.end(by=by, subject=by.known, item_id=course.item_id, source=Source.ENROLMENT)
        unplace(by.known, course.scope, CLASSMATE)
        facts.record("course.left", by.known, course.item_id)
