"""What may be read of mailings."""

from __future__ import annotations

from salerno.services.mailings.queries.audience import (
    JOB,
    base,
    judged,
    places_of,
    purpose_of,
    tally,
)
from salerno.services.mailings.queries.campaigns import (
    call_list,
    campaign,
    campaigns,
    due_campaigns,
    notice_of,
    report,
    statuses,
    waiting_copies,
)
from salerno.services.mailings.queries.people import (
    asked_for,
    listeners,
    popup,
    subscription_by_key,
    unannounced,
)

__all__ = [
    "JOB",
    "asked_for",
    "base",
    "call_list",
    "campaign",
    "campaigns",
    "due_campaigns",
    "judged",
    "listeners",
    "notice_of",
    "places_of",
    "popup",
    "purpose_of",
    "report",
    "statuses",
    "subscription_by_key",
    "tally",
    "unannounced",
    "waiting_copies",
]  # fmt: skip
