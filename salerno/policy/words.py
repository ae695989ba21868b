"""The gloss beside every field: why, how long, who sees it, rendered from the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.policy import store
from salerno.policy.values import HONOURED
from salerno.privacy.declare import Clause, Reach
from salerno.privacy.law import Basis, ChoiceForm, Policy, Term, TermKind, in_force
from salerno.privacy.registry import registry

YEAR = 365

BASES: dict[Basis, Promise] = {
    Basis.CONTRACT: gettext_lazy("Contract"),
    Basis.CONSENT: gettext_lazy("Your choice"),
    Basis.LEGAL_OBLIGATION: gettext_lazy("A duty in law"),
    Basis.LEGITIMATE_INTEREST: gettext_lazy("An interest that was weighed"),
    Basis.VITAL_INTEREST: gettext_lazy("Somebody’s life"),
    Basis.PUBLIC_TASK: gettext_lazy("A public task"),
    Basis.NOTICE: gettext_lazy("Use after notice"),
    Basis.NONE: gettext_lazy("Not done here"),
}

CHOICES: dict[ChoiceForm, Promise] = {
    ChoiceForm.WITHHOLD: gettext_lazy("Leave it out"),
    ChoiceForm.OPT_IN: gettext_lazy("Off until you say yes"),
    ChoiceForm.OPT_OUT: gettext_lazy("On until you say no"),
    ChoiceForm.FIELD_AUDIENCE: gettext_lazy("An audience for each field"),
    ChoiceForm.BROWSER_SIGNAL: gettext_lazy("On until you or your browser say no"),
    ChoiceForm.UNSUBSCRIBE: gettext_lazy("A press in any letter"),
    ChoiceForm.REVOKE: gettext_lazy("Take it back at any time"),
    ChoiceForm.DESK_REQUEST: gettext_lazy("Ask us"),
    ChoiceForm.STOP_USING: gettext_lazy("Stop using it"),
}

SOURCES = {
    "you": gettext_lazy("From you"),
    "device": gettext_lazy("From your device"),
    "us": gettext_lazy("Made by us"),
    "other": gettext_lazy("From somebody else"),
}

GRADES = {
    "direct": gettext_lazy("names you"),
    "indirect": gettext_lazy("can point to you"),
    "pseudonymous": gettext_lazy("a number instead of your name"),
    "none": gettext_lazy("cannot point to you"),
}

ERASURES = {
    "delete": gettext_lazy("goes"),
    "reattribute": gettext_lazy("stays without your name"),
    "keep": gettext_lazy("stays under a pseudonym"),
}

AUDIENCES: dict[Reach, Promise] = {
    Reach.ME: gettext_lazy("you"),
    Reach.CONNECTIONS: gettext_lazy("those you connected with"),
    Reach.COHORT: gettext_lazy("your cohort"),
    Reach.PROGRAM: gettext_lazy("your program"),
    Reach.MEMBERS: gettext_lazy("members"),
    Reach.PUBLIC: gettext_lazy("everybody"),
}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def span(days: int) -> str:
    """A number of days, in years where it is whole years."""
    if days and days % YEAR == 0:
        years = days // YEAR
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def kept_for(term: Term) -> str:
    """How long, as part of a sentence: "until you close the account, then 30 days"."""
    if term.kind is TermKind.DAYS:
        return span(term.days)
    if term.kind is TermKind.INDEFINITE:
        return _("without an end, %(reason)s") % {"reason": term.reason}
    if term.kind is TermKind.ACCOUNT:
        end, later = (
            _("until you close the account"),
            _("until you close the account, then %(span)s"),
        )
    else:
        end, later = _("until you clear it"), _("until you clear it, then %(span)s")
    return later % {"span": span(term.days)} if term.days else end


def kept(term: Term) -> str:
    """How long, as a sentence."""
    return _sentence(kept_for(term))


def why(clause: Clause, policy: Policy) -> str:
    """Why it is asked: the operator's words where the pack has some, else the purposes."""
    own = store.pack_of(policy)
    words = own.clause_words.get(clause.id) if own else None
    if words and words.why:
        return _(words.why)
    return purposes_of(clause, policy)


def purposes_of(clause: Clause, policy: Policy) -> str:
    """The purposes that may use it, as sentences."""
    stated = [
        str(one.title)
        for one in clause.purposes
        if not one.keys_only and one.id in policy.purposes and _is_done(policy, one.id)
    ]
    return " ".join(_sentence(title) for title in stated)


def _is_done(policy: Policy, purpose: str) -> bool:
    return set(policy.purpose(purpose).bases.values()) != {Basis.NONE}


def seen_by(clause: Clause, policy: Policy) -> str:
    """Who sees it: the person, those the clause names, and who receives it outside."""
    if clause.secret:
        return _("Nobody. We cannot read it either.")
    law = policy.clause(clause.id)
    outside = [policy.recipients[name].name for name in law.recipients if name in policy.recipients]
    seers = [_("you"), *(str(one.title) for one in clause.relations)]
    seers += [f"{name[:1].lower()}{name[1:]}" for name in outside]
    if law.reach_default > Reach.ME:
        seers.insert(1, str(AUDIENCES[law.reach_default]))
    said = _sentence(_listed(seers))
    most = min(law.reach_max, clause.reach)
    if most > law.reach_default:
        said += " " + _("You may show it to %(audience)s.") % {"audience": AUDIENCES[most]}
    return said


def _listed(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s, and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


@dataclass(frozen=True)
class Gloss:
    """The three answers that stand beside a field."""

    why: str
    kept: str
    seen: str
    required: bool


def gloss(clause: Clause | str, policy: Policy | None = None) -> Gloss:
    """The gloss of a clause under the policy in force."""
    one = registry().clauses[clause] if isinstance(clause, str) else clause
    law = policy or in_force()
    stated = law.clause(one.id)
    return Gloss(why(one, law), kept(stated.term), seen_by(one, law), stated.required)


KINDS = {
    "person": gettext_lazy("Yourself"),
    "staff": gettext_lazy("Staff"),
    "participants": gettext_lazy("Participants or the public"),
    "vendor": gettext_lazy("Works for us"),
    "affiliate": gettext_lazy("Our own chain"),
    "institution": gettext_lazy("Program or institution"),
    "employer_sponsor": gettext_lazy("Employer or sponsor"),
    "credentialing": gettext_lazy("Credentialing body"),
    "authority_research": gettext_lazy("Authority or research"),
}

ROLES = {
    "processor": gettext_lazy("does only what we ask"),
    "joint": gettext_lazy("decides together with us"),
    "controller": gettext_lazy("decides itself"),
}

MECHANISMS = {
    "": gettext_lazy("none recorded"),
    "adequacy": gettext_lazy("adequacy decision"),
    "scc": gettext_lazy("standard contractual clauses"),
    "derogation": gettext_lazy("an exception of Art. 49"),
    "same_region": gettext_lazy("none needed"),
}


_SIGNALS: Mapping[str, tuple[object, object]] = {
    "gpc": (
        gettext_lazy(
            "We honour the Global Privacy Control signal of your browser, and show you that we "
            "received it."
        ),
        gettext_lazy("We do not answer the Global Privacy Control signal of your browser."),
    ),
    "dnt": (
        gettext_lazy("We honour “Do Not Track” in the same way."),
        gettext_lazy("We do not answer “Do Not Track”, which has no agreed meaning."),
    ),
}


def signal(name: str, setting: str) -> str:
    """What is done about a signal of a browser, from the setting that the code follows."""
    honoured, ignored = _SIGNALS[name]
    return str(honoured if setting == HONOURED else ignored)


DIRECTORY: Mapping[str, Promise] = {
    "name": gettext_lazy("your name"),
    "photograph": gettext_lazy("your photograph"),
    "city": gettext_lazy("your city"),
    "state": gettext_lazy("your state or region"),
    "country": gettext_lazy("your country"),
    "course": gettext_lazy("the course you take part in"),
    "dates": gettext_lazy("its dates"),
}


def directory_said(fields: Iterable[str]) -> str:
    """What the pack flags as directory information, in words; “nothing” where it flags none."""
    return ", ".join(str(DIRECTORY[one]) for one in fields) or _("nothing")


SAYINGS = (kept_for, signal, directory_said)
"""How the texts put terms, signals, and what may be given out into words."""
