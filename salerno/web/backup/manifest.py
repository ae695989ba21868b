"""What a backup says of itself: its time, its schema, and the digest of each of its files."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from salerno.web.backup.place import write

NAME, PART, FORMAT = "manifest.json", ".part", 1
CHUNK = 4 * 1024 * 1024


class BackupError(Exception):
    """A backup that cannot be taken, or must not be restored. The text says what to do."""


@dataclass(frozen=True)
class Manifest:
    """``secret``: a print of the site's key, under which the whole is sealed. ``erasures_at``:
    the last erasure that its database knows. ``files``: size and SHA-256 by path.
    """

    made_at: datetime
    ends_at: datetime
    pack: str
    database: str
    secret: str
    people: int
    entries: int
    erasures_at: datetime | None
    migrations: Mapping[str, list[str]]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """All of it, in bytes."""
        return sum(size for size, _ in self.files.values())


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def print_of(secret: str) -> str:
    """What shows that two sites have one key, and not the key."""
    return hmac.digest(secret.encode(), b"salerno.backup.print", "sha256").hex()[:16]


def _seal(said: Mapping[str, Any], secret: str) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hmac.digest(f"salerno.backup:{secret}".encode(), text.encode(), "sha256").hex()


def store(folder: Path, made: Manifest, secret: str) -> None:
    """Write the manifest, sealed, into a folder."""
    said = {"format": FORMAT, **json.loads(json.dumps(asdict(made), default=datetime.isoformat))}
    whole = said | {"seal": _seal(said, secret)}
    write(folder / NAME, json.dumps(whole, indent=1).encode())


def load(folder: Path, secret: str) -> Manifest:
    """The manifest of a backup. Raises BackupError for none, an altered one, another site's."""
    try:
        said = json.loads((folder / NAME).read_bytes())
        seal = said.pop("seal")
        is_known = said.pop("format") == FORMAT
        said["files"] = {name: (int(size), str(sha)) for name, (size, sha) in said["files"].items()}
        for name in ("made_at", "ends_at", "erasures_at"):
            said[name] = said[name] and datetime.fromisoformat(said[name])
        made = Manifest(**said)
    except FileNotFoundError as error:
        raise BackupError(f"{folder} holds no whole backup: there is no {NAME}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder / NAME} cannot be read as a manifest: {error}.") from error
    if not is_known:
        raise BackupError(f"{folder / NAME} has a format that this version does not know.")
    if made.secret != print_of(secret):
        raise BackupError(
            "This backup was taken under another secret key. Put back the `secret-key` of that "
            "site, or set SALERNO_SECRET_KEY: without it nothing that was sealed opens."
        )
    plain = {"format": FORMAT, **json.loads(json.dumps(asdict(made), default=datetime.isoformat))}
    if not hmac.compare_digest(str(seal), _seal(plain, secret)):
        raise BackupError(f"{folder / NAME} was altered: its seal does not fit.")
    return made


def verify(folder: Path, made: Manifest) -> Iterator[tuple[str, int]]:
    """Read every file; yield each with its size. Raises BackupError at the first that differs."""
    for name, (size, sha) in made.files.items():
        path = inside(folder, name)
        if not path.is_file() or path.stat().st_size != size or digest(path) != sha:
            raise BackupError(f"{name} is not as it was backed up. Nothing was restored.")
        yield name, size


def inside(folder: Path, name: str) -> Path:
    """The path of a file below a folder. Raises BackupError for one that leads out of it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BackupError(f"{name} leads out of the folder.")
    return path


def whole(folder: Path) -> list[Path]:
    """The backups below a folder that were finished, oldest first; the folder itself, if it is."""
    if (folder / NAME).is_file():
        return [folder]
    found = folder.glob(f"*/{NAME}") if folder.is_dir() else ()
    return sorted(one.parent for one in found if one.parent.suffix != PART)
