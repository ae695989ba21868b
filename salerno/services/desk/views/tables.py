"""The desk's lists, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from salerno.privacy.received import Received
from salerno.privacy.registry import registry
from salerno.services.desk.values import (
    BreachView,
    DemandView,
    Logged,
    OwnCase,
    Queued,
    Total,
)
from salerno.services.desk.values.tables import Cell, Table


def queue(found: Iterable[Queued]) -> Table:
    """Requests, what is due first."""
    heads = (_("Number"), _("What"), _("Came"), _("Due"), _("Proof"), _("State"))
    return Table(_("Requests"), heads, tuple(_queued(one) for one in found))


def _queued(one: Queued) -> tuple[Cell, ...]:
    proof = _("Shown") if one.is_verified else _("Missing")
    unsaid = _("Receipt not confirmed in time") if one.is_acknowledgement_late else ""
    return (
        Cell(one.reference, reverse("desk:case", args=[one.reference])),
        Cell(one.kind, small=one.channel),
        Cell(at=one.received_at.date()),
        Cell(at=one.due_date, light=one.light, late=unsaid),
        Cell(proof if one.needs_proof else _("Not needed")),
        Cell(one.state),
    )


def own(found: Iterable[OwnCase]) -> Table:
    """A person's own requests."""
    heads = (_("What"), _("Came"), _("Answered by"), _("State"))
    rows = tuple(
        (
            Cell(one.kind_title, reverse("desk:status", args=[one.key]), small=one.reference),
            Cell(at=one.received_at.date()),
            Cell(at=one.due_date),
            Cell(one.state_title),
        )
        for one in found
    )
    return Table(_("Your requests"), heads, rows)


def demands(found: Iterable[DemandView]) -> Table:
    """Demands of the law, what is due first."""
    heads = (_("Number"), _("Who asks"), _("Ground"), _("To be answered by"), _("State"))
    words = {"open": _("Open"), "released": _("Given out"), "closed": _("Closed")}
    rows = tuple(
        (
            Cell(one.reference, reverse("desk:demand", args=[one.reference])),
            Cell(one.issuer, small=one.instrument_title),
            Cell(one.ground_title),
            Cell(at=one.deadline_date, light=one.light),
            Cell(words[one.state], small=_("Nobody may be told") if one.is_sealed else ""),
        )
        for one in found
    )
    return Table(_("Demands of the law"), heads, rows)


def breaches(found: Iterable[BreachView]) -> Table:
    """The register of incidents."""
    people = _("People")
    heads = (_("What"), _("Known since"), _("Authority told by"), people, _("State"))
    rows = tuple(
        (
            Cell(one.title, reverse("desk:breach", args=[one.id])),
            Cell(at=one.aware_at),
            Cell(at=one.due_at, light="late" if one.is_late else "calm"),
            Cell(str(one.affected)),
            Cell(_("Closed") if one.closed_at else _("Open")),
        )
        for one in found
    )
    return Table(_("Incidents"), heads, rows, frozenset({people}))


def log(found: Iterable[Logged]) -> Table:
    """The log of requests."""
    days = _("Days")
    heads = (_("Number"), _("Came"), _("What and how"), _("Answered"), days, _("Answer"))
    rows = tuple(
        (
            Cell(one.reference, small=one.regime),
            Cell(at=one.received_at.date()),
            Cell(one.nature, small=one.manner),
            Cell(at=one.answered_at.date()) if one.answered_at else Cell(_("Open")),
            Cell("" if one.days is None else str(one.days)),
            Cell(one.response, small=one.denial),
        )
        for one in found
    )
    return Table(_("Log of requests"), heads, rows, frozenset({days}))


def totals(found: Iterable[Total]) -> Table:
    """How often the law asked."""
    many, gave = _("How many"), _("Data was given")
    rows = tuple(
        (Cell(str(one.year)), Cell(one.title), Cell(one.received), Cell(one.released))
        for one in found
    )
    heads = (_("Year"), _("What came"), many, gave)
    return Table(_("Demands by year"), heads, rows, frozenset({many, gave}))


def disclosures(found: Iterable[tuple[Received, bool]]) -> Table:
    """Who received something about a person, and which of it the record of 99.32 lists."""
    known = registry().clauses
    rows = tuple(
        (
            Cell(one.recipient),
            Cell(at=one.at),
            Cell(", ".join(str(known[x].title) if x in known else x for x in one.clause_ids)),
            Cell(one.ground),
            Cell(_("Yes") if is_entry else _("No")),
        )
        for one, is_entry in found
    )
    heads = (_("Who"), _("When"), _("Which data"), _("Interest or ground"), "34 CFR 99.32")
    return Table(_("Disclosures"), heads, rows)
