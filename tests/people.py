"""People for tests: real accounts, made by the room's own verbs."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.services.accounts import actions
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.values import NewAccount
from salerno.services.post.outbox import mails
from salerno.services.post.values import Mail, Topic
from salerno.services.post.values.links import write_stop

PASSWORD = "a quiet harbour at dawn"


def at_a_new_code() -> None:
    """Wait where the half minute of a one-time code ends soon, so that it holds a while."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left + 0.1)


class QuickArgon2(Argon2PasswordHasher):
    """The same hash at a cost that many tests can bear."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    subject: int
    email: str

    @property
    def viewer(self) -> Viewer:
        """As who looks."""
        return Viewer.person(self.subject)

    def browser(self) -> Client:
        """A browser that is signed in as them."""
        client = Client()
        with entered(AUTHENTICATE, self.viewer):
            user = User.objects.get(pk=self.subject)
        client.force_login(user)
        return client


def person(email: str = "ann@example.org", name: str = "Ann Reader", region: str = "US") -> Person:
    """An account whose address is confirmed."""
    pack = store.pack()
    new = NewAccount(
        email, name, PASSWORD, region, True, True, pack.documents["terms"].version,
        pack.policy.version,
    )  # fmt: skip
    with entered(ACCOUNT, Viewer.visitor()):
        subject = actions.register(by=Viewer.visitor(), new=new)
    assert subject is not None
    with entered(AUTHENTICATE, Viewer.job("test")), acting(Act("test", SIGN_IN_POINT)):
        EmailAddress.objects.filter(user_id=subject).update(verified=True)
    return Person(subject, email)


def registration(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the form of registration."""
    pack = store.pack()
    sent = {
        "email": "new@example.org",
        "name": "New Reader",
        "password": PASSWORD,
        "birth_day": "3",
        "birth_month": "4",
        "birth_year": "1990",
        "region": "",
        "agree": "on",
        "terms_version": str(pack.documents["terms"].version),
        "policy_version": str(pack.policy.version),
    } | changes
    return {name: value for name, value in sent.items() if value is not None}


def stored() -> dict[str, int]:
    """How many rows each table about people has, the gate aside."""
    found = {}
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        for table in registry().personal():
            cursor.execute(f'SELECT COUNT(*) FROM "{table.name}"')
            found[table.name] = int(cursor.fetchone()[0])
    return found


def column(table: str, name: str) -> list[Any]:
    """Every value of a column in the order of the rows' keys, the gate aside."""
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        key = own.introspection.get_primary_key_column(cursor, table)
        cursor.execute(f'SELECT "{name}" FROM "{table}" ORDER BY "{key}"')
        return [row[0] for row in cursor.fetchall()]


def letters() -> list[Mail]:
    """What the carrier has by now, the latest first."""
    deliver_outbox()
    return mails()


def link_in(mail: Mail) -> str:
    """The path of the one link of a letter."""
    found = re.findall(r"https?://[^/\s]+(/\S+)", mail.text)
    assert len(found) == 1, mail.text
    return str(found[0])


def stop_link(who: Person) -> str:
    """What a letter with offers carries, to be stopped by one press."""
    return write_stop(who.subject, Topic.OFFERS, who.email)


def words(response: Any) -> str:
    """What the main part of a page says, without markup."""
    text = response.content.decode()
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main.group(0) if main else text).split())
