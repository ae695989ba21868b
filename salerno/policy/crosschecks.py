"""What must fit together in a pack, once every part of it was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from salerno.policy.errors import PackError
from salerno.policy.table import Table, Where
from salerno.policy.texts import check_facts, promised, promises
from salerno.policy.values import Pack, RecipientKind, Section, Text

NEEDED_TEXTS = (
    "privacy",
    "short",
    "cookies",
    "terms",
    "trademark",
    "ferpa",
    "contact",
    "offline",
    "changes",
)
SECURITY = "security"
NO_GUARANTEE = ("cannot guarantee", "can guarantee", "no guarantee", "cannot promise")


def check_pack(pack: Pack, where: Where, reasons: Table, folder: Path | None) -> tuple[str, ...]:
    """Raise PackError where parts contradict each other; return what deserves a warning."""
    reasons.only("no_representative", "outside_chain")
    _check_names(pack, where)
    _check_texts(pack, where, promises(folder))
    _check_sections(pack, where)
    _check_affiliates(pack, where)
    return (*_representative(pack, where, reasons), *_transfers(pack, where))


def _refuse(where: Where, trail: tuple[str, ...], reason: str) -> NoReturn:
    raise PackError(where.place(trail), f"{'.'.join(trail)}: {reason}")


def _check_names(pack: Pack, where: Where) -> None:
    policy = pack.policy
    for name, law in policy.clauses.items():
        for recipient in law.recipients:
            if recipient not in policy.recipients:
                _refuse(
                    where,
                    ("clauses", name, "recipients"),
                    f"{recipient!r} has no entry, and so no contract",
                )
    for name, service in pack.services.items():
        if service.document not in pack.documents:
            _refuse(where, ("services", name, "policy"), "names a document that does not exist")
    for approval in pack.approvals:
        if approval.purpose not in policy.purposes:
            _refuse(where, ("approvals", approval.purpose), "approves no purpose of the list")


def _all_texts(pack: Pack) -> Iterator[tuple[Text, tuple[str, ...]]]:
    for language, texts in pack.texts.items():
        for name, text in texts.items():
            yield text, ("texts", language, name)


def _check_texts(pack: Pack, where: Where, words: tuple[str, ...]) -> None:
    for name in (*NEEDED_TEXTS, *pack.layers):
        if name not in pack.texts["en"]:
            _refuse(where, ("texts", "en", name), f"the text {name}.md is missing")
    for text, trail in _all_texts(pack):
        place = where.spots.get(trail, where.name)
        for part, line in ((text.lead, 1), *((one.body, one.line) for one in text.sections)):
            check_facts(part, pack.policy, f"{place}:{line}")
            found = promised(part, words)
            if found:
                raise PackError(f"{place}:{line}", f"promises what nobody can keep: {found!r}")
    for name, other in (("terms", "/privacy"), ("privacy", "/terms")):
        text = pack.texts["en"][name]
        if not any(f"({other}" in part for part in (text.lead, *(s.body for s in text.sections))):
            _refuse(where, ("texts", "en", name), f"does not link {other}")


def _check_sections(pack: Pack, where: Where) -> None:
    security = pack.texts["en"]["privacy"].section(SECURITY)
    if security is None or not any(one in security.body for one in NO_GUARANTEE):
        reason = "no section {#security} says what cannot be guaranteed"
        _refuse(where, ("texts", "en", "privacy"), reason)
    spoken: set[str] = set()
    for text, trail in _all_texts(pack):
        place = where.spots.get(trail, where.name)
        for section in text.sections:
            _check_section(pack, text, section, f"{place}:{section.line}")
            spoken.update(section.purposes if text.name in ("privacy", *pack.layers) else ())
    for name in pack.policy.purposes:
        if name not in spoken:
            _refuse(where, ("purposes", name), "no section of the policy speaks of it")


def _check_section(pack: Pack, text: Text, section: Section, place: str) -> None:
    if text.name == "privacy" and not section.purposes:
        raise PackError(place, f"the section {section.id} names no purpose")
    for purpose in section.purposes:
        if purpose not in pack.policy.purposes:
            raise PackError(place, f"{purpose} is not in the list of purposes")


def _check_affiliates(pack: Pack, where: Where) -> None:
    chain = (pack.policy.operator.legal_name, *pack.policy.operator.parents)
    for name, one in pack.policy.recipients.items():
        if one.kind == RecipientKind.AFFILIATE and one.name not in chain:
            _refuse(
                where,
                ("recipients", name, "kind"),
                f"{one.name} is not in the operator's chain ({', '.join(chain)}), so it is "
                "no affiliate: give it the kind that it is",
            )


def _representative(pack: Pack, where: Where, reasons: Table) -> tuple[str, ...]:
    operator = pack.policy.operator
    for layer in pack.layers.values():
        outside = operator.country not in layer.countries
        if not layer.needs_representative or not outside or operator.representative:
            continue
        reason = reasons.text("no_representative", "")
        if not reason:
            _refuse(
                where,
                ("operator",),
                f"the layer {layer.id} needs a `representative` of an operator in "
                f"{operator.country}; or record why not: reasons.no_representative",
            )
        return (f"{where.place(('operator',))}: no representative for {layer.id}: {reason}",)
    return ()


def _transfers(pack: Pack, where: Where) -> tuple[str, ...]:
    return tuple(
        f"{where.place(('recipients', name))}: nothing of a person under {layer.id} flows to "
        f"{one.name} in {one.country}: no transfer mechanism is recorded"
        for layer in pack.layers.values()
        if layer.needs_mechanism
        for name, one in pack.policy.recipients.items()
        if one.country not in (*layer.countries, *layer.home) and not one.mechanism
    )


def check_register(pack: Pack) -> list[str]:
    """Where the pack gives more than the code can hold to: sentences, each naming the clause."""
    said = []
    widest = {"me": 0, "connections": 1, "cohort": 2, "program": 3, "members": 4, "public": 5}
    most = widest[str(pack.policy.settings["profile_max_audience"])]
    for name, kind in pack.register.kinds.items():
        law = pack.policy.clauses.get(name)
        if law is None:
            continue
        if law.reach_max > kind.reach:
            said.append(f"The pack shows {name} to {law.reach_max.name.lower()}; the code cannot.")
        if "profile" in kind.purposes and law.reach_max > most:
            said.append(f"The pack shows {name} more widely than its profile_max_audience.")
        if law.required and kind.optional:
            said.append(f"The pack requires {name}, which the code lets a person leave out.")
    return said
