"""The policy pages, computed from one version of the policy and held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from salerno.policy import differences, words
from salerno.policy.changes import Change
from salerno.policy.shown import (
    CookieRow,
    KindRow,
    Named,
    Place,
    PolicyPage,
    PurposeRow,
    RecipientRow,
    SectionView,
    ServiceRow,
    Tables,
)
from salerno.policy.texts import anchored, filled, html
from salerno.policy.values import LayerKind, Pack, Text
from salerno.privacy import clock
from salerno.privacy.declare import Reach
from salerno.privacy.law import Basis

_pages: dict[tuple[Any, ...], Any] = {}
_MOST = 200


def _kept[T](key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """A page is a function of a version: made once, and held."""
    if key not in _pages:
        while len(_pages) >= _MOST:
            _pages.pop(next(iter(_pages)))
        _pages[key] = make()
    found: T = _pages[key]
    return found


def policy_page(pack: Pack, language: str, layer: str = "") -> PolicyPage:
    """The policy page of one version, in a language, with the part for a layer."""
    key = ("page", pack.policy.digest, language, layer)
    return _kept(key, lambda: _policy_page(pack, language, layer))


def changes(before: Pack, after: Pack, language: str) -> tuple[Change, ...]:
    """What differs between two versions, in a language: compared once, and held."""
    key = ("changes", before.policy.digest, after.policy.digest, language)
    return _kept(key, lambda: differences.diff(before, after, language))


def _policy_page(pack: Pack, language: str, layer: str) -> PolicyPage:
    policy = pack.policy
    privacy = pack.text("privacy", language)
    chosen = pack.layers.get(layer)
    own = pack.text(layer, language) if chosen else None
    return PolicyPage(
        version=policy.version,
        effective_date=policy.effective_at.date(),
        digest=policy.digest,
        is_draft=pack.is_draft,
        note=pack.note,
        title=privacy.title,
        summary=rendered(pack, pack.text("short", language).lead),
        lead=rendered(pack, privacy.lead),
        sections=tuple(_sections(pack, privacy, 0)),
        layer=Named(chosen.id, _(chosen.title)) if chosen else None,
        layer_sections=tuple(_sections(pack, own, len(privacy.sections))) if own else (),
        layers=tuple(Named(one.id, _(one.title)) for one in pack.layers.values()),
        counted=len(policy.clauses),
    )


def rendered(pack: Pack, text: str) -> str:
    """Markdown of the pack as HTML, its facts filled in."""
    return html(filled(text, pack.policy, words.SAYINGS))


def _sections(pack: Pack, text: Text, after: int) -> Iterator[SectionView]:
    for number, one in enumerate(text.sections, start=after + 1):
        body = anchored(one, number, rendered(pack, one.body))
        purposes = tuple(_purpose(pack, name) for name in one.purposes)
        yield SectionView(one.id, number, one.title, body, purposes)


def document_sections(pack: Pack, text: Text) -> tuple[SectionView, ...]:
    """The sections of another document, numbered and addressable like those of the policy."""
    return tuple(_sections(pack, text, 0))


def _purpose(pack: Pack, name: str) -> Named:
    use = pack.register.uses.get(name)
    return Named(name, _(use.title) if use else name.replace("_", " "))


def _kind(pack: Pack, name: str) -> Named:
    kind = pack.register.kinds.get(name)
    return Named(name, _(kind.title) if kind else name)


def tables(pack: Pack, language: str, layer: str = "") -> Tables:
    """The tables of one version under a layer."""
    key = ("tables", pack.policy.digest, language, layer, clock.today())
    return _kept(key, lambda: _tables(pack, layer))


def _tables(pack: Pack, layer: str) -> Tables:
    return Tables(
        tuple(_purpose_row(pack, name, layer) for name in pack.policy.purposes),
        tuple(_kind_row(pack, name, layer) for name in pack.policy.clauses),
        tuple(_service_rows(pack, layer)),
        tuple(_recipient_row(pack, name) for name in pack.policy.recipients),
        identifiable(pack),
    )


def basis_words(pack: Pack, purpose: str, layer: str) -> str:
    """The ground of a purpose under a layer, in words."""
    return str(words.BASES[pack.policy.purpose(purpose).basis(layer)])


def reverse_index(pack: Pack) -> dict[str, tuple[Place, ...]]:
    """For each purpose, the sections of the policy that speak of it."""
    index: dict[str, list[Place]] = {name: [] for name in pack.policy.purposes}
    for text in ("privacy", *pack.layers):
        layer = "" if text == "privacy" else f"?layer={text}"
        for section in pack.text(text).sections:
            for name in section.purposes:
                address = f"/privacy{layer}#{section.id}"
                index[name].append(Place(section.id, section.title, address))
    return {name: tuple(sections) for name, sections in index.items()}


def is_done(pack: Pack, purpose: str) -> bool:
    """Whether the operator does this at all: a purpose without any ground meets nobody."""
    return set(pack.policy.purpose(purpose).bases.values()) != {Basis.NONE}


def cookie_rows(pack: Pack) -> tuple[CookieRow, ...]:
    """The cookie registry, with its purposes by name."""
    return tuple(
        CookieRow(one.name, one.text, one.days, one.needed, one.purpose,
                  _purpose(pack, one.purpose).title)
        for one in pack.policy.cookies
    )  # fmt: skip


def _purpose_row(pack: Pack, name: str, layer: str) -> PurposeRow:
    law, own = pack.policy.purposes[name], pack.purpose_words[name]
    done = is_done(pack, name)
    kinds = [one.id for one in pack.register.kinds.values() if done and name in one.purposes]
    return PurposeRow(
        id=name,
        title=_purpose(pack, name).title,
        text=law.text,
        basis=basis_words(pack, name, layer),
        bases=tuple(
            (_(pack.layers[one].title), str(words.BASES[basis]))
            for one, basis in law.bases.items()
            if one
        ),
        choice=str(words.CHOICES[law.choice]) if law.choice else "",
        people=own.people,
        legal=own.legal,
        interest=own.interest,
        kinds=tuple(_kind(pack, one) for one in kinds),
        sections=reverse_index(pack)[name],
        done=done,
    )


def _kind_row(pack: Pack, name: str, layer: str) -> KindRow:
    law, kind = pack.policy.clauses[name], pack.register.kinds.get(name)
    purposes = [one for one in kind.purposes if is_done(pack, one)] if kind else []
    return KindRow(
        id=name,
        title=_kind(pack, name).title,
        category=kind.category if kind else "",
        grade=str(words.GRADES[kind.grade]) if kind else "",
        uses=tuple((_purpose(pack, one), basis_words(pack, one, layer)) for one in purposes),
        kept=words.kept(law.term),
        seen=_seen(pack, name),
        recipients=tuple(Named(one, pack.policy.recipients[one].name) for one in law.recipients),
        source=str(words.SOURCES[law.source]),
        required=law.required,
        on_erasure=str(words.ERASURES[kind.erasure]) if kind else "",
    )


def _seen(pack: Pack, name: str) -> str:
    law, kind = pack.policy.clauses[name], pack.register.kinds.get(name)
    if kind is not None and kind.secret:
        return _("Nobody")
    relations = [_(pack.register.relations[one]) for one in kind.relations] if kind else []
    widest = min(law.reach_max, Reach(kind.reach)) if kind else law.reach_max
    audience = str(words.AUDIENCES[widest])
    first = _("at most %(audience)s") % {"audience": audience} if widest > Reach.ME else audience
    return ", ".join((first, *relations))


def _service_rows(pack: Pack, layer: str) -> Iterator[ServiceRow]:
    for service in pack.services.values():
        seen: set[tuple[str, str, str]] = set()
        for purpose in service.purposes:
            for kind in pack.register.kinds.values():
                source = (
                    pack.policy.clauses[kind.id].source if kind.id in pack.policy.clauses else ""
                )
                line = (kind.category, source, purpose)
                if purpose not in kind.purposes or not source or line in seen:
                    continue
                seen.add(line)
                yield ServiceRow(
                    service.title,
                    kind.category,
                    str(words.SOURCES[source]),
                    _purpose(pack, purpose),
                    basis_words(pack, purpose, layer),
                )


def _recipient_row(pack: Pack, name: str) -> RecipientRow:
    one = pack.policy.recipients[name]
    return RecipientRow(
        id=name,
        name=one.name,
        kind=str(words.KINDS[one.kind]),
        role=str(words.ROLES[pack.roles[name]]),
        country=one.country,
        mechanism=str(words.MECHANISMS[one.mechanism]),
        contract=one.contract,
        expires=date.fromisoformat(one.expires) if one.expires else None,
        has_ended=one.has_ended(clock.today()),
        address=pack.addresses[name],
        purposes=tuple(_purpose(pack, each) for each in one.purposes),
        kinds=tuple(_kind(pack, each) for each in one.clauses),
        enabled=one.enabled,
        tag=one.tag,
    )


def identifiable(pack: Pack) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """What identifies a person, by grade: the definition on the page is derived from this."""
    return tuple(
        (
            grade,
            tuple(
                _kind(pack, one.id) for one in pack.register.kinds.values() if one.grade == grade
            ),
        )
        for grade in words.GRADES
    )


def jurisdictions(pack: Pack) -> tuple[str, ...]:
    """The layers that follow from where a person lives."""
    return tuple(one.id for one in pack.layers.values() if one.kind is LayerKind.JURISDICTION)
