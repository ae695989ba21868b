"""A program with paid seats, its administrator, and residents who took one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, INSTITUTION_REPORTS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.programs import actions, queries
from salerno.services.programs.queries.seats import HOUSE
from salerno.services.programs.values import (
    Entry,
    Invited,
    NewProgram,
    Offer,
    Program,
    Report,
    Source,
)
from tests import people
from tests.people import Person, letters, link_in

DESK = Viewer.job("desk")
BASIS = "Our residents know that we pass their addresses on."


@pytest.fixture
def publisher(pack: str) -> None:
    """Only a publisher lets residency programs pay for seats."""
    if pack != "publisher":
        pytest.skip("No program pays for seats here: test_not_offered.py shows what it says.")


def program(slug: str = "harbour", count: int = 2, days: int = 100) -> Program:
    """A program under contract, with seats that are paid."""
    new = NewProgram(
        slug, f"{slug.title()} residency", "2 Quay", "US", f"Seats {slug} 2026",
        clock.today() + timedelta(days=400), True,
    )  # fmt: skip
    with entered(AUTHENTICATE, DESK):
        actions.add_program(by=DESK, new=new)
        if count:
            actions.add_block(
                by=DESK, slug=slug, count=count, reference=f"bill-{slug}",
                until=clock.today() + timedelta(days=days),
            )  # fmt: skip
        found = queries.program_at(slug)
    assert found is not None
    return found


def administrator(of: Program, name: str = "admin") -> Person:
    """Somebody who administers a program."""
    who = people.person(f"{name}-{of.slug}@example.org", "Program Admin")
    with entered(AUTHENTICATE, DESK):
        actions.appoint(by=DESK, slug=of.slug, email=who.email)
    return who


def invited(admin: Person, of: Program, *entries: tuple[str, str]) -> Invited:
    """Letters to these addresses."""
    lines = [Entry(at, email, name) for at, (email, name) in enumerate(entries, 2)]
    with entered(INSTITUTION_REPORTS, admin.viewer):
        return actions.invite(
            by=admin.viewer, program=of, entries=lines, source=Source.ROSTER, basis=BASIS,
            base="http://testserver",
        )  # fmt: skip


def key_for(email: str) -> str:
    """The key in the newest letter to an address."""
    [mail] = [one for one in letters() if one.to == email][:1]
    return link_in(mail).rpartition("/")[2]


def offer(key: str) -> Offer | None:
    """What a link opens."""
    with entered(CORRESPONDENCE, HOUSE, ground="test"):
        return queries.offer_of(key)


def take(who: Person, key: str) -> str:
    """Take the seat of a link; the receipt."""
    found = offer(key)
    assert found is not None
    digest = found.program.question("en").words.digest
    with entered(ACCOUNT, who.viewer):
        return actions.take_seat(who.viewer, found, digest, "en")


def resident(admin: Person, of: Program, name: str = "rae") -> Person:
    """Somebody with an account who was invited and took the seat."""
    who = people.person(f"{name}@example.org", f"{name.title()} Resident")
    invited(admin, of, (who.email, f"Dr. {name.title()}"))
    take(who, key_for(who.email))
    return who


def read(admin: Person, of: Program) -> Report:
    """The report, as an administrator gets it."""
    with entered(INSTITUTION_REPORTS, admin.viewer):
        return actions.read_report(by=admin.viewer, slug=of.slug)


def unpay(of: Program) -> None:
    """The bill of a program counts no more."""
    with entered(AUTHENTICATE, DESK):
        actions.end_block(by=DESK, slug=of.slug, reference=f"bill-{of.slug}")


def pay(of: Program, count: int, reference: str, until: date | None = None) -> None:
    """Another bill is paid."""
    with entered(AUTHENTICATE, DESK):
        actions.add_block(
            by=DESK, slug=of.slug, count=count, reference=reference,
            until=until or clock.today() + timedelta(days=50),
        )  # fmt: skip
