"""A course with people in it, the desk, and what is asked there, for tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COURSES, DIRECTORY_INFORMATION
from salerno.privacy import choices
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.actions.register import protect_minor
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.courses import actions as courses
from salerno.services.courses.actions.enrol import Accepted
from salerno.services.courses.tests.making import Made
from salerno.services.directory import actions
from salerno.services.directory.values import Asked, Inquiry, Listed
from tests import people
from tests.people import Person

DESK = Viewer.visitor()  # the door asks for the role; the room makes a job of it
BODY = "Sandhill Alumni Board"
FOR = "a reunion"
PLACE = {"city": "Worcester", "state": "Massachusetts", "country": "US"}

school = pytest.mark.usefixtures("school_only")


def account(name: str, /, **shown: Reach) -> Person:
    """Somebody with a place and a profession; a line is shown to the program where it is said."""
    made = people.person(f"{name.lower()}@example.org", f"{name} Quill")
    lines = {**PLACE, "profession": "nurse", "specialty": "surgery"}
    with entered(ACCOUNT, made.viewer):
        accounts.change_profile(by=made.viewer, lines=lines, audiences=shown)
    return made


def enrolled(name: str, made: Made, /, **shown: Reach) -> Person:
    """The same, with a seat in a course; the place is shown to the program."""
    who = account(name, **({"location": Reach.PROGRAM} | shown))
    join(who, made)
    return who


def join(who: Person, made: Made) -> None:
    """Take a seat in a course."""
    pack = store.pack()
    accepted = Accepted(pack.documents["terms"].version, pack.policy.version)
    with entered(COURSES, who.viewer):
        courses.enrol(by=who.viewer, slug=made.course.slug, accepted=accepted)


def leave(who: Person, made: Made) -> None:
    """Give the seat back."""
    with entered(COURSES, who.viewer):
        courses.leave(by=who.viewer, slug=made.course.slug)


def refuse(who: Person, purpose: Purpose) -> None:
    """Press the switch on the page of choices."""
    answer = who.browser().post("/you/choices", {purpose.id: "off"})
    assert answer.status_code == 302


def protect(who: Person) -> None:
    """Somebody turns out to be under 18."""
    with entered(ACCOUNT, who.viewer):
        protect_minor(who.subject)


def officer(role: Role = Role.OFFICER) -> Client:
    """A browser of the desk."""
    made = people.person(f"{role}@example.org", "Desk Member")
    with entered(AUTHENTICATE, made.viewer):
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
        accounts.give_role(by=made.viewer, subject=made.subject, role=role)
    return made.browser()


def asked(*fields: str, **more: Any) -> Asked:
    """What somebody outside asks for."""
    return Asked(BODY, FOR, fields or ("name",), **more)


def given_out(what: Asked) -> tuple[Listed, ...]:
    """What the desk gives out."""
    with entered(DIRECTORY_INFORMATION, DESK):
        return actions.release(by=DESK, asked=what)


def names(what: Asked) -> list[str]:
    """Of whom something is given out."""
    return [one.name for one in given_out(what)]


def told_of(name: str) -> list[str]:
    """What the desk says to an inquiry: the courses of somebody of a name."""
    with entered(DIRECTORY_INFORMATION, DESK):
        return [one.course for one in actions.answer(by=DESK, inquiry=Inquiry(BODY, FOR, name))]


def archive_of(answer: Any) -> dict[str, bytes]:
    """The files of an archive that was sent."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as held:
        return {one: held.read(one) for one in held.namelist()}


def stands(who: Person, purpose: Purpose) -> str:
    """Where somebody's choice about a use stands, and through what it was made."""
    with entered(ACCOUNT, who.viewer):
        return next(
            (
                f"{one.state} by {one.channel}"
                for one in choices.standing(who.subject)
                if one.topic == purpose.id
            ),
            "",
        )
