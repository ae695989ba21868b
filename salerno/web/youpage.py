""" "Your information" as values: holdings in words, figures, plots, ledgers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.policy import words
from salerno.privacy import audit, disclose, law
from salerno.privacy.declare import Reach
from salerno.privacy.registry import registry
from salerno.privacy.rights import Heading, Holding, Plan, Planned, Told
from salerno.web.components import Link, Right, Row, SubjectTable, Tally
from salerno.web.slots import titles_of
from salerno.web.youcorrect import change

HEADINGS: Mapping[str, object] = {
    "account": gettext_lazy("Your account"),
    "profile": gettext_lazy("Who you are"),
    "letters": gettext_lazy("Letters"),
    "courses": gettext_lazy("Your courses"),
    "practice": gettext_lazy("Your practice"),
    "institutions": gettext_lazy("Your institutions"),
    "credits": gettext_lazy("Your credits"),
    "discussion": gettext_lazy("What you posted"),
    "submissions": gettext_lazy("What you handed in"),
    "events": gettext_lazy("Events you came to"),
    "surveys": gettext_lazy("Surveys you answered"),
    "careers": gettext_lazy("Your search for a position"),
    "orders": gettext_lazy("Orders and payments"),
    "reading": gettext_lazy("What you read"),
    "requests": gettext_lazy("What you asked of us"),
    "devices": gettext_lazy("Devices and sign-ins"),
    "choices": gettext_lazy("Your choices"),
    "received": gettext_lazy("Who received something"),
    "looked": gettext_lazy("Who looked"),
}
COUNTED = frozenset({"kernel.collection", "kernel.choices", "kernel.facts", "kernel.outbox"})
MADE = frozenset({"html", "policy_digest"})
"""Columns made from what stands beside them. The page leaves them to the copy."""
NAMES: Mapping[str, object] = {
    "scope": gettext_lazy("place"),
    "layer": gettext_lazy("law"),
    "is_minor": gettext_lazy("under age"),
    "is_student": gettext_lazy("student"),
    "item_id": gettext_lazy("number in the catalogue"),
    "source": gettext_lazy("through"),
}
"""Columns whose own name says little to the person."""
SHOWN = 3  # values of one clause that are spelled out; more are counted


def tables(
    headings: Sequence[Heading], flags: Mapping[str, str] = MappingProxyType({})
) -> list[SubjectTable]:
    """One table a heading, in the order of HEADINGS. ``flags``: a note by clause."""
    known = {one.id: one for one in headings}
    titles = titles_of(_scopes(headings))
    order = [*HEADINGS, *(name for name in known if name not in HEADINGS)]
    return [
        SubjectTable(
            name,
            HEADINGS.get(name, name.capitalize()),
            "",
            tuple(_row(held, flags, titles) for held in _merged(known[name].holdings)),
        )
        for name in order
        if name in known
    ]


def _scopes(headings: Sequence[Heading]) -> set[str]:
    """The scopes that stand in what is held."""
    held = (one for heading in headings for one in heading.holdings)
    return {str(row["scope"]) for one in held for row in one.values if row.get("scope")}


def _merged(held: Sequence[Holding]) -> list[Holding]:
    """What is only counted stands once, whatever the number of tables it lies in."""
    found: dict[tuple[str, str], Holding] = {}
    for one in held:
        key = (one.clause.id, "" if one.clause.id in COUNTED else one.table)
        first = found.get(key)
        found[key] = replace(first, count=first.count + one.count) if first else one
    return list(found.values())


def _row(held: Holding, flags: Mapping[str, str], titles: Mapping[str, str]) -> Row:
    words_of = told(held)
    link = change(held.clause)
    links = [link] if link else []
    if held.receivers:
        links.append(Link(_("Who received it"), "/you/received"))
    return Row(
        held.clause.title, value(held, titles), words_of.why, words_of.kept, words_of.seen,
        tuple(links), " ".join(filter(None, (words_of.origin, flags.get(held.clause.id)))),
    )  # fmt: skip


def told(held: Holding) -> Told:
    """A holding in the words of the policy, for the page and for the copy."""
    policy = law.in_force()
    why = words.why(held.clause, policy)
    if held.bases:
        why += f" {words.BASES[held.bases[0]]}."
    kept = words.kept(policy.clause(held.clause.id).term)
    if held.ends_at is not None:
        kept += " " + _("The oldest goes on %(day)s.") % {"day": date_format(held.ends_at, "j F Y")}
    seen = words.seen_by(held.clause, policy)
    if held.audience is not None:
        seen = _("You show it to: %(audience)s.") % {
            "audience": words.AUDIENCES[Reach(held.audience)]
        }
    return Told(why, kept, seen, origin(held))


def value(held: Holding, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """What is held, in words: a few values, or how many. ``titles``: what scopes are called."""
    if held.clause.secret:
        return _("Held, and readable by nobody.")
    if held.count > SHOWN or held.clause.id in COUNTED:
        return ngettext("%(n)d record", "%(n)d records", held.count) % {"n": held.count}
    fields = _fields(held.table)
    spoken = [
        {
            name: titles.get(str(one), one) if name == "scope" else one
            for name, one in row.items()
            if name not in MADE or len(row) == 1
        }
        for row in held.values
    ]
    return "\n".join(
        capfirst(", ".join(_said(one, fields[name], len(row)) for name, one in row.items()))
        for row in spoken
    )


def _fields(table: str) -> Mapping[str, Any]:
    model = registry().tables[table].model
    return {one.attname: one for one in model._meta.concrete_fields}


def _said(one: object, field: Any, among: int) -> str:
    """One value; beside others it is named by its column."""
    known = dict(field.flatchoices)
    text = str(known[one]) if isinstance(one, str | int) and one in known else _plain(one)
    return text if among == 1 else f"{NAMES.get(field.attname, field.verbose_name)}: {text}"


def _plain(one: object) -> str:
    if isinstance(one, bool):
        return _("yes") if one else _("no")
    if isinstance(one, datetime):
        return date_format(one, "DATETIME_FORMAT")
    if isinstance(one, date):
        return date_format(one, "j F Y")
    text = str(one)
    return text if len(text) <= 160 else f"{text[:160]}…"


def origin(held: Holding) -> str:
    """Where it came from, when that is not this site's own page."""
    if not held.is_offline:
        return ""
    day = date_format(held.collected_at, "j F Y") if held.collected_at else ""
    return _("It reached us by %(channel)s on %(day)s, outside this site.") % {
        "channel": held.channel, "day": day,
    }  # fmt: skip


def figures(
    headings: Sequence[Heading],
    received: Sequence[disclose.Received],
    looked: Sequence[audit.Looked],
) -> list[Tally]:
    """The four figures at the top."""
    held = [one for heading in headings for one in heading.holdings]
    ends = sorted(one.ends_at for one in held if one.ends_at is not None)
    following = date_format(ends[0], "j M") if ends else _("none")
    return [
        Tally(
            len(held),
            ngettext("item held", "items held, in %(n)d subjects", len(held))
            % {"n": len(headings)},
        ),
        Tally(len({one.recipient for one in received}), _("organisations received something")),
        Tally(len(looked), _("times our staff looked")),
        Tally(following, _("next thing to be deleted")),
    ]


def rights() -> list[Right]:
    """What a person can do now. What comes with a later release is not offered."""
    return [
        Right(_("Get a copy"), "/you/copy", _("A page you can read and files to take elsewhere.")),
        Right(
            _("Correct something"), "/you/correct", _("Most things you change yourself, at once.")
        ),
        Right(
            _("Erase everything"),
            "/you/erase",
            _("First you see what goes, what stays and which duty keeps it."),
        ),
        Right(
            _("Restrict or object"),
            "/you/limits",
            _("It stays stored and is used for nothing, from the moment you press."),
        ),
        Right(_("Take back a choice"), "/you/choices", _("As easily as you gave it.")),
        Right(_("See what you said yes to"), "/you/consents", _("And what stops without it.")),
        Right(_("See who received it"), "/you/received", _("Each with what, why and when.")),
        Right(_("See who looked"), "/you/looked", _("Staff, with the reason for each look.")),
        Right(_("See what you may open"), "/you/open", _("Why it opens to you, and until when.")),
        Right(
            _("See what each use reads"),
            "/you/features",
            _("Every purpose, and the kinds of data it reads."),
        ),
        Right(_("Ask or complain"), "/contact", _("By page, telephone or post.")),
    ]


def plan_lines(planned: Sequence[Planned]) -> list[tuple[str, int, str]]:
    """A part of a plan: title, how many, and the duty that keeps it."""
    merged: dict[str, tuple[str, int, str]] = {}
    for one in planned:
        title, count, reason = merged.get(one.clause.id, (str(one.clause.title), 0, one.reason))
        merged[one.clause.id] = (title, count + one.count, reason)
    return list(merged.values())


def plan_summary(plan: Plan) -> str:
    """The plan in one sentence."""
    stays = sum(one.count for one in (*plan.stays, *plan.unnamed))
    goes = ngettext("%(n)d item goes.", "%(n)d items go.", plan.items) % {"n": plan.items}
    kept = ngettext("%(n)d stays without your name.", "%(n)d stay without your name.", stays) % {
        "n": stays
    }
    return f"{goes} {kept} " + _("Nothing is erased yet.")


def features() -> list[tuple[str, str, list[str]]]:
    """Each purpose that reads something, and the kinds of data that it reads."""
    policy, known = law.in_force(), registry()
    listed = []
    for purpose in known.purposes.values():
        reads = [str(one.title) for one in known.clauses.values() if purpose in one.purposes]
        if reads and not purpose.keys_only:
            text = "" if purpose.kernel else policy.purpose(purpose.id).text
            listed.append((str(purpose.title), text, reads))
    return listed


def names_of(recipients: Sequence[str]) -> list[str]:
    """Recipients by the names that the policy gives them; one of a class by that of its class."""
    known = law.in_force().recipients
    classes = [one if one in known else one.partition(".")[0] for one in recipients]
    names = [known[one].name if one in known else one for one in classes]
    return list(dict.fromkeys(names))
