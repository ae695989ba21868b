"""A handful of requests in the demonstration, one of them late, a demand and an incident."""

from __future__ import annotations

from datetime import datetime, timedelta

from salerno.policy.purposes import DESK
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import queries as accounts
from salerno.services.desk import actions
from salerno.services.desk.models import Case
from salerno.services.desk.values import NewBreach, NewCase, NewDemand

MEMBER = "member@example.org"
BY_MEMBER = (
    NewCase("correction", "My institution changed its name.", "page", email=MEMBER, proof=2),
    NewCase("complaint", "I get letters that I stopped.", "page", email=MEMBER, proof=2),
    NewCase("access", "What do you hold about me?", "page", email=MEMBER, proof=2),
)
BY_OTHERS = (
    NewCase("question", "Is there a reading list for nurses?", "phone", name="Ida Caller"),
    NewCase("erasure", "Please erase me.", "post", name="Otto Sender", postal="Lane 1, Bergen"),
)
LATE = timedelta(days=40)


def load() -> None:
    """Open them once. A second run changes nothing."""
    job = Viewer.job("demonstration")
    with entered(DESK, job):
        if Case.objects.exists():
            return
        with handover(AUTHENTICATE, ground="the member of the demonstration"):
            member = accounts.subject_of_address(MEMBER)
        for one in BY_OTHERS:
            actions.take_in(by=job, new=one)
        late = NewCase("question", "When is the next issue?", "post", received_at=_before(LATE))
        actions.take_in(by=job, new=late)
        _demand(job, member)
        _incident(job)
    if member is not None:
        with entered(DESK, Viewer.person(member)):
            for one in BY_MEMBER:
                actions.ask(by=Viewer.person(member), new=one)


def _before(by: timedelta) -> datetime:
    return clock.now() - by


def _demand(job: Viewer, member: int | None) -> None:
    actions.file_demand(
        by=job,
        new=NewDemand(
            "A county court", "subpoena", "26-1043", "legal_process",
            "The subpoena was served on our counsel.", ("accounts.name", "accounts.email"),
            clock.today() + timedelta(days=14), exemption="order",
            subjects=(member,) if member else (),
        ),
    )  # fmt: skip


def _incident(job: Viewer) -> None:
    number = actions.file_breach(
        by=job,
        new=NewBreach(
            "A laptop left in a train", "It was locked and its disk sealed. It came back.",
            ("accounts_profile",), clock.now() - timedelta(hours=5),
            likely="Nothing, as far as we know.", measures="The keys were changed.",
        ),
    )  # fmt: skip
    actions.count_affected(by=job, number=number)
