"""``/health``: is everything there that must be there. Green is 200, red is 503."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from salerno.policy.contracts import ending
from salerno.policy.purposes import CREDITS, DESK
from salerno.privacy import clock, corrections, law, outbox, restriction, retention
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doors import door
from salerno.privacy.registry import registry
from salerno.services.credits import queries as credits
from salerno.services.desk import queries as desk
from salerno.web import faults, measures, periodic

LEAST_FREE = 64 * 2**20  # bytes below which nothing more may fit

logger = logging.getLogger(__name__)


@door(None)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Each check by name, with a sentence where it is red."""
    checks = {name: _said(check) for name, check in CHECKS.items()}
    red = [name for name, words in checks.items() if words]
    body = {
        "status": "red" if red else "green",
        "checks": {name: words or "green" for name, words in checks.items()},
        "notes": _notes() if not checks["database"] else [],
        "policy": {"pack": law.in_force().pack, "version": law.in_force().version},
    }
    answer = JsonResponse(body, status=503 if red else 200)
    if red:
        logger.warning("Red: " + ", ".join(red))  # noqa: G003  what is formatted loses its words
        vars(answer)["_has_been_logged"] = True  # else Django calls it a fault of this page
    return answer


def _said(check: Callable[[], str]) -> str:
    """What a check says; where the machine itself fails it, what is wrong with the machine."""
    try:
        return check()
    except (DatabaseError, InterfaceError, OSError) as error:
        fault = faults.of(error)
        if fault is None:
            raise
        return fault.told


def _notes() -> list[str]:
    return [words for note in NOTES for words in note()]


def _contracts() -> list[str]:
    return ending(law.in_force(), clock.today())


NOTES: tuple[Callable[[], list[str]], ...] = (_contracts, outbox.unheard)
"""What somebody should see to soon. None of it makes the site red."""


def _database() -> str:
    """Whether it answers; on SQLite also whether the lock of who writes is free."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        found = cursor.fetchone()
    return faults.recent() if found == (1,) else "The database gives wrong answers."


def _room() -> str:
    free = shutil.disk_usage(settings.SALERNO_DATA).free
    return f"Only {free // 2**20} MB are left for what is stored: make room." * (free < LEAST_FREE)


def _declarations() -> str:
    return " ".join(registry().problems)


def _jobs() -> str:
    late, ahead = periodic.late(), periodic.ahead()
    said = [f"Late: {', '.join(late)}. Start the job worker."] if late else []
    if ahead is not None:
        said.append(
            f"Work was done at {ahead:%Y-%m-%d %H:%M}, which is yet to come: set the clock."
        )
    return " ".join(said)


def _measures() -> str:
    overdue = measures.overdue(clock.today())
    return f"Reviews overdue: {', '.join(overdue)}." if overdue else ""


def _retention() -> str:
    return " ".join(retention.red())


def _requests() -> str:
    """Requests past their day, whoever works on them."""
    with entered(DESK, Viewer.job("health")):
        late = desk.overdue()
    return f"{late} requests have passed the day the law sets: answer them." if late else ""


def _credits() -> str:
    """Credits past the day by which a board must have them, and boards whose contract ended."""
    with entered(CREDITS, Viewer.job("health")):
        late = credits.overdue()
        ended = [one.body.name for one in credits.states() if one.has_ended and one.body.is_active]
    said = [f"{late} credits have passed the day on which a board must have them."] if late else []
    said += [f"The contract with {one} has ended: nothing goes to it." for one in ended]
    return " ".join(said)


def _decisions() -> str:
    """What people restricted or asked to have corrected, and nobody decided in time."""
    today = clock.today()
    with entered(DESK, Viewer.job("health")):
        late = [*restriction.overdue(today), *corrections.overdue(today)]
    return f"{len(late)} restrictions and corrections wait past their day." if late else ""


def _incidents() -> str:
    with entered(DESK, Viewer.job("health")):
        late = desk.late_incidents()
    return f"{late} incidents: the authority was not told within 72 hours." if late else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "room": _room,
    "declarations": _declarations,
    "periodic work": _jobs,
    "security reviews": _measures,
    "retention": _retention,
    "requests": _requests,
    "credits": _credits,
    "restrictions and corrections": _decisions,
    "incidents": _incidents,
}
