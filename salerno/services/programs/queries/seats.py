"""The reads of programs and seats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db.models import Count

from salerno.policy.purposes import ACCOUNT, BILLING, CORRESPONDENCE, INSTITUTION_REPORTS, SHARED
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.commerce import queries as shop
from salerno.services.programs import models, rules
from salerno.services.programs.values import (
    Bought,
    Offer,
    OwnSeat,
    Program,
    Seated,
    Standing,
    Tally,
)

_PROGRAM = (
    "pk", "slug", "name", "address", "country", "contract", "contract_ends", "organisation_id",
    "organisation__slug",
)  # fmt: skip
SLUG = 60
MOST = 500
HOUSE = Viewer.job("programs")


def is_offered() -> bool:
    """Whether the pack in force lets residency programs pay for seats and read of them."""
    return in_force().settings["partner_reports"] == "residency_seats"


@query(*SHARED, AUTHENTICATE)
def program_at(slug: str) -> Program | None:
    """The program of an address, or None. One statement."""
    row = models.Program.objects.filter(slug=slug[:SLUG]).values_list(*_PROGRAM).first()
    return Program(*row) if row else None


@query(*SHARED, AUTHENTICATE)
def bought(program: Program) -> Bought:
    """What a program has paid for today. Nothing once its contract has ended."""
    now = clock.now()
    if program.contract_ends < clock.today():
        return Bought(0)
    rows = models.Block.objects.filter(
        program_id=program.id, since__lte=now, until__gt=now, ended_at=None
    )
    billed = list(rows.values_list("count", "until"))
    sold = sold_to(program.organisation_id) if program.organisation_id else []
    return all_of([*billed, *sold])


def sold_to(organisation_id: int) -> list[tuple[int, datetime | None]]:
    """The seats that an organisation paid for in the shop, with their ends. One statement."""
    with handover(BILLING, ground="which seats were paid in the shop", viewer=HOUSE):
        return [(one.bought, one.until) for one in shop.seats_of(organisation_id)]


def all_of(listed: list[tuple[int, datetime | None]]) -> Bought:
    """Seats with their ends, as one; those of the shop may have none."""
    ends = [until for _count, until in listed if until is not None]
    endless = len(ends) < len(listed)
    last = None if endless else max(ends, default=None)
    return Bought(sum(one for one, _until in listed), min(ends, default=None), last)


@query(ACCOUNT, INSTITUTION_REPORTS, AUTHENTICATE)
def standing(program: Program) -> Standing:
    """The seats of a program in figures: nobody is named."""
    with handover(AUTHENTICATE, ground="how many seats are taken"):
        taken = models.Seat.objects.filter(program_id=program.id, until=None).count()
    with handover(CORRESPONDENCE, ground="how many invitations wait", viewer=HOUSE):
        rows = models.Invitation.objects.filter(program_id=program.id, ends_at__gt=clock.now())
        waiting = rows.count()
    return Standing(bought(program), taken, waiting)


@query(ACCOUNT, INSTITUTION_REPORTS)
def administered(subject: int) -> list[Program]:
    """The programs that somebody administers. One statement."""
    with handover(AUTHENTICATE, ground="who administers a program"):
        paths = [f"program__{one}" for one in _PROGRAM]
        rows = models.Administrator.objects.filter(owner_id=subject).order_by("program__name")
        return [Program(*one) for one in rows.values_list(*paths)]


@query(INSTITUTION_REPORTS)
def seated(program: Program) -> list[Seated]:
    """The residents on a program's seats, as the gate shows them to the viewer. One statement."""
    rows = models.Seat.objects.filter(program_id=program.id, until=None)
    columns = ("pk", "owner_id", "known_as", "email", "since")
    return [Seated(*one) for one in rows.order_by("known_as", "pk").values_list(*columns)]


@query(ACCOUNT)
def own_seats() -> list[OwnSeat]:
    """The viewer's seats, those under way first. One statement."""
    rows = models.Seat.objects.select_related("program").order_by("-since", "-pk")
    found = [
        OwnSeat(
            one.pk, _program(one.program), one.known_as,
            one.email, one.source, one.basis, one.since, one.until, one.ended,
        )
        for one in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.until is not None)


def _program(one: models.Program) -> Program:
    """A program as others than the desk meet it: where it buys is not told."""
    return Program(
        one.pk, one.slug, one.name, one.address, one.country, one.contract, one.contract_ends,
        one.organisation_id,
    )  # fmt: skip


@query(CORRESPONDENCE)
def offer_of(key: str) -> Offer | None:
    """The invitation that a link opens, or None once it is answered or over."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    rows = models.Invitation.objects.filter(key_digest=digest, ends_at__gt=clock.now())
    one = rows.select_related("program").first()
    return _offer(one) if one is not None else None


def _offer(one: models.Invitation) -> Offer:
    return Offer(
        one.pk, one.owner_id, _program(one.program), one.name, one.email, one.source, one.basis,
        one.ends_at, one.is_mere,
    )  # fmt: skip


@query(CORRESPONDENCE)
def late_offers() -> list[Offer]:
    """The invitations whose time has run out. One statement."""
    rows = models.Invitation.objects.filter(ends_at__lte=clock.now()).select_related("program")
    return [_offer(one) for one in rows[:MOST]]


@query(AUTHENTICATE)
def programs() -> list[Program]:
    """Every program. One statement."""
    rows = models.Program.objects.order_by("name", "pk").values_list(*_PROGRAM)
    return [Program(*one) for one in rows]


@query(AUTHENTICATE)
def unpaid(program: Program) -> list[int]:
    """The seats that are taken and not paid any more, those taken last. Two statements."""
    rows = models.Seat.objects.filter(program_id=program.id, until=None).order_by("since", "pk")
    return rules.over(list(rows.values_list("pk", flat=True)), bought(program).count)


@query(AUTHENTICATE)
def tallies() -> list[Tally]:
    """Every program with its seats and administrators. Five statements."""
    paid = _paid()
    seats = models.Seat.objects.filter(until=None)
    taken = dict(seats.values_list("program_id").annotate(n=Count("pk")))
    readers = models.Administrator.objects.values_list("program_id").annotate(n=Count("pk"))
    counted = dict(readers)
    return [
        Tally(one, paid(one), taken.get(one.id, 0), counted.get(one.id, 0)) for one in programs()
    ]


def _paid() -> Callable[[Program], Bought]:
    """What any program has paid for today, as ``bought`` says it of one. Two statements."""
    now, today = clock.now(), clock.today()
    rows = models.Block.objects.filter(since__lte=now, until__gt=now, ended_at=None)
    billed: dict[int, list[tuple[int, datetime | None]]] = {}
    for program, count, until in rows.values_list("program_id", "count", "until"):
        billed.setdefault(program, []).append((count, until))
    sold: dict[int, list[tuple[int, datetime | None]]] = {}
    with handover(BILLING, ground="which seats were paid in the shop", viewer=HOUSE):
        for one in shop.all_seats():
            sold.setdefault(one.organisation_id, []).append((one.bought, one.until))

    def paid(program: Program) -> Bought:
        if program.contract_ends < today:
            return Bought(0)
        own = sold.get(program.organisation_id, []) if program.organisation_id else []
        return all_of([*billed.get(program.id, []), *own])

    return paid
