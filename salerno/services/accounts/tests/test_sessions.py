"""How long a sign-in lasts at most, who may end it, and words that are no password here."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from salerno.policy import store
from salerno.privacy import clock
from salerno.services.accounts.passwords import HouseWordValidator
from tests import people
from tests.people import PASSWORD, column, registration, words


def signed_in(ann: people.Person, **more: str) -> Client:
    """A browser that gave the password."""
    client = Client()
    answer = client.post("/sign-in", {"login": ann.email, "password": PASSWORD} | more)
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/you/devices").status_code == 200


@pytest.mark.parametrize("more", [{}, {"remember": "on"}])
def test_a_sign_in_ends_after_a_fortnight_however_often_it_is_used(more: dict[str, str]) -> None:
    client = signed_in(people.person(), **more)
    for hours in range(20, 14 * 24, 20):
        with clock.clock_ahead(timedelta(hours=hours)):
            assert client.post("/you/region", {"none": "such"}).status_code == 400
            assert is_in(client)
    with clock.clock_ahead(timedelta(days=14, minutes=1)):
        assert not is_in(client)


def test_the_operator_ends_the_sessions_of_one_person_alone() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    one, two, other = signed_in(ann), signed_in(ann), signed_in(ben)
    said = io.StringIO()
    call_command("person", "signout", ann.email, ground="her telephone was stolen", stdout=said)
    assert said.getvalue() == "2 sessions were ended.\n"
    assert [is_in(each) for each in (one, two, other)] == [False, False, True]
    assert is_in(signed_in(ann))


@pytest.mark.parametrize("given", ["{}{}", "{} 2026!", "password{}1", "The {} Password"])
def test_the_name_of_the_house_is_no_password(given: str) -> None:
    name = store.pack().policy.operator.name
    sent = given.format(name.upper(), name.lower())
    with pytest.raises(ValidationError):
        HouseWordValidator().validate(sent)
    answer = Client().post("/register", registration(password=sent))
    assert (answer.status_code, "hardly more than our own name" in words(answer)) == (422, True)
    assert column("accounts_user", "email") == []
    HouseWordValidator().validate(f"{name} and a quiet harbour at dawn")
