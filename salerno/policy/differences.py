"""What changed between two versions: word by word, and what each change means for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from salerno.policy import words
from salerno.policy.changes import Change, Verdict, marked
from salerno.policy.rules import must_ask_again
from salerno.policy.terms import days_of
from salerno.policy.texts import filled
from salerno.policy.values import Pack
from salerno.privacy.law import STRICTNESS, Basis, ClauseLaw, Policy, PurposeLaw


def diff(old: Pack, new: Pack, language: str = "en") -> tuple[Change, ...]:
    """Everything that differs, in the order of the page."""
    again = frozenset(must_ask_again(old.policy, new.policy))
    return (
        *_purposes(old, new, again),
        *_clauses(old, new, again),
        *_plain("recipient", _recipients(old.policy), _recipients(new.policy)),
        *_plain("cookie", _cookies(old.policy), _cookies(new.policy)),
        *_plain("service", _services(old), _services(new)),
        *_settings(old.policy, new.policy),
        *_sections(old, new, language),
    )


def _purposes(old: Pack, new: Pack, again: frozenset[str]) -> Iterator[Change]:
    before, after = old.policy.purposes, new.policy.purposes
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        register = new.register if name in after else old.register
        title = register.uses[name].title if name in register.uses else name
        marks = marked(_purpose_line(was), _purpose_line(now))
        everywhere = now is not None and now.bases[""] is Basis.CONSENT
        verdict = _purpose_verdict(was, now)
        yield Change("purpose", name, _(title), marks, verdict, name in again, everywhere)


def _purpose_line(law: PurposeLaw | None) -> str:
    if law is None:
        return ""
    grounds = "; ".join(
        f"{layer.upper()}: {words.BASES[basis]}" if layer else str(words.BASES[basis])
        for layer, basis in law.bases.items()
    )
    choice = f" {words.CHOICES[law.choice]}." if law.choice else ""
    return f"{law.text} {grounds}.{choice} {law.ask}".strip()


def _purpose_verdict(was: PurposeLaw | None, now: PurposeLaw | None) -> Verdict:
    if was is None or now is None:
        return Verdict.NEW_PURPOSE if was is None else Verdict.ENDED
    layers = {*was.bases, *now.bases}
    steps = [_strictness(now, one) - _strictness(was, one) for one in layers]
    if min(steps) < 0:
        return Verdict.WIDER
    return Verdict.NARROWER if max(steps) > 0 else Verdict.WORDS


def _strictness(law: PurposeLaw, layer: str) -> int:
    basis: Basis = law.bases.get(layer, law.bases[""])
    return STRICTNESS[basis]


def _clauses(old: Pack, new: Pack, again: frozenset[str]) -> Iterator[Change]:
    before, after = old.policy.clauses, new.policy.clauses
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        uses = [set(p.register.kinds[name].purposes) if name in p.register.kinds else set()
                for p in (old, new)]  # fmt: skip
        if was == now and uses[0] == uses[1]:
            continue
        pack = new if now else old
        kind = pack.register.kinds.get(name)
        marks = marked(_clause_line(old, name), _clause_line(new, name))
        verdict = _clause_verdict(was, now, uses[0], uses[1])
        asked = (uses[1] - uses[0]) & again if was and now else frozenset()
        everywhere = all(new.policy.purposes[one].bases[""] is Basis.CONSENT for one in asked)
        title = _(kind.title) if kind else name
        yield Change("clause", name, title, marks, verdict, bool(asked), everywhere)


def _clause_line(pack: Pack, name: str) -> str:
    law = pack.policy.clauses.get(name)
    if law is None:
        return ""
    kind = pack.register.kinds.get(name)
    uses = [_(pack.register.uses[one].title) for one in kind.purposes] if kind else []
    received = [pack.policy.recipients[one].name for one in law.recipients]
    parts = [
        _("Kept: %(term)s") % {"term": words.kept(law.term)},
        _("Shown at most to: %(audience)s.") % {"audience": words.AUDIENCES[law.reach_max]},
        _("Received by: %(names)s.") % {"names": ", ".join(received) or _("nobody")},
        _("Used to: %(uses)s.") % {"uses": "; ".join(uses) or _("nothing")},
        _("Needed.") if law.required else _("You may leave it out."),
    ]
    return " ".join(parts)


def _clause_verdict(
    was: ClauseLaw | None, now: ClauseLaw | None, used: set[str], uses: set[str]
) -> Verdict:
    if was is None or now is None:
        return Verdict.WIDER if was is None else Verdict.ENDED
    came = uses - used or set(now.recipients) - set(was.recipients)
    went = used - uses or set(was.recipients) - set(now.recipients)
    longer = days_of(now.term) > days_of(was.term)
    if came or now.reach_max > was.reach_max or (now.required and not was.required):
        return Verdict.WIDER
    if now.term != was.term:
        return Verdict.LONGER if longer else Verdict.SHORTER
    if went or now.reach_max < was.reach_max or was.required > now.required:
        return Verdict.NARROWER
    return Verdict.WORDS


def _plain(
    what: str, before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ("", "")), after.get(name, ("", ""))
        if was != now:
            gone = Verdict.NARROWER if name not in after else Verdict.WORDS
            verdict = Verdict.WIDER if name not in before else gone
            yield Change(what, name, now[0] or was[0], marked(was[1], now[1]), verdict)


def _recipients(policy: Policy) -> dict[str, tuple[str, str]]:
    return {
        name: (one.name, f"{one.name}, {one.country}: {one.contract}. {one.mechanism}")
        for name, one in policy.recipients.items()
    }


def _cookies(policy: Policy) -> dict[str, tuple[str, str]]:
    return {
        one.name: (one.name, f"{one.text} {words.span(one.days) if one.days else ''}".strip())
        for one in policy.cookies
    }


def _services(pack: Pack) -> dict[str, tuple[str, str]]:
    return {
        name: (one.title, f"{one.title}: {', '.join((*one.hosts, *one.clients))}")
        for name, one in pack.services.items()
    }


def _settings(old: Policy, new: Policy) -> Iterator[Change]:
    for name in dict.fromkeys((*old.settings, *new.settings)):
        was, now = _shown(old.settings.get(name)), _shown(new.settings.get(name))
        if was != now:
            yield Change("setting", name, name.replace("_", " "), marked(was, now), Verdict.WORDS)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _sections(old: Pack, new: Pack, language: str) -> Iterator[Change]:
    before, after = _bodies(old, language), _bodies(new, language)
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ("", "")), after.get(name, ("", ""))
        if was != now:
            marks = marked(was[1], now[1])
            yield Change("section", name, now[0] or was[0], marks, Verdict.WORDS)


def _bodies(pack: Pack, language: str) -> dict[str, tuple[str, str]]:
    privacy = pack.text("privacy", language)
    texts = (privacy, *(pack.text(name, language) for name in pack.layers))
    found = {"privacy": (privacy.title, privacy.lead)}
    for text in texts:
        found |= {one.id: (one.title, one.body) for one in text.sections}
    return {
        name: (title, filled(body, pack.policy, words.SAYINGS))
        for name, (title, body) in found.items()
    }


def widens(changes: Iterable[Change]) -> bool:
    """Whether any change of a list opens more than before."""
    return any(one.verdict in (Verdict.WIDER, Verdict.NEW_PURPOSE, Verdict.LONGER)
               for one in changes)  # fmt: skip
