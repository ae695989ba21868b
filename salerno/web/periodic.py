"""Periodic work: a name, an interval, a function. ``run_jobs`` runs what is due."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db.models import F

from salerno.privacy import audit, clock, disclose, law, retention, rights, strays, withdrawal
from salerno.privacy.periodic import Periodic
from salerno.privacy.rights import vault
from salerno.web import carrier, effect, searching
from salerno.web.models import PeriodicRun

log = logging.getLogger("salerno.jobs")


AUDIT_CLAUSE = "kernel.looks"


def expire_audit() -> int:
    """The audit is a record of who looked, and has that record's term."""
    days = law.in_force().clause(AUDIT_CLAUSE).term.days
    return audit.expire(clock.now() - timedelta(days=days)) if days else 0


_OWN: tuple[Periodic, ...] = (
    Periodic("deliver the outbox", timedelta(seconds=5), disclose.deliver_outbox),
    Periodic("carry out the policy in force", timedelta(seconds=5), effect.carry_out),
    Periodic("index what is searched", timedelta(seconds=5), searching.catch_up),
    Periodic("finish erasures", timedelta(minutes=1), rights.carry_out),
    Periodic("sweep files that no row names", timedelta(hours=1), strays.sweep),
    Periodic("notices of the demonstration's carrier", timedelta(seconds=5), carrier.post_notices),
    Periodic("index the audit", timedelta(minutes=5), audit.bring_index_up_to_date),
    Periodic("sweep what is past its term", timedelta(hours=1), retention.nightly),
    Periodic("erase what a yes alone had kept", timedelta(hours=1), withdrawal.end_due, ends=True),
    Periodic("end old audit records", timedelta(hours=24), expire_audit, ends=True),
    Periodic("destroy vaults past their term", timedelta(hours=1), vault.end, ends=True),
)
"""What the house itself does, whatever rooms there are."""


def gathered(rooms: Iterable[str] = settings.ROOMS) -> tuple[Periodic, ...]:
    """What the rooms say is to be done again and again (``PERIODIC`` of their ``jobs.py``)."""
    names = [f"salerno.services.{one}.jobs" for one in rooms]
    modules = [import_module(one) for one in names if find_spec(one)]
    return tuple(job for one in modules for job in getattr(one, "PERIODIC", ()))


JOBS: tuple[Periodic, ...] = (*_OWN, *gathered())


def due(jobs: tuple[Periodic, ...] = JOBS) -> list[Periodic]:
    """The jobs whose interval has passed since they last started."""
    started = dict(PeriodicRun.objects.values_list("name", "started_at"))
    now = clock.now()
    return [one for one in jobs if _is_due(started.get(one.name), one, now)]


def _is_due(started_at: datetime | None, job: Periodic, now: datetime) -> bool:
    if started_at is not None and timedelta(0) <= now - started_at < job.every:
        return False
    return not (job.ends and retention.clock_words())


def run(job: Periodic) -> bool:
    """Run one job; a failure is counted and logged, and the others go on."""
    PeriodicRun.objects.update_or_create(name=job.name, defaults={"started_at": clock.now()})
    row = PeriodicRun.objects.filter(name=job.name)
    try:
        job.run()
    except Exception:
        log.exception("The job %s failed; it is tried again at its next time.", job.name)
        row.update(failures=F("failures") + 1)
        return False
    row.update(finished_at=clock.now(), failures=0)
    return True


def late(jobs: tuple[Periodic, ...] = JOBS) -> list[str]:
    """The names of the jobs that are late. A job that never ran is not late yet."""
    finished = dict(PeriodicRun.objects.values_list("name", "finished_at"))
    now = clock.now()
    return [
        one.name
        for one in jobs
        if (at := finished.get(one.name)) is not None and now - at > one.patience
    ]


SKEW = timedelta(minutes=5)  # two machines may differ by so much


def ahead() -> datetime | None:
    """The latest moment of work that is yet to come by the clock: then the clock went back."""
    started = PeriodicRun.objects.order_by(F("started_at").desc(nulls_last=True))
    last = started.values_list("started_at", flat=True).first()
    return last if last is not None and last > clock.now() + SKEW else None
