"""Periodic work: a name, an interval, a function. ``run_jobs`` runs what is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from salerno.privacy import audit, clock, disclose, law, retention, rights, strays, withdrawal
from salerno.privacy.rights import vault
from salerno.services.accounts import jobs as accounts
from salerno.services.adverts import jobs as adverts
from salerno.services.analytics import jobs as analytics
from salerno.services.careers import jobs as careers
from salerno.services.commerce import jobs as commerce
from salerno.services.community import jobs as community
from salerno.services.credits import jobs as credits
from salerno.services.desk import jobs as desk
from salerno.services.directory import jobs as directory
from salerno.services.events import jobs as events
from salerno.services.mailings import jobs as mailings
from salerno.services.programs import jobs as programs
from salerno.services.sponsors import jobs as sponsors
from salerno.services.surveys import jobs as surveys
from salerno.web import carrier, effect, searching
from salerno.web.models import PeriodicRun

log = logging.getLogger("salerno.jobs")


@dataclass(frozen=True)
class Periodic:
    """One job. It is late when it has not finished for three intervals and ten minutes."""

    name: str
    every: timedelta
    run: Callable[[], object]

    @property
    def patience(self) -> timedelta:
        """How long after its last end the job counts as late."""
        return self.every * 3 + timedelta(minutes=10)


AUDIT_CLAUSE = "kernel.looks"


def expire_audit() -> int:
    """The audit is a record of who looked, and has that record's term."""
    days = law.in_force().clause(AUDIT_CLAUSE).term.days
    return audit.expire(clock.now() - timedelta(days=days)) if days else 0


JOBS: tuple[Periodic, ...] = (
    Periodic("deliver the outbox", timedelta(seconds=5), disclose.deliver_outbox),
    Periodic("send mailings", timedelta(seconds=5), mailings.send_due),
    Periodic("tell of what is new", timedelta(minutes=1), mailings.tell),
    Periodic("forget unconfirmed addresses", timedelta(hours=1), mailings.forget),
    Periodic("carry out the policy in force", timedelta(seconds=5), effect.carry_out),
    Periodic("index what is searched", timedelta(seconds=5), searching.catch_up),
    Periodic("finish erasures", timedelta(minutes=1), rights.carry_out),
    Periodic("sweep files that no row names", timedelta(hours=1), strays.sweep),
    Periodic("note what was completed", timedelta(seconds=10), credits.catch_up),
    Periodic("tend the seats of programs", timedelta(minutes=1), programs.tend),
    Periodic("report credits to boards", timedelta(seconds=20), credits.report),
    Periodic("bring histories up to date", timedelta(seconds=30), analytics.take_facts),
    Periodic("tell sponsors what to remove", timedelta(seconds=20), sponsors.tell_sponsors),
    Periodic("open cases for what people restricted", timedelta(minutes=1), desk.open_arrivals),
    Periodic("tell what a seal had hidden", timedelta(hours=1), desk.tell_unsealed),
    Periodic("notices of the demonstration's carrier", timedelta(seconds=5), carrier.post_notices),
    Periodic("ask about payments", timedelta(minutes=1), commerce.reconcile),
    Periodic("renew, remind and end what was sold", timedelta(hours=1), commerce.carry_on),
    Periodic("index the audit", timedelta(minutes=5), audit.bring_index_up_to_date),
    Periodic("sweep what is past its term", timedelta(hours=1), retention.nightly),
    Periodic("erase what a yes alone had kept", timedelta(hours=1), withdrawal.end_due),
    Periodic("end old audit records", timedelta(hours=24), expire_audit),
    Periodic("end what no guardian approved", timedelta(hours=1), accounts.end_unanswered),
    Periodic("end what protects minors", timedelta(hours=6), accounts.end_protection),
    Periodic("tell of new positions", timedelta(hours=1), careers.tell_searchers),
    Periodic("end invitations without an answer", timedelta(hours=1), community.end_invitations),
    Periodic("destroy vaults past their term", timedelta(hours=1), vault.end),
    Periodic("end single showings of banners", timedelta(hours=1), adverts.end_showings),
    Periodic("remind of events", timedelta(minutes=30), events.remind),
    Periodic("close and end surveys", timedelta(hours=1), surveys.tend),
    Periodic("tell students of their rights", timedelta(hours=6), directory.send_notices),
    Periodic("end old sessions", timedelta(hours=6), accounts.end_old_sessions),
)


def due(jobs: tuple[Periodic, ...] = JOBS) -> list[Periodic]:
    """The jobs whose interval has passed since they last started."""
    started = dict(PeriodicRun.objects.values_list("name", "started_at"))
    now = clock.now()
    return [one for one in jobs if _is_due(started.get(one.name), one, now)]


def _is_due(started_at: datetime | None, job: Periodic, now: datetime) -> bool:
    return started_at is None or now - started_at >= job.every


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
