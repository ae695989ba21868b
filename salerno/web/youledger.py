"""Who received something and who looked, as ledgers and as a plot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.privacy import audit, clock, disclose
from salerno.privacy.registry import registry
from salerno.web.components import LedgerEntry
from salerno.web.plots import Bar, Plot


def received_entries(received: Sequence[disclose.Received]) -> list[LedgerEntry]:
    """Who received what, as a ledger."""
    return [
        LedgerEntry(
            one.at,
            one.recipient,
            one.ground or _purpose(one.purpose),
            _("%(fields)s. Contract %(contract)s, %(country)s.")
            % {
                "fields": ", ".join(one.fields), "contract": one.contract, "country": one.country,
            },
            "no" if one.state == "stopped" else "out",
        )
        for one in received
    ]  # fmt: skip


def looked_entries(looked: Sequence[audit.Looked]) -> list[LedgerEntry]:
    """Who looked, as a ledger."""
    known = registry().clauses
    return [
        LedgerEntry(
            one.at,
            one.role,
            one.reason,
            _("Saw: %(kinds)s.")
            % {
                "kinds": ", ".join(
                    str(known[name].title) if name in known else name for name in one.clause_ids
                )
            },
        )
        for one in looked
    ]


def disclosure_plot(received: Sequence[disclose.Received]) -> Plot | None:
    """Disclosures in each of the last twelve months; None where there is none."""
    if not received:
        return None
    return plot_of(Counter((one.at.year, one.at.month, one.basis == "consent") for one in received))


def plot_of(counted: Counter[tuple[int, int, bool]]) -> Plot:
    """The last twelve months: how much left, by year, month and whether the person asked."""
    bars = tuple(
        Bar(
            date_format(date(year, month, 1), "M"),
            counted[year, month, False],
            counted[year, month, True],
        )
        for year, month in last_months(clock.today())
    )
    return Plot(
        _("Disclosures by month."),
        _("Filled: what a service of yours needed. Open: what you asked us to send."),
        _("Needed"),
        _("You asked"),
        bars,
    )


def last_months(today: date) -> list[tuple[int, int]]:
    """The twelve months that end with this one, as year and month."""
    first = today.year * 12 + today.month - 12
    return [((first + one) // 12, (first + one) % 12 + 1) for one in range(12)]


def uses(recorded: Sequence[audit.Recorded]) -> list[audit.Recorded]:
    """What was recorded, the latest first, with each purpose under its title."""
    return [
        replace(one, purpose=_purpose(one.purpose), why=_why(one.why)) for one in reversed(recorded)
    ]


def _why(why: str) -> str:
    first, colon, rest = why.partition(": ")
    return f"{_purpose(first)}{colon}{rest}"


def _purpose(purpose_id: str) -> str:
    found = registry().purposes.get(purpose_id)
    return str(found.title) if found else purpose_id
