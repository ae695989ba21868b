"""What the code declares, as a value that a published version can freeze and compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils import translation

from salerno.policy.values import Kind, Register, Use
from salerno.privacy.declare import Clause, Purpose, Relation


def of_code(
    clauses: Mapping[str, Clause],
    purposes: Mapping[str, Purpose],
    relations: Iterable[Relation] = (),
) -> Register:
    """The register of the running code, with its titles in English."""
    with translation.override("en"):
        return Register(
            {name: _kind(clauses[name]) for name in sorted(clauses)},
            {name: _use(purposes[name]) for name in sorted(purposes)},
            {one.id: str(one.title) for one in sorted(relations, key=lambda one: one.id)},
        )


def _kind(clause: Clause) -> Kind:
    return Kind(
        id=clause.id,
        title=str(clause.title),
        category=clause.category,
        grade=clause.grade,
        purposes=tuple(sorted({one.id for one in clause.purposes})),
        reach=int(clause.reach),
        relations=tuple(sorted({one.id for one in clause.relations})),
        erasure=clause.erasure.kind,
        erasure_reason=str(clause.erasure.reason),
        optional=clause.optional,
        sensitive=clause.sensitive,
        secret=clause.secret,
    )


def _use(purpose: Purpose) -> Use:
    return Use(purpose.id, str(purpose.title), str(purpose.rows), purpose.machine, purpose.service)


def frozen(register: Register) -> dict[str, Any]:
    """The register as plain data."""
    return {
        "kinds": {name: asdict(one) for name, one in register.kinds.items()},
        "uses": {name: asdict(one) for name, one in register.uses.items()},
        "relations": dict(register.relations),
    }


def thawed(data: Mapping[str, Any]) -> Register:
    """The register back from plain data."""
    kinds = {name: _thawed_kind(dict(one)) for name, one in data.get("kinds", {}).items()}
    uses = {name: Use(**one) for name, one in data.get("uses", {}).items()}
    return Register(kinds, uses, dict(data.get("relations", {})))


def _thawed_kind(data: dict[str, Any]) -> Kind:
    data["purposes"], data["relations"] = tuple(data["purposes"]), tuple(data["relations"])
    return Kind(**data)


def against_pack(
    code: Register, clauses: Iterable[str], purposes: Iterable[str], pack: str
) -> list[str]:
    """Code and pack name the same clauses and the same purposes, or each difference is said."""
    said: list[str] = []
    for what, coded, stated in (
        ("clause", set(code.kinds), set(clauses)),
        ("purpose", set(code.uses), set(purposes)),
    ):
        said += [
            f"The {what} {name} is in the code, and the pack {pack} says nothing about it."
            for name in sorted(coded - stated)
        ]
        said += [
            f"The pack {pack} speaks of the {what} {name}, which is not in the code."
            for name in sorted(stated - coded)
        ]
    return said


def against_version(code: Register, published: Register, version: int) -> list[str]:
    """What the code does otherwise than the version in force says. Words alone do not count."""
    said = [
        f"The {what} {name} {verb} since version {version} of the policy was published."
        for what, ours, theirs in (
            ("clause", code.kinds, published.kinds),
            ("purpose", code.uses, published.uses),
        )
        for verb, names in (
            ("was added", set(ours) - set(theirs)),
            ("was taken away", set(theirs) - set(ours)),
        )
        for name in sorted(names)
    ]
    for name in sorted(set(code.kinds) & set(published.kinds)):
        now, then = _binding(code.kinds[name]), _binding(published.kinds[name])
        said += [
            f"The clause {name} has other {key} ({_shown(then[key])} → {_shown(now[key])}) than "
            f"version {version} of the policy says."
            for key in now
            if now[key] != then[key]
        ]
    return said


def _binding(kind: Kind) -> dict[str, Any]:
    data = asdict(kind)
    return {key: data[key] for key in data if key not in ("id", "title", "erasure_reason")}


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
