"""The local outbox: each delivery is laid down as files, a letter as .eml as well."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from salerno.adapters.letters import is_letter, message
from salerno.adapters.signing import as_sent
from salerno.privacy.anchors import folder
from salerno.privacy.outbox import DeliveryFailed


def drop_folder() -> Path:
    """Where deliveries are laid down."""
    return folder() / "outbox"


class FileDrop:
    """Lays down ``<key>.json`` and ``<key>.eml``. The same key again replaces them by the same."""

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        """Lay a payload down, whole or not at all."""
        try:
            drop_folder().mkdir(parents=True, exist_ok=True)
            if is_letter(payload):
                made = message(payload, key)
                domain = parseaddr(str(made["From"]))[1].rpartition("@")[2]
                raw = as_sent(made, domain).replace(b"\r\n", b"\n")  # as lines end in a file
                _lay(drop_folder() / f"{key}.eml", raw)
            text = json.dumps(payload, ensure_ascii=False, indent=1, sort_keys=True)
            _lay(drop_folder() / f"{key}.json", text.encode())
        except OSError as error:
            raise DeliveryFailed(f"The file could not be written: {error.strerror}.") from error

    def forget(self, prefix: str) -> int:
        """Remove what was laid down under keys that begin with ``prefix``."""
        found = list(drop_folder().glob(f"{prefix}*"))
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)


def _lay(path: Path, text: bytes) -> None:
    fresh = path.with_suffix(f"{path.suffix}.new")
    with fresh.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    now = time.time_ns()  # the times that a file system gives may be alike for two of one moment
    os.utime(fresh, ns=(now, now))
    fresh.replace(path)
