"""A pack that asks before it studies, a page that needs a yes, and one that needs none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from salerno.policy.purposes import PERSONALISE, PROFILE, RESEARCH, SURVEYS
from salerno.privacy import (
    choices,
    law,
    subjects,
)
from salerno.privacy.declare import Purpose
from salerno.privacy.doors import door
from salerno.privacy.law import Basis, ChoiceForm
from salerno.web import yourevoke
from tests import people
from tests.people import Person
from tests.privacy import restricting as hands


@door(PERSONALISE)
def arranged(request: HttpRequest) -> HttpResponse:
    """A page that needs a yes."""
    return HttpResponse("Arranged for you")


@door(PROFILE)
def plain(request: HttpRequest) -> HttpResponse:
    """A page that needs none."""
    return HttpResponse("The same for everybody")


urlpatterns = [
    path("arranged", arranged),
    path("plain", plain),
    path("", include("salerno.web.urls")),
]


@pytest.fixture
def asked(pack: str, settings: Any) -> Iterator[None]:
    """A pack that asks before it studies and before it arranges; an office outside."""
    settings.ROOT_URLCONF = __name__
    held = law.in_force()
    ruled = dict(held.purposes)
    for one in (RESEARCH, PERSONALISE):
        ruled[one.id] = replace(
            ruled[one.id], bases={"": Basis.CONSENT}, choice=ChoiceForm.OPT_IN,
            text=f"We {one.id} for you.", ask=f"May we {one.id}?",
        )  # fmt: skip
    ruled[SURVEYS.id] = replace(ruled[SURVEYS.id], bases={"": Basis.LEGITIMATE_INTEREST})
    recipients = {**held.recipients, "office": hands.OFFICE}
    with law.under(replace(held, purposes=ruled, recipients=recipients, digest=f"ask-{pack}")):
        yield


@pytest.fixture
def ann() -> Person:
    return people.person()


def agree(who: Person, purpose: Purpose) -> str:
    with hands.mine(who):
        return choices.choose(who.subject, choices.ask(purpose), choices.State.GIVEN)


def link(who: Person, topic: str) -> str:
    return f"/you/consents/{yourevoke.write(who.subject, topic)}"


def is_open(who: Person, purpose: Purpose) -> bool:
    with hands.mine(who):
        return subjects.is_open(who.subject, purpose)


def topic_of(action: str, who: Person) -> str:
    token = action.partition("/you/consents/")[2]
    return yourevoke.read(token, who.subject) if token else ""


def forms_of(page: Any) -> list[str]:
    text = page.content.decode()
    return [one.split('"')[0] for one in text.split('action="')[1:]]
