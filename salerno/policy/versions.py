"""Published versions: frozen files, each with its digest and the digest of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from salerno.policy.canonical import digest
from salerno.policy.errors import PublishRefused
from salerno.policy.loader import build
from salerno.policy.table import Where
from salerno.policy.values import Pack


def places(folder: Path, pack: str, own: str | Path = "") -> tuple[Path, ...]:
    """Where the versions of a pack lie: with the pack, and with the data of this site."""
    return (folder / "versions", *((Path(own) / pack,) if own else ()))


def read_versions(folders: Iterable[Path]) -> tuple[Pack, ...]:
    """Every published version, oldest first. Raises PublishRefused when one was touched."""
    paths = [path for folder in folders for path in folder.glob("*.json")]
    packs = sorted((read_version(path) for path in paths), key=lambda one: one.policy.version)
    for before, after in pairwise(packs):
        if after.policy.version == before.policy.version:
            raise PublishRefused(f"Version {after.policy.version} was published twice.")
        if after.follows != before.policy.digest:
            raise PublishRefused(
                f"Version {after.policy.version} does not follow version {before.policy.version} "
                "as it is stored: one of them was replaced."
            )
    return tuple(packs)


def read_version(path: Path) -> Pack:
    """One published version. Raises PublishRefused when its content is not what was published."""
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        document, kept = stored["document"], stored["digest"]
    except (json.JSONDecodeError, KeyError) as error:
        raise PublishRefused(f"{path.name} is no published version: {error}") from error
    if digest(document) != kept:
        raise PublishRefused(
            f"{path.name} was edited after it was published: its digest is {digest(document)[:12]}"
            f"…, published was {kept[:12]}…. Publish a new version instead."
        )
    return build(document, Where(f"{path.parent.parent.name}/versions/{path.name}"))


def write_version(folder: Path, document: dict[str, Any]) -> Path:
    """Freeze a document as a new file. Raises PublishRefused when the version exists."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document['version']}.json"
    stored = {"digest": digest(document), "document": document}
    text = json.dumps(stored, ensure_ascii=False, indent=1)  # in the order of the author
    fresh = path.with_suffix(".new")
    fresh.write_text(text + "\n", encoding="utf-8")
    try:
        path.hardlink_to(fresh)
    except FileExistsError as error:
        raise PublishRefused(f"Version {document['version']} is published already.") from error
    finally:
        fresh.unlink()
    return path
