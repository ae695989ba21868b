"""Restrictions, objections and corrections as values for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.privacy import corrections, proceedings, restriction, rights
from salerno.privacy.declare import Clause, Purpose, Rows
from salerno.privacy.law import Basis, in_force
from salerno.privacy.registry import registry
from salerno.privacy.restriction import Ground, Limit, Outcome
from salerno.web.components import Fact, Link

STEPS: Mapping[str, object] = {
    "begun": gettext_lazy("It began"),
    "asked": gettext_lazy("You asked"),
    "decided": gettext_lazy("We decided"),
    "granted": gettext_lazy("We corrected it"),
    "refused": gettext_lazy("We did not correct it"),
    "noted": gettext_lazy("You put a statement beside it"),
    "told": gettext_lazy("We told you that it ends"),
    "lifted": gettext_lazy("It ended"),
    "reviewed": gettext_lazy("We looked at it, and it goes on"),
    "taken_back": gettext_lazy("You took it back"),
    "agreed": gettext_lazy("You said yes later"),
}
ANSWERS = frozenset({"decided", "granted", "refused", "reviewed"})


@dataclass(frozen=True)
class Shown:
    """One record as the page shows it. ``number``: what can be taken back, or 0."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    number: int = 0
    words: str = ""
    stops: tuple[str, ...] = ()


def overview(me: int) -> dict[str, Any]:
    """The page: what stands, what ended, what was asked."""
    found = restriction.limits(me)
    return {
        "standing": [_limit(one) for one in found if one.stands],
        "ended": [_limit(one) for one in found if not one.stands],
        "asked": [_asked(one) for one in corrections.requests_of(me)],
    }


def _limit(one: Limit) -> Shown:
    listed = [
        Fact(_("Why"), one.ground_words),
        Fact(_("Since"), date_format(one.since, "DATETIME_FORMAT")),
    ]
    if one.outcome:
        listed.append(Fact(_("Decided"), one.outcome_words))
    elif one.review_date:
        listed.append(Fact(_("We look at it by"), date_format(one.review_date, "DATE_FORMAT")))
    if one.stands and one.ends_at:
        listed.append(Fact(_("It may end on"), date_format(one.ends_at, "DATE_FORMAT")))
    if one.lifted_at:
        listed.append(Fact(_("Ended"), date_format(one.lifted_at, "DATETIME_FORMAT")))
    told = proceedings.of(one.subject, proceedings.Kind.RESTRICTION, one.number)
    return Shown(
        f"limit-{one.number}", title(one), (*listed, *_receipts(told)),
        one.number if one.stands else 0, _answer(told), tuple(stops(one)),
    )  # fmt: skip


def _asked(one: corrections.Asked) -> Shown:
    known = registry().clauses
    listed = [
        Fact(_("You asked"), date_format(one.asked_at, "DATETIME_FORMAT")),
        Fact(_("You said"), one.words),
    ]
    if one.is_open:
        listed.append(Fact(_("We answer by"), date_format(one.due_date, "DATE_FORMAT")))
    else:
        listed.append(Fact(_("Decided"), one.outcome_words))
    if one.note:
        listed.append(Fact(_("It stands beside the record"), one.note))
    told = proceedings.of(one.subject, proceedings.Kind.CORRECTION, one.number)
    name = str(known[one.clause].title) if one.clause in known else one.clause
    facts = (*listed, *_receipts(told))
    return Shown(f"correction-{one.number}", name, facts, words=_answer(told))


def _receipts(told: Sequence[proceedings.Step]) -> list[Fact]:
    """Each step with its time; the link stands in the page."""
    return [
        Fact(
            _("Receipt"),
            Link(
                f"{STEPS.get(one.step, one.step)}, {date_format(one.at, 'DATETIME_FORMAT')}",
                f"/you/limits/receipts/{one.receipt}",
            ),
        )
        for one in told
    ]


def _answer(told: Sequence[proceedings.Step]) -> str:
    """Our last answer, in our words."""
    return next((one.words for one in reversed(told) if one.step in ANSWERS), "")


def title(one: Limit) -> str:
    """What is restricted, or what was objected to."""
    known = registry()
    named = [str(known.clauses[name].title) for name in one.clauses if name in known.clauses]
    named += [str(known.purposes[name].title) for name in one.purposes if name in known.purposes]
    return ", ".join(named)


def stops(one: Limit) -> list[str]:
    """The uses that go without it while it stands."""
    known, ruled = registry(), in_force().purposes
    found: dict[str, str] = {}
    for name in one.clauses:
        clause = known.clauses.get(name)
        for purpose in clause.purposes if clause else ():
            if purpose.heeds_restriction and ruled[purpose.id].bases[""] is not Basis.NONE:
                found[purpose.id] = str(purpose.title)
    for name in one.purposes:
        purpose = known.purposes[name]
        goes_on = purpose.rows is Rows.EVERY and one.outcome != Outcome.UPHELD
        words = _("%s: goes on for the safety of others until it is decided")
        found[name] = words % purpose.title if goes_on else str(purpose.title)
    return sorted(found.values())


def _held(me: int) -> list[Clause]:
    found = {one.clause.id: one.clause for some in rights.holdings(me) for one in some.holdings}
    return sorted(found.values(), key=lambda one: str(one.title))


def kinds(me: int) -> list[tuple[str, str]]:
    """What is held and can be restricted, for the form."""
    return [(one.id, str(one.title)) for one in _held(me) if restriction.restrictable(one)]


def correctable(me: int) -> list[tuple[str, str]]:
    """What is held and can be asked to be corrected, for the form."""
    return [(one.id, str(one.title)) for one in _held(me) if not one.secret]


def uses(me: int) -> list[tuple[str, str]]:
    """The uses to which one can object, each with what the policy says of it."""
    ruled = in_force().purposes
    return [(one.id, f"{one.title}. {ruled[one.id].text}") for one in restriction.objectable(me)]


def objected_words(purpose: Purpose) -> str:
    """What an objection did."""
    if purpose.is_marketing:
        return _("It has stopped. Nobody weighs this, and only a yes of yours begins it again.")
    if purpose.rows is Rows.EVERY:
        return _(
            "We have your objection. This use keeps others safe, so it goes on until we have "
            "weighed it, and you read the outcome below."
        )
    return _("It has stopped. We weigh your objection, and you read the outcome below.")


def flags(me: int) -> dict[str, str]:
    """By clause: what the page says beside a value that is restricted, or that is contested."""
    found: dict[str, list[str]] = {}
    for one in restriction.limits(me):
        for name in one.clauses if one.stands else ():
            words = (
                _("Contested by you since %s, and used for nothing until it is checked.")
                if one.ground == Ground.ACCURACY
                else _("Restricted since %s, and used for nothing.")
            )
            found.setdefault(name, []).append(words % date_format(one.since, "DATE_FORMAT"))
    for (_subject, name), note in corrections.notes_of([me]).items():
        found.setdefault(name, []).append(_("You contest this: “%s”") % note)
    return {name: " ".join(words) for name, words in found.items()}
