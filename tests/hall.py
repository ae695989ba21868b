"""Discussion for tests: areas, people with a place, and posts, made by the room's own verbs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP

from salerno.policy.purposes import ACCOUNT, COMMUNITY, EDITORIAL, MODERATION, TEACHER
from salerno.privacy import places
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Reach
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.actions import give_role
from salerno.services.accounts.actions import profile as profiles
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.demo import SECRET
from salerno.services.accounts.models import User
from salerno.services.accounts.values import Role
from salerno.services.discuss import actions, queries
from salerno.services.discuss.queries import Discussion
from salerno.services.discuss.values import Kind, NewArea, NewPost, Thread
from salerno.services.media import queries as media
from tests.people import Person, person

HOUSE = Viewer.job("test")
OPEN, CLOSED = "/papers/1/discussion", "/courses/anatomy/discussion"
SCOPE = "course:7"
EVERY_KIND = tuple(one.value for one in Kind)


def area(
    address: str = OPEN,
    audience: Reach | None = Reach.PUBLIC,
    scope: str = "",
    kinds: tuple[str, ...] = EVERY_KIND,
) -> int:
    """An area, opened by an editor."""
    editor = Viewer.person(0)
    with entered(EDITORIAL, editor):
        new = NewArea(address, "Fever in travellers", audience, scope, kinds)
        return actions.open_area(by=editor, new=new)


def course() -> int:
    """An area of a course, for its people only."""
    return area(CLOSED, Reach.PROGRAM, SCOPE)


def enrol(
    who: Person, scope: str = SCOPE, *, teaches: bool = False, reach: Reach = Reach.PROGRAM
) -> Person:
    """Give somebody a place."""
    with entered(MODERATION, HOUSE):
        places.place(who.subject, scope, TEACHER if teaches else None, reach=reach)
    return who


def leave(who: Person, scope: str = SCOPE) -> None:
    """Take the place away."""
    with entered(MODERATION, HOUSE):
        places.unplace(who.subject, scope)


def people(*names: str) -> list[Person]:
    """Some people with these names, each shown as widely as the pack lets it."""
    found = [person(f"{number}@example.org", name) for number, name in enumerate(names)]
    for one in found:
        show_name(one)
    return found


def show_name(who: Person, name: str = "", audience: Reach | None = None) -> None:
    """Show a name, or another one, as widely as the pack lets it or to an audience."""
    with entered(ACCOUNT, who.viewer):
        most = profiles.widest("name") if audience is None else audience
        lines = {"name": name} if name else {}
        profiles.change_profile(by=who.viewer, lines=lines, audiences={"name": most})


def post(who: Person, area_id: int, text: str = "A word", **more: Any) -> int:
    """A post of somebody."""
    new = NewPost(text, **{"once": str(uuid4()), **more})
    with entered(COMMUNITY, who.viewer):
        return actions.post(by=who.viewer, area_id=area_id, new=new)


def thread(who: Person | None, address: str = OPEN, page: object = None) -> Thread | None:
    """What somebody sees of an area."""
    with entered(COMMUNITY, who.viewer if who else Viewer.visitor()):
        return queries.thread_of(address, page=page)


def page(who: Person | None, address: str = OPEN, page: object = None) -> Discussion:
    """The same as a host composes it, with cards and photographs."""
    with entered(COMMUNITY, who.viewer if who else Viewer.visitor()):
        found = queries.thread_of(address, page=page)
        assert found is not None
        return queries.shown(
            found, accounts.cards(found.people), media.photographs_of(found.authors)
        )


def texts(who: Person | None, address: str = OPEN) -> list[str]:
    """What somebody reads, post by post, without markup of paragraphs."""
    found = thread(who, address)
    if found is None:
        return []
    lines = page(who, address).lines
    return [line.html.replace("<p>", "").replace("</p>", "") for line in lines]


def editor(name: str = "Eve Editor", role: Role = Role.EDITOR) -> Person:
    """Somebody of the staff, with two factors."""
    made = person(f"{name.split()[0].lower()}@example.net", name)
    with entered(AUTHENTICATE, HOUSE):
        give_role(by=HOUSE, subject=made.subject, role=role)
        with acting(Act("test", SIGN_IN_POINT)):
            TOTP.activate(User.objects.get(pk=made.subject), SECRET)
    return made


def officer() -> Person:
    """Somebody of the staff who holds another role."""
    return editor("Otto Officer", Role.OFFICER)


def moderating(who: Person) -> Any:
    """The purpose of the desk, entered for somebody."""
    return entered(MODERATION, who.viewer)
