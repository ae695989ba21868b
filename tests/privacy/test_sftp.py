"""The SFTP drop against a real server: whole files in order, and only to the server we know."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from salerno.adapters.sftp import Sftp
from salerno.privacy import law
from salerno.privacy.parcels import DeliveryFailed, Parcel
from tests.privacy.conftest import House, a_policy, carrier

PARCEL = Parcel("k1", "mail_carrier", "somebody", 7, "disclosed", {"name": "Zoë"})


@dataclass
class Shore:
    """A server in a thread, what it keeps, and its key."""

    port: int
    folder: Path
    host_key: str


class OnePassword(asyncssh.SSHServer):
    """Lets one user in."""

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("salerno", "a password")


@pytest.fixture
def shore(house: House) -> Iterator[Shore]:
    folder = house.data / "shore"
    (folder / "in").mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def listen() -> Any:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[key], server_factory=OnePassword,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )  # fmt: skip

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    public = key.export_public_key().decode().strip()
    yield Shore(server.get_port(), folder, public)
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)


def send(house: House, shore: Shore, parcel: Parcel = PARCEL, **changes: Any) -> None:
    table = {"user": "salerno", "password": "a password", "host_key": shore.host_key,
             "private": True} | changes  # fmt: skip
    lines = [f"{name} = {json.dumps(value)}" for name, value in table.items()]
    path = house.data / "recipients.toml"
    path.write_text("[mail_carrier]\n" + "\n".join(lines))
    path.chmod(0o600)
    endpoint = f"sftp://127.0.0.1:{shore.port}/in"
    with law.under(a_policy(recipients={"mail_carrier": carrier(endpoint=endpoint)})):
        Sftp().send(parcel)


def test_a_parcel_lies_there_whole_under_its_number(house: House, shore: Shore) -> None:
    send(house, shore)
    send(house, shore)
    (one,) = (shore.folder / "in").iterdir()
    assert one.name == "000000000007-k1.json"
    assert json.loads(one.read_text()) == PARCEL.as_data()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "wrong"}, "The recipient could not be reached (PermissionDenied)."),
        ({"private": False}, "The recipient's address lies in a private network."),
        ({"user": ""}, "There is no user for this recipient in recipients.toml."),
        ({"host_key": ""}, "There is no host_key for this recipient in recipients.toml."),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    house: House, shore: Shore, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        send(house, shore, **changes)
    assert str(failed.value) == words
    assert list((shore.folder / "in").iterdir()) == []


def test_a_server_with_another_key_gets_nothing(house: House, shore: Shore) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    with pytest.raises(DeliveryFailed) as failed:
        send(house, shore, host_key=other)
    assert str(failed.value) == "The recipient's server has another key than we know."
    assert list((shore.folder / "in").iterdir()) == []


def test_a_folder_that_is_not_there_is_a_failure(house: House, shore: Shore) -> None:
    (shore.folder / "in").rmdir()
    with pytest.raises(DeliveryFailed) as failed:
        send(house, shore)
    assert str(failed.value) == "The recipient could not be reached (SFTPNoSuchFile)."
