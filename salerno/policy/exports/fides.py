"""Fides manifests (fideslang): our categories, the datasets, and the system with its uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from salerno.policy import store, words
from salerno.policy.exports.terms import FIDES_BASES, FIDES_CATEGORIES, FIDES_PEOPLE, PURPOSES
from salerno.policy.page import is_done
from salerno.policy.values import Pack
from salerno.privacy.mapping import whole_map
from salerno.privacy.registry import registry


def manifests() -> dict[str, Any]:
    """One document with everything: data_category, dataset, system."""
    pack = store.pack()
    columns = [one for one in whole_map()["columns"] if "clause" in one]
    sets = _datasets(columns)
    return {
        "data_category": _categories({str(one["category"]) for one in columns}),
        "dataset": sets,
        "system": [_system(pack, [one["fides_key"] for one in sets]), *_others(pack)],
    }


def as_yaml() -> str:
    """The manifests as YAML."""
    return "\n".join(_yaml(manifests())) + "\n"


def _yaml(value: Any, indent: int = 0) -> Iterator[str]:
    """Lines of YAML, in which every text is quoted as in JSON, which YAML reads as well."""
    pad = "  " * indent
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, Mapping | list) and one:
                yield f"{pad}{name}:"
                yield from _yaml(one, indent + 1)
            else:
                yield f"{pad}{name}: {json.dumps(one, ensure_ascii=False)}"
        return
    for one in value:
        if isinstance(one, Mapping):
            first, *rest = _yaml(one, indent + 1)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{pad}- {json.dumps(one, ensure_ascii=False)}"


def _categories(used: Iterable[str]) -> list[dict[str, str]]:
    """The categories that the default taxonomy does not know, each with its parent."""
    needed: set[str] = set()
    for one in used:
        while one not in FIDES_CATEGORIES:
            needed.add(one)
            one = one.rpartition(".")[0]  # noqa: PLW2901  climbs to one that is known
    return [
        {
            "fides_key": one,
            "parent_key": one.rpartition(".")[0],
            "name": one.rpartition(".")[2].replace("_", " ").capitalize(),
        }
        for one in sorted(needed)
    ]


def _datasets(columns: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One for each room, with its tables and the columns that hold something about people."""
    rooms: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in columns:
        room = rooms.setdefault(str(one["model"]).partition(".")[0], {})
        room.setdefault(one["table"], []).append(
            {
                "name": one["column"],
                "description": f"{one['title']}. Kept: {one['retention'] or 'see the policy'}.",
                "data_categories": [one["category"]],
            }
        )
    return [
        {
            "fides_key": f"salerno_{room}",
            "name": room,
            "collections": [{"name": name, "fields": fields} for name, fields in tables.items()],
        }
        for room, tables in sorted(rooms.items())
    ]


def _system(pack: Pack, datasets: list[str]) -> dict[str, Any]:
    operator = pack.policy.operator
    return {
        "fides_key": f"salerno_{pack.policy.pack}",
        "name": operator.name,
        "description": f"Version {pack.policy.version} of the policy.",
        "system_type": "Service",
        "legal_name": operator.legal_name,
        "legal_address": operator.address,
        "dpo": ", ".join(part for part in (operator.dpo_name, operator.dpo_email) if part),
        "responsibility": ["Controller"],
        "uses_cookies": bool(pack.policy.cookies),
        "dataset_references": datasets,
        "privacy_declarations": [
            _declaration(pack, name) for name in pack.policy.purposes if is_done(pack, name)
        ],
    }


def _declaration(pack: Pack, name: str) -> dict[str, Any]:
    ruled, known = pack.policy.purposes[name], registry()
    held = [one for one in known.clauses.values() if known.purposes[name] in one.purposes]
    to = [one for one in pack.policy.recipients.values() if name in one.purposes and one.enabled]
    terms = {words.kept(pack.policy.clauses[one.id].term) for one in held}
    said = {
        "name": str(known.purposes[name].title),
        "data_categories": sorted({one.category for one in held}) or ["user"],
        "data_use": PURPOSES[name].fides,
        "data_subjects": sorted({FIDES_PEOPLE[one] for one in pack.purpose_words[name].people}),
        "retention_period": "; ".join(sorted(terms)),
        "processes_special_category_data": any(one.sensitive for one in held),
        "data_shared_with_third_parties": bool(to),
        "third_parties": ", ".join(one.name for one in to),
    }
    if ruled.bases[""] in FIDES_BASES:
        said["legal_basis_for_processing"] = FIDES_BASES[ruled.bases[""]]
    return said


def _others(pack: Pack) -> Iterator[dict[str, Any]]:
    """Whoever may receive something, as systems of their own."""
    for one in pack.policy.recipients.values():
        yield {
            "fides_key": f"recipient_{one.id}",
            "name": one.name,
            "description": f"{one.contract}. {one.country}.",
            "system_type": str(one.kind),
            "responsibility": ["Processor" if one.role == "processor" else "Controller"],
            "does_international_transfers": one.country != pack.policy.operator.country,
            "privacy_declarations": [],
        }
