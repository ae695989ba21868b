"""Showing once more who one is: hardly anything of a form that came too early is kept."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import demo
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from tests import people
from tests.people import PASSWORD, column, words

CARD = "4242 4242 4242 4242"


def signed_in(ann: people.Person) -> Client:
    """A browser that showed who it is too long ago: it was only let in."""
    return ann.browser()


def states() -> str:
    """What all sessions hold."""
    return " ".join(map(str, column("accounts_session", "state")))


def proves(client: Client, answer: object) -> object:
    """Give the password where the page asks for it."""
    return client.post(answer["Location"], {"password": PASSWORD})  # type: ignore[index]


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "a code of mine", "note": f"card {CARD}"}, {"password": "my own secret"},
        {"email": "a" * 300}, {"email": CARD}, {"words": "a canary nobody declared"},
    ],
)  # fmt: skip
def test_what_nobody_declared_does_not_wait_in_a_session(sent: dict[str, str]) -> None:
    ann = people.person()
    for path in ("/you/factors/app", "/you/factors/codes/new"):
        client = signed_in(ann)
        answer = client.post(path, sent)
        assert (answer.status_code, answer["Location"][:15]) == (302, "/sign-in/again?")
        assert "Nothing of what you sent was kept." in words(client.get(answer["Location"]))
        held = states()
        assert not [one for one in sent.values() if one in held]
        assert proves(client, answer)["Location"] == path  # type: ignore[index]
    assert column("account_emailaddress", "email") == ["ann@example.org"]


def test_a_new_address_waits_without_headers_and_only_for_its_own_page() -> None:
    ann = people.person()
    client = signed_in(ann)
    answer = client.post("/you/email", {"action_add": "", "email": "ann@new.example"})
    held = states()
    assert "ann@new.example" in held
    key = client.cookies["session"].value
    assert not [one for one in (key, "HTTP_", "REMOTE_ADDR", "127.0.0.1") if one in held]
    elsewhere = client.post("/sign-in/again?next=/you/devices", {"password": PASSWORD})
    assert elsewhere["Location"] == "/you/devices"
    assert "ann@new.example" not in states()
    assert people.letters() == []
    answer = signed_in(ann).post("/you/email", {"action_add": "", "email": "ann@new.example"})
    assert answer.status_code == 302


def test_who_has_no_password_shows_it_by_the_second_factor_before_leaving() -> None:
    ann = people.person()
    with entered(AUTHENTICATE, Viewer.job("test")), acting(Act("test", SIGN_IN_POINT)):
        user = User.objects.get(pk=ann.subject)
        user.set_unusable_password()
        user.save(update_fields=("password",))
        demo.confirm(by=ann.viewer, subject=ann.subject, with_factor=True)
        assert Authenticator.objects.filter(user_id=ann.subject).exists()
    client = signed_in(ann)
    for path in ("/you/erase", "/you/close"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (
            302, f"/sign-in/again/factor?next={path.replace('/', '%2F')}",
        )  # fmt: skip
        assert client.get(answer["Location"]).status_code == 200
    assert column("accounts_user", "email") == [ann.email]
