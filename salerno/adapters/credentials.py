"""What a recipient's machine asks for, which is no matter of the policy: secrets and keys.

They lie in ``recipients.toml`` in the folder of the data, readable by nobody else, a table for
each recipient of the pack or for a party of one:

    [list_keeper]
    secret = "whsec_…"           # webhook: what signs each parcel
    ca_file = "/etc/…/ca.pem"    # webhook: an authority of one's own, instead of the system's
    user = "salerno"             # sftp
    key_file = "/etc/…/id_ed25519"
    host_key = "ssh-ed25519 AAAA…"
    private = true               # the address may lie in a private network
"""

from __future__ import annotations

import stat
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from salerno.privacy import law
from salerno.privacy.anchors import folder
from salerno.privacy.parcels import DeliveryFailed

FILE = "recipients.toml"


@dataclass(frozen=True)
class Credentials:
    """One recipient's table, with the address that the pack or the table names."""

    endpoint: str
    secret: str = ""
    ca_file: str = ""
    user: str = ""
    password: str = ""
    key_file: str = ""
    host_key: str = ""
    private: bool = False

    def needed(self, name: str) -> str:
        """A text that must be there. Raises DeliveryFailed."""
        found = str(getattr(self, name))
        if not found:
            raise DeliveryFailed(f"There is no {name} for this recipient in {FILE}.")
        return found


def credentials(recipient: str) -> Credentials:
    """What is known of ``recipient``; a party that has no table of its own takes its class's.

    Raises DeliveryFailed where the file is open to others or malformed.
    """
    tables = _tables(folder() / FILE)
    known = recipient.partition(".")[0]
    table = tables.get(recipient, tables.get(known, {}))
    ruled = law.in_force().recipients.get(known)
    usual = Credentials(ruled.endpoint if ruled else "")
    try:
        return replace(usual, **table)
    except TypeError as error:
        raise DeliveryFailed(f"{FILE} says something unknown of this recipient.") from error


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise DeliveryFailed(f"{FILE} can be read by others: chmod 600.")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DeliveryFailed(f"{FILE} cannot be read.") from error
