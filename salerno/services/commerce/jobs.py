"""Periodic work: what the carrier did not tell, what is due, and what has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from salerno.policy.purposes import BILLING
from salerno.privacy.context import Viewer, entered
from salerno.privacy.paying import CarrierFailed
from salerno.privacy.periodic import Periodic
from salerno.services.commerce import actions

JOB = Viewer.job("billing")


@dataclass(frozen=True)
class Healed:
    """How many payments were asked about, and how many of them had news."""

    asked: int = 0
    healed: int = 0
    unreachable: int = 0


def reconcile(*, everything: bool = False, limit: int = 500) -> Healed:
    """Ask the carrier where payments and refunds stand that it has said nothing of.

    ``everything``: each payment there is. What the carrier cannot answer now is asked next time.
    """
    asked = healed = unreachable = 0
    with entered(BILLING, JOB, ground="reconcile"):
        for reference in actions.refunds_to_send(by=JOB, limit=limit):
            actions.send_refund(by=JOB, reference=reference)
        for one in actions.waiting(by=JOB, everything=everything, limit=limit):
            asked += 1
            try:
                healed += actions.ask_again(by=JOB, reference=one.reference)
            except CarrierFailed:
                unreachable += 1
    return Healed(asked, healed, unreachable)


def carry_on() -> None:
    """Renew, charge what is due, remind, and end what has ended."""
    with entered(BILLING, JOB, ground="periodic"):
        actions.renew_due(by=JOB)
        actions.charge_dues(by=JOB)
        actions.remind(by=JOB)
        actions.lapse(by=JOB)
        actions.expire_gifts(by=JOB)
        actions.drop_abandoned(by=JOB)


PERIODIC = (
    Periodic("ask about payments", timedelta(minutes=1), reconcile),
    Periodic("renew, remind and end what was sold", timedelta(hours=1), carry_on),
)
