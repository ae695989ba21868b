"""The desk's page about retention: how the nights went, what is held, which duties keep what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.words import kept_for
from salerno.privacy import clock, holds, retention
from salerno.privacy.doing import query
from salerno.privacy.doors import door
from salerno.privacy.holds import Held
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.privacy.retention import Report
from salerno.privacy.retention.nightly import NIGHT

MOST = 10


@dataclass(frozen=True)
class Nights:
    """What the desk reads about retention. A hold names a number, and nobody."""

    red: tuple[str, ...]
    sweeps: tuple[Report, ...]
    proofs: tuple[Report, ...]
    next_at: datetime | None
    held: tuple[tuple[Held, str, bool], ...]  # with what it names, and whether its review passed
    duties: tuple[tuple[object, str, str], ...]  # what, why, how long


@door(RECORD, role="officer|dpo")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How the nights went. Reads only: a hold is placed and lifted in a case, or by command."""
    return render(request, "desk/retention.html", {"nights": nights()})


@query(RECORD)
def nights() -> Nights:
    """The last sweeps and proofs, the holds that stand, and the duties."""
    sweeps = retention.latest(most=MOST)
    return Nights(
        retention.red(),
        sweeps,
        retention.latest("proof", MOST),
        sweeps[0].started_at + NIGHT if sweeps else None,
        tuple((one, _named(one), one.is_overdue(clock.today())) for one in holds.standing()),
        tuple((one.title, one.duty, kept_for(one.term)) for one in retention.obligations()),
    )


def _named(one: Held) -> str:
    known = registry().clauses
    return ", ".join(str(known[name].title) for name in one.clauses if name in known)
