"""A parcel as a file on the recipient's SFTP server, whose key is known beforehand.

Needs the package asyncssh (``requirements/sftp.txt``). A file is written under a passing name and
then renamed, so that nobody reads half of one. Its name begins with the number, so that a reader
who takes them by name takes them in order.
"""

from __future__ import annotations

import asyncio
import json
from urllib.parse import SplitResult

import asyncssh

from salerno.adapters.addresses import checked, parts
from salerno.adapters.credentials import Credentials, credentials
from salerno.privacy.parcels import DeliveryFailed, Parcel

SECONDS = 60


class Sftp:
    """Lays ``<number>-<key>.json`` into the folder of the endpoint ``sftp://host:port/folder``."""

    def send(self, parcel: Parcel) -> None:
        """Lay one parcel down. The same again replaces it by the same."""
        known = credentials(parcel.recipient)
        place = parts(known.needed("endpoint"), "sftp")
        host_key = known.needed("host_key")
        text = json.dumps(parcel.as_data(), ensure_ascii=False, indent=1, sort_keys=True)
        name = f"{parcel.number:012}-{parcel.key}.json"
        try:
            asyncio.run(asyncio.wait_for(_lay(known, place, host_key, (name, text)), SECONDS))
        except asyncssh.HostKeyNotVerifiable as error:
            raise DeliveryFailed("The recipient's server has another key than we know.") from error
        except (asyncssh.Error, OSError, TimeoutError, ValueError) as error:
            kind = type(error).__name__
            raise DeliveryFailed(f"The recipient could not be reached ({kind}).") from error


async def _lay(
    known: Credentials, place: SplitResult, host_key: str, file: tuple[str, str]
) -> None:
    host, port = str(place.hostname), place.port or 22
    address = checked(host, port, private=known.private)
    pinned = asyncssh.import_known_hosts(f"{address} {host_key}\n")
    options = asyncssh.SSHClientConnectionOptions(
        known_hosts=pinned, username=known.needed("user"), password=known.password or None,
        client_keys=[known.key_file] if known.key_file else None, agent_path=None, config=None,
        connect_timeout=SECONDS, host_key_alias=address,
    )  # fmt: skip
    name, text = file
    async with (
        asyncssh.connect(address, port, options=options) as connection,
        connection.start_sftp_client() as client,
    ):
        folder = place.path.rstrip("/") or "."
        passing = f"{folder}/.{name}.part"
        async with client.open(passing, "wb") as out:
            await out.write(text.encode())
        await client.posix_rename(passing, f"{folder}/{name}")
