"""Programs and what they bought, which is about nobody; seats, invitations, administrators."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.programs import clauses
from salerno.services.programs.values import Ended, Source


class Program(models.Model):
    """A residency program under contract. ``organisation``: under which it buys in the shop."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    contract = models.CharField(max_length=120)
    contract_ends = models.DateField()
    organisation = models.ForeignKey(
        "institutions.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )

    holds = Impersonal("a body with which we have a contract, and nobody in it")

    def __str__(self) -> str:
        return self.slug


class Block(models.Model):
    """Seats that a program bought by a bill outside the shop. ``reference``: of that bill."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="blocks")
    count = models.PositiveIntegerField()
    reference = models.CharField(max_length=60, unique=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("what a program has bought, and nobody in it")

    def __str__(self) -> str:
        return f"{self.count} seats"


class Seat(models.Model):
    """Somebody on a seat, for a time. A seat that is paid again is a new row."""

    owner = SubjectKey()
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    known_as = models.CharField(max_length=120)
    email = models.EmailField()
    source = models.CharField(max_length=6, choices=Source)
    basis = models.CharField(max_length=200)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=6, choices=Ended, blank=True, default="")

    holds = Holds(
        clauses.SEATED.on(known_as, email, source, basis),
        plain=(program, since, until, ended),
        since=since,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "program"), condition=Q(until=None), name="program_seat_once"
            ),
        )
        indexes = (models.Index(fields=("program", "until"), name="program_seat_by_program"),)

    def __str__(self) -> str:
        return f"seat {self.pk}"


class Invitation(models.Model):
    """A seat that is offered. ``is_mere``: who is invited is known by this address alone."""

    owner = SubjectKey()
    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    key_digest = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=6, choices=Source)
    basis = models.CharField(max_length=200)
    is_mere = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()

    holds = Holds(
        clauses.INVITATION.on(email, name, key_digest, source, basis),
        plain=(program, is_mere, at, ends_at),
        since=at,
    )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Administrator(models.Model):
    """Somebody who reads what a program may read."""

    owner = SubjectKey()
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.ADMINISTRATOR.on(program), plain=(appointed_at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "program"), name="program_administrator_once"),
        )

    def __str__(self) -> str:
        return f"administrator {self.pk}"
