"""The signed call over real TLS: what is sent, what is believed, and what is never reached."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from salerno.adapters import webhook
from salerno.adapters.addresses import is_open, parts
from salerno.adapters.webhook import Webhook
from salerno.privacy import law
from salerno.privacy.parcels import DeliveryFailed, Parcel
from tests.privacy.conftest import House, a_policy, carrier
from tests.privacy.vendor import verified

SECRET = "a secret of the two of us"
PARCEL = Parcel("k" * 48, "mail_carrier", "somebody", 7, "disclosed", {"name": "Zoë"})


@dataclass
class Ear:
    """A server in a thread. ``answer``: code, headers, body; a body of None keeps silent."""

    port: int = 0
    answer: tuple[int, dict[str, str], bytes | None] = (204, {}, b"")
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate of its own authority, for ``name`` and 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, own = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    own.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, own


def handler(ear: Ear) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append((self.path, dict(self.headers), body))
            code, headers, said = ear.answer
            if said is None:
                time.sleep(1.5)
                return
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *args: Any) -> None:
            """Nothing is printed."""

    return Handler


@pytest.fixture
def ear(house: House) -> Iterator[Ear]:
    made = Ear()
    cert, key = certificate(house.data)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(made))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    known(house, ca_file=str(cert))
    with at(f"https://127.0.0.1:{made.port}/take?from=us"):
        yield made
    server.shutdown()
    server.server_close()


def known(house: House, mode: int = 0o600, **changes: Any) -> None:
    """Write down what is known of the recipient."""
    table = {"secret": SECRET, "private": True} | changes
    lines = [f"{name} = {json.dumps(value)}" for name, value in table.items()]
    path = house.data / "recipients.toml"
    path.write_text("[mail_carrier]\n" + "\n".join(lines))
    path.chmod(mode)


def at(endpoint: str) -> Any:
    return law.under(a_policy(recipients={"mail_carrier": carrier(endpoint=endpoint)}))


def failed(parcel: Parcel = PARCEL) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as raised:
        Webhook().send(parcel)
    said = str(raised.value)
    assert "127.0.0.1" not in said
    assert "Zoë" not in said
    return raised.value


def test_a_parcel_arrives_signed_and_once_more_under_the_same_key(ear: Ear) -> None:
    Webhook().send(PARCEL)
    Webhook().send(PARCEL)
    (path, headers, body), again = ear.heard
    assert path == "/take?from=us"
    assert json.loads(body) == {
        "key": "k" * 48, "about": "somebody", "number": 7, "kind": "disclosed",
        "payload": {"name": "Zoë"},
    }  # fmt: skip
    assert headers["Idempotency-Key"] == headers["webhook-id"] == "k" * 48
    assert verified(SECRET, headers, body)
    assert not verified("another", headers, body)
    assert not verified(SECRET, headers, body + b" ")
    assert not verified(SECRET, headers | {"webhook-timestamp": "1"}, body)
    assert again[2] == body


def test_an_answer_counts_when_it_names_the_delivery(ear: Ear) -> None:
    ear.answer = (200, {}, json.dumps({"key": PARCEL.key}).encode())
    Webhook().send(PARCEL)
    for garbage in (b"<html>ok</html>", b"", b"[]", b'{"key": "other"}', b"\xff", b"[" * 60_000):
        ear.answer = (200, {}, garbage)
        failure = failed()
        assert str(failure) == "The recipient's answer does not name the delivery."
        assert not failure.final


@pytest.mark.parametrize(
    ("code", "final"), [(500, False), (503, False), (429, False), (400, True), (404, True)]
)
def test_what_may_change_is_tried_again(ear: Ear, code: int, final: bool) -> None:
    ear.answer = (code, {"Retry-After": "120"}, b"")
    failure = failed()
    assert str(failure) == f"The recipient answered {code}."
    assert (failure.final, failure.after) == (final, timedelta(minutes=2))


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ("", None), ("soon", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-5", None),
        ("9" * 400, timedelta(days=1)), ("٣", None),
    ],
)  # fmt: skip
def test_nobody_is_put_off_for_ever(asked: str, after: timedelta | None) -> None:
    assert webhook._wait(asked) == after


def test_a_redirect_is_not_followed(ear: Ear) -> None:
    ear.answer = (307, {"Location": f"https://127.0.0.1:{ear.port}/elsewhere"}, b"")
    assert str(failed()) == "The recipient answered 307."
    assert [path for path, _headers, _body in ear.heard] == ["/take?from=us"]


def test_silence_and_a_flood_are_failures(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    ear.answer = (200, {}, b"x" * (webhook.MOST_BYTES + 1))
    assert str(failed()) == "The recipient could not be reached (HTTPException)."
    monkeypatch.setattr(webhook, "SECONDS", 0.3)
    ear.answer = (200, {}, None)
    assert str(failed()) == "The recipient could not be reached (TimeoutError)."


def test_a_certificate_that_nobody_vouches_for_is_refused(ear: Ear, house: House) -> None:
    known(house)
    assert str(failed()) == "The recipient's certificate does not hold."
    assert ear.heard == []


def test_a_certificate_of_another_name_is_refused(ear: Ear, house: House) -> None:
    cert, _key = house.data / "cert.pem", None
    known(house, ca_file=str(cert), endpoint=f"https://127.0.0.2:{ear.port}/")
    assert str(failed()) in {
        "The recipient's certificate does not hold.",
        "The recipient could not be reached (ConnectionRefusedError).",
    }
    assert ear.heard == []


def test_our_own_network_is_not_reached_unless_the_operator_says_so(ear: Ear, house: House) -> None:
    known(house, private=False, ca_file=str(house.data / "cert.pem"))
    assert str(failed()) == "The recipient's address lies in a private network."
    assert ear.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:a00:1::", "2001:0:0:0:0:0:f5ff:fffe",
    ],
)  # fmt: skip
def test_an_address_of_a_network_of_ones_own_is_not_open(address: str) -> None:
    assert not is_open(address)


def test_an_address_of_the_internet_is_open() -> None:
    assert is_open("93.184.216.34")
    assert is_open("2606:4700::1111")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.org/", "https:///x", "https://u:p@example.org/", "file:///etc/passwd",
        "https://[::1", "https://example.org:99999/", "",
    ],
)  # fmt: skip
def test_an_endpoint_is_https_and_holds_no_password(endpoint: str) -> None:
    with pytest.raises(DeliveryFailed):
        parts(endpoint, "https")


def test_without_secret_or_with_a_file_that_others_read_nothing_goes(
    ear: Ear, house: House
) -> None:
    known(house, secret="")
    assert str(failed()) == "There is no secret for this recipient in recipients.toml."
    known(house, mode=0o644)
    assert str(failed()) == "recipients.toml can be read by others: chmod 600."
    known(house, colour="red")
    assert str(failed()) == "recipients.toml says something unknown of this recipient."
    (house.data / "recipients.toml").write_text("[")
    assert str(failed()) == "recipients.toml cannot be read."
    (house.data / "recipients.toml").unlink()
    assert str(failed()) == "There is no secret for this recipient in recipients.toml."
    assert ear.heard == []


def test_a_host_without_address_and_a_closed_door_are_failures(house: House) -> None:
    known(house)
    with at("https://nobody.invalid/"):
        assert str(failed()) == "The recipient's host has no address now."
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with at(f"https://127.0.0.1:{free.getsockname()[1]}/"):
            words = "The recipient could not be reached (ConnectionRefusedError)."
            assert str(failed()) == words
