"""Confidential and guarded: roles, two factors, limits, sealed secrets, the ledger, the check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client, override_settings

from salerno.policy import store
from salerno.policy.purposes import SECURITY
from salerno.privacy import clock, ledger, rights
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions, demo
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.values import Role
from salerno.web import measures, security
from salerno.web.models import SecurityEvent
from tests import hall, people
from tests.ground import pack
from tests.people import PASSWORD, Person, column, registration
from tests.web.whole import rows, sentence

__all__ = ["pack"]

SEALED = (
    ("accounts_user", "password"), ("accounts_session", "key_digest"),
    ("mfa_authenticator", "data"), ("web_securityevent", "address_digest"),
)  # fmt: skip


def staff(role: Role | None, *, factor: bool, email: str = "staff@example.net") -> Person:
    """Somebody of the staff; without a role, somebody who only calls himself that."""
    made = people.person(email, "Stan Staff")
    with entered(AUTHENTICATE, Viewer.job("test")):
        if role is not None:
            actions.give_role(by=Viewer.job("test"), subject=made.subject, role=role)
        if factor:
            with acting(Act("test", SIGN_IN_POINT)):
                TOTP.activate(User.objects.get(pk=made.subject), demo.SECRET)
    return made


def events() -> list[tuple[int, str]]:
    """The security log: about whom, and what."""
    with entered(SECURITY, Viewer.job("test")):
        return list(SecurityEvent.objects.order_by("pk").values_list("owner_id", "kind"))


def statuses(who: Person) -> list[int]:
    """What the desk answers somebody."""
    client = who.browser()
    return [client.get(one).status_code for one in ("/desk", "/desk/security")]


@pytest.mark.clause("N-86", "works")
def test_the_desk_opens_to_a_role_with_two_factors_and_the_rest_stands() -> None:
    assert statuses(staff(Role.ADMIN, factor=True)) == [200, 200]
    assert events() == []
    assert statuses(staff(Role.EDITOR, factor=True, email="ed@example.net")) == [200, 403]
    found = ledger.verify()
    assert (found.entries > 0, found.problems) == (True, ())
    assert all(one.evidence for one in measures.measures())
    secrets = str([column(*one) for one in SEALED])
    assert [one for one in (PASSWORD, demo.SECRET) if one in secrets] == []
    assert all(one.startswith("argon2") for one in column("accounts_user", "password"))
    cache.clear()
    client = Client()
    with clock.clock_at(clock.now()), override_settings(SALERNO_POSTS_PER_WINDOW=1):
        tries = [client.post("/appearance", {"theme": "dark"}).status_code for _ in range(2)]
    assert tries == [302, 429]


@pytest.mark.clause("N-86", "refused")
@pytest.mark.parametrize(
    ("role", "factor", "kind"),
    [
        (None, True, SecurityEvent.Kind.ROLE_REFUSED),
        (None, False, SecurityEvent.Kind.ROLE_REFUSED),
        (Role.ADMIN, False, SecurityEvent.Kind.SECOND_FACTOR_MISSING),
    ],
)
def test_without_role_or_factor_the_desk_stays_shut_and_the_try_is_written_down(
    role: Role | None, factor: bool, kind: str
) -> None:
    who = staff(role, factor=factor)
    assert statuses(who) == [403, 403]
    assert events() == [(who.subject, kind)] * 2
    assert "staff" in sentence(who.browser().get("/desk")).lower()


def test_another_role_than_the_pages_is_refused_and_written_down() -> None:
    who = staff(Role.DPO, factor=True)
    assert statuses(who) == [200, 403]
    assert events() == [(who.subject, SecurityEvent.Kind.ROLE_REFUSED)]
    answer = Client().get("/desk/security")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/desk/security")


@pytest.mark.clause("H-02", "refused")
@pytest.mark.parametrize("host", ["evil.example", "listed.example", "testserver.evil.example"])
def test_a_program_on_a_host_that_is_not_listed_registers_nobody(host: str) -> None:
    listed = next(one for made in store.pack().services.values() for one in made.hosts)
    before = rows()
    with override_settings(ALLOWED_HOSTS=["*"], PRODUCTION=True):
        client = Client(headers={"host": host})
        answer = client.post("/register", registration())
        assert (answer.status_code, rows()) == (403, before)
        assert "nothing is collected here" in sentence(answer)
        kept = Client(headers={"host": listed}).post("/register", registration())
    assert kept.status_code == 302
    assert column("accounts_user", "email") == ["new@example.org"]


DEPLOYED = {
    "SALERNO_PRODUCTION": "1", "SALERNO_HOSTS": "journal.example", "SALERNO_DEBUG": "0",
    "SALERNO_SECRET_KEY": "kq9Jx2vLr8TzWm4HbNfYc7PdSgAe3UoRi6XwEyQtZuVlKnMjBh",
}  # fmt: skip


@pytest.mark.clause("N-86", "works")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"SALERNO_PRODUCTION": "0"}, "HTTPS is not enforced"),
        ({"SALERNO_DEBUG": "1"}, "SALERNO_DEBUG is on"),
        ({"SALERNO_SECRET_KEY": "changeme"}, "SALERNO_SECRET_KEY is too short"),
    ],
)
def test_the_report_of_a_deployment_names_what_must_not_be(
    tmp_path: Path, pack: str, change: dict[str, str], said: str
) -> None:
    given = os.environ | DEPLOYED | {"SALERNO_DATA": str(tmp_path), "SALERNO_PACK": pack} | change
    command = [sys.executable, "-m", "salerno", "--pack", pack, "check", "--deploy"]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert said in done.stdout + done.stderr
    assert (done.returncode == 0) == (not change)


def cookie(client: Client) -> Any:
    """The cookie of the session."""
    return client.cookies["session"]


def sign_in(client: Client, who: Person) -> Any:
    """Through the page, as a browser does."""
    return client.post("/sign-in", {"login": who.email, "password": PASSWORD})


def test_a_planted_session_never_becomes_the_victims() -> None:
    ann, eve = people.person(), people.person("eve@example.org", "Eve Other")
    thief, victim = Client(), Client()
    thief.get("/sign-in")
    for planted in ("known", "v.garbage", "v.é", "é" * 50, "x" * 5000):
        victim.cookies["session"] = planted
        assert sign_in(victim, ann)["Location"] == "/you"
        assert cookie(victim).value != planted
        victim.post("/sign-out")
    sign_in(thief, eve)
    planted = cookie(thief).value
    victim.cookies["session"] = planted
    sign_in(victim, ann)
    assert "Ann Reader" not in thief.get("/you").content.decode()


def test_cookies_are_shut_to_scripts_and_other_sites_and_nothing_stays_in_a_browser() -> None:
    client = Client()
    sign_in(client, people.person())
    sent = cookie(client)
    assert (sent["httponly"], sent["samesite"], sent["domain"]) == (True, "Lax", "")
    for path in ("/you", "/about", "/you/profile", "/nowhere"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    old = sent.value
    client.post("/sign-out")
    assert client.get("/you").status_code == 302
    again = Client()
    again.cookies["session"] = old
    assert again.get("/you").status_code == 302


EVIL = (
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example",
    "javascript:alert(1)", "///evil.example", "/\t/evil.example", "http://[", "https:evil.example",
)  # fmt: skip


@pytest.mark.parametrize("to", EVIL)
def test_nobody_is_led_away_by_an_address(to: str) -> None:
    ann = people.person()
    sent = {"login": ann.email, "password": PASSWORD, "next": to}
    needed = {"profession": "nurse", "institution": "Sandhill", "next": to}
    client = Client()
    answers = [
        client.post("/sign-in", sent, query_params={"next": to}),
        client.post("/appearance", {"theme": "dark", "next": to}),
        client.post("/appearance", {"theme": "dark"}, headers={"referer": to}),
        client.post("/cookies/choose", {"count": "no", "next": to}),
        client.post("/you/profile/needed", needed),
        client.get("/leaving", {"to": to}),
        client.post("/sign-out", {"next": to}),
    ]
    places = [one.headers.get("Location", "/") for one in answers]
    assert [one for one in places if not one.startswith("/") or one[1:2] in {"/", "\\"}] == []
    assert answers[5].status_code == 400


def test_what_strangers_do_is_never_laid_on_who_was_erased() -> None:
    """A pseudonym keeps what an erased person wrote: the log of strangers has a subject apart."""
    [ann] = hall.people("Ann Reader")
    hall.post(ann, hall.area(), "It stays without a name")
    rights.erase(ann.subject, ground="asked")
    pseudonym = column("discuss_post", "owner_id")[0]
    with entered(SECURITY, Viewer.job("door")):
        made, again = security.nobody(), security.nobody()
    assert made == again
    assert made not in (pseudonym, ann.subject)
