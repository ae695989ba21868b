"""From the files of a pack to one document, and from a document to a ``Pack``.

The same ``build`` reads the working files and a published version, so that a version published
years ago binds and prints exactly as it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from salerno.policy import reading
from salerno.policy.canonical import digest
from salerno.policy.crosschecks import check_pack
from salerno.policy.errors import PackError
from salerno.policy.layering import LayerSource, read_layer
from salerno.policy.options import read_settings
from salerno.policy.register import thawed
from salerno.policy.table import Table, Where, read_toml
from salerno.policy.texts import parse
from salerno.policy.values import Pack, Text
from salerno.privacy.law import Policy

HOUSE = Path(__file__).parent
FORMAT = 1
_NEVER = datetime.max.replace(tzinfo=UTC)  # when a draft takes force
_TOP = ("pack", "operator", "settings", "layers", "reasons", "purposes", "clauses", "recipients",
        "cookies", "services", "documents", "approvals", "destinations",
        "sections")  # fmt: skip
_BY_ROOM = "clauses"  # a folder, with a file for each room that holds something about people
_TWICE, _UNKNOWN = "stands in two files", "is not a part of a pack"

type Trail = tuple[str, ...]
type Lines = Mapping[Trail, int]


def folder_of(pack: str, own: str | Path = "") -> Path:
    """The folder of a pack: the operator's own, or one that is shipped."""
    folder = Path(own) if own else HOUSE / "packs" / pack
    if not (folder / "pack.toml").is_file():
        raise PackError(str(folder / "pack.toml"), "there is no pack here")
    return folder


def read_sources(folder: Path) -> tuple[dict[str, Any], Where]:
    """Everything an operator edits, as one document, and where each value stands."""
    document: dict[str, Any] = {"format": FORMAT}
    where = Where()
    where.add((), "pack.toml", {})
    for path in sorted(folder.glob("*.toml")):
        data, lines = read_toml(path, path.name)
        _refuse(path.name, lines, {(key,) for key in data if key in document}, _TWICE)
        _refuse(path.name, lines, {(key,) for key in data if key not in _TOP}, _UNKNOWN)
        document.update(data)
        _note(where, path.name, lines)
    for path in sorted(folder.glob(f"{_BY_ROOM}/*.toml")):
        name = f"{_BY_ROOM}/{path.name}"
        data, lines = read_toml(path, name)
        known = document.setdefault(_BY_ROOM, {})
        _refuse(name, lines, {(key,) for key in data if key != _BY_ROOM}, _UNKNOWN)
        found = data.get(_BY_ROOM, {})
        _refuse(name, lines, {(_BY_ROOM, key) for key in found if key in known}, _TWICE)
        known.update(found)
        _note(where, name, lines)
    enabled = Table(document, (), where).words("layers")
    document["layers"] = {name: _layer(folder, name, where) for name in enabled}
    document["texts"] = _texts(folder, where)
    return document, where


def _refuse(file: str, lines: Lines, trails: set[Trail], reason: str) -> None:
    for trail in sorted(trails):
        raise PackError(f"{file}:{lines.get(trail, 1)}", f"{'.'.join(trail)}: {reason}")


def _note(where: Where, file: str, lines: Lines) -> None:
    for trail, line in lines.items():
        where.spots[trail] = f"{file}:{line}"


def _layer(folder: Path, name: str, where: Where) -> dict[str, Any]:
    own = folder / "layers" / f"{name}.toml"
    path = own if own.exists() else HOUSE / "layers" / f"{name}.toml"
    if not path.exists():
        raise PackError(where.place(("layers",)), f"layers: there is no layer {name!r}")
    data, lines = read_toml(path, f"layers/{name}.toml")
    where.add(("layers", name), f"layers/{name}.toml", lines)
    return data


def _texts(folder: Path, where: Where) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("texts/*/*.md")):
        language = path.parent.name
        texts.setdefault(language, {})[path.stem] = path.read_text(encoding="utf-8")
        where.spots["texts", language, path.stem] = f"texts/{language}/{path.name}"
    if "en" not in texts:
        raise PackError("texts/en", "a pack has its texts in English first")
    return texts


def build(document: Mapping[str, Any], where: Where, folder: Path | None = None) -> Pack:
    """Check a document and make it a value. Raises PackError with file, line and reason."""
    top = Table(document, (), where)
    layers = [read_layer(one) for _, one in top.table("layers").tables()]
    texts = _parsed(document["texts"], where)
    pack = _assembled(top, layers, texts)
    warnings = check_pack(pack, where, top.table("reasons", needed=False), folder)
    return replace(pack, warnings=(*pack.warnings, *warnings))


def _assembled(
    top: Table, layers: list[LayerSource], texts: Mapping[str, Mapping[str, Text]]
) -> Pack:
    purposes, purpose_words = reading.read_purposes(top.table("purposes"), layers)
    clauses, clause_words = reading.read_clauses(top.table("clauses"), layers)
    recipients = reading.read_recipients(top.table("recipients"), clauses, purposes)
    versions = top.data.get("document_versions", {})
    policy = Policy(
        pack=top.text("pack"),
        version=top.data.get("version", 0),
        digest=digest(top.data),
        effective_at=_moment(top.data.get("effective_at")) or _NEVER,
        operator=reading.read_operator(top.table("operator")),
        clauses=MappingProxyType(clauses),
        purposes=MappingProxyType(purposes),
        recipients=MappingProxyType(dict(recipients.laws)),
        settings=read_settings(top.table("settings")),
        cookies=reading.read_cookies(top.table("cookies"), purposes),
        layers=tuple(one.layer.id for one in layers),
    )
    return Pack(
        policy=policy,
        texts=texts,
        services=reading.read_services(top.table("services"), purposes),
        documents=reading.read_documents(top.table("documents"), texts["en"], versions),
        layers={one.layer.id: one.layer for one in layers},
        purpose_words=purpose_words,
        clause_words=clause_words,
        roles=recipients.roles,
        addresses=recipients.addresses,
        approvals=reading.read_approvals(top.table("approvals", needed=False)),
        destinations=reading.read_destinations(top.table("destinations", needed=False)),
        sections=reading.read_sections(top.table("sections", needed=False)),
        register=thawed(top.data.get("register", {})),
        warnings=recipients.warnings,
        published_at=_moment(top.data.get("published_at")),
        note=top.data.get("note", ""),
        follows=top.data.get("follows", ""),
    )


def _parsed(
    sources: Mapping[str, Mapping[str, str]], where: Where
) -> Mapping[str, Mapping[str, Text]]:
    return {
        language: {
            name: parse(
                markdown, name=name, language=language,
                place=where.spots.get(("texts", language, name), f"{where.name}, {name}"),
            )
            for name, markdown in texts.items()
        }
        for language, texts in sources.items()
    }  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
