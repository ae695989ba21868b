"""What the tests of the desk share: its staff, its requests, its verbs by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from salerno.policy.purposes import DESK
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import demo
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.values import Role
from salerno.services.desk import actions
from salerno.services.desk.models import Case
from salerno.services.desk.values import NewCase, Opened
from tests import people
from tests.people import Person

BASE = "http://testserver"


def staff(role: Role = Role.OFFICER, email: str = "olga@example.net") -> Person:
    """Somebody of the staff, with a second factor."""
    made = people.person(email, "Olga Officer")
    with entered(AUTHENTICATE, Viewer.job("test")):
        accounts.give_role(by=Viewer.job("test"), subject=made.subject, role=role)
        with acting(Act("test", SIGN_IN_POINT)):
            TOTP.activate(User.objects.get(pk=made.subject), demo.SECRET)
    return made


@contextmanager
def at_desk(who: Person | Viewer) -> Iterator[Viewer]:
    """The desk's purpose, entered for somebody."""
    viewer = who.viewer if isinstance(who, Person) else who
    with entered(DESK, viewer):
        yield viewer


def do(who: Person, verb: str, **given: Any) -> Any:
    """One verb of the desk."""
    with at_desk(who) as by:
        return getattr(actions, verb)(by=by, **given)


def asked(who: Person | None = None, **changes: Any) -> Opened:
    """A request: by a visitor who gives an address, or by somebody who is signed in."""
    facts: dict[str, Any] = {
        "kind": "access", "words": "What do you hold about me?", "channel": "page",
        "email": who.email if who else "ann@example.org",
    }  # fmt: skip
    facts |= {"proof": 2} if who else {}
    with at_desk(who or Viewer.visitor()) as by:
        return actions.ask(by=by, new=NewCase(**(facts | changes)), base=BASE)


def confirmation(text: str) -> str:
    """The path of the link that a letter carries to be confirmed."""
    return str(re.findall(r"http://testserver(/requests/\S+/confirm/\S+)", text)[0])


def confirm(email: str = "") -> Any:
    """Press the button behind the link of the latest letter to be confirmed."""
    mail = next(one for one in people.letters() if "/confirm/" in one.text and email in one.to)
    return Client().post(confirmation(mail.text))


def row(reference: str) -> Case:
    """A case as it is stored."""
    with at_desk(Viewer.job("test")):
        return Case.objects.get(reference=reference)


def mails_to(email: str) -> list[str]:
    """The texts of the letters to an address, the latest first."""
    return [one.text for one in people.letters() if one.to == email]
