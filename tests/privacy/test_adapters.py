"""The adapters: a letter as it was written, and a failure in words that name nobody."""

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email import policy as mail_policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from salerno.adapters.file_drop import FileDrop
from salerno.adapters.smtp import Smtp
from salerno.policy.purposes import (
    CORRESPONDENCE,
)
from salerno.privacy import outbox
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import (
    deliver_outbox,
)
from salerno.privacy.outbox import Delivered, DeliveryFailed
from tests.privacy.conftest import (
    FIELDS,
    House,
    counts,
    send,
)


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose for which letters go out."""
    with entered(CORRESPONDENCE, Viewer.visitor()):
        yield


def as_message(text: bytes) -> EmailMessage:
    """A letter as a mail program reads it."""
    read = message_from_bytes(text, policy=mail_policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_the_file_drop_lays_a_letter_down_once_and_can_remove_it(house: House) -> None:
    person, other = house.person(), house.person()
    send(person)
    send(other)
    deliver_outbox()
    place = house.data / "outbox"
    prefix = outbox.key_prefix(person)
    (letter,) = place.glob(f"{prefix}*.eml")
    read = as_message(letter.read_bytes())
    assert (read["To"], read["Subject"], read["From"], read["X-Kind"]) == (
        "mary@example.org", "Hello", "Testers <privacy@testers.example>", "test",
    )  # fmt: skip
    assert [one.get_content() for one in read.iter_parts()] == ["Dear Mary\n", "<p>Dear</p>\n"]
    assert json.loads(letter.with_suffix(".json").read_text()) == FIELDS
    FileDrop().deliver(FIELDS, letter.stem)
    assert len(list(place.iterdir())) == 4
    assert FileDrop().forget(prefix) == 2
    assert len(list(place.iterdir())) == 2


def test_what_is_no_letter_is_laid_down_as_data(house: House) -> None:
    FileDrop().deliver({"score": 4}, "k1")
    assert [one.name for one in (house.data / "outbox").iterdir()] == ["k1.json"]


def test_a_folder_that_cannot_be_written_is_a_failure_in_words(house: House) -> None:
    (house.data / "outbox").write_text("in the way")
    with pytest.raises(DeliveryFailed) as failed:
        FileDrop().deliver({"score": 4}, "k1")
    assert str(failed.value) == "The file could not be written: File exists."
    assert not failed.value.final


@pytest.mark.parametrize("fields", [{"subject": "a\nBcc: x@y.example"}, {"to": "a@b\r\nX: y"}])
def test_a_header_that_smuggles_another_is_refused_for_good(
    house: House, fields: dict[str, str]
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        FileDrop().deliver(FIELDS | fields, "k1")
    assert (str(failed.value), failed.value.final) == ("A header of the letter is malformed.", True)


class Carrier:
    """A mail carrier of the test: what it took, and with which code it refuses."""

    def __init__(self) -> None:
        self.took: list[Envelope] = []
        self.refuse_to = self.refuse_data = ""

    async def handle_RCPT(  # noqa: N802  the name that the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refuse_to:
            return self.refuse_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the name that the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.took.append(envelope)
        return self.refuse_data or "250 OK"


def a_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def smtp(settings: Any) -> Iterator[Carrier]:
    handler = Carrier()
    port = a_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": port}
    settings.SALERNO_ADAPTERS = {"mail": "salerno.adapters.smtp.Smtp"}
    yield handler
    server.stop()


def test_a_letter_reaches_the_mail_carrier_as_it_was_written(house: House, smtp: Carrier) -> None:
    person = house.person()
    send(person)
    assert deliver_outbox() == Delivered(sent=1)
    (envelope,) = smtp.took
    assert envelope.rcpt_tos == ["mary@example.org"]
    assert isinstance(envelope.content, bytes)
    read = as_message(envelope.content)
    assert read["Subject"] == "Hello"
    assert read["Message-ID"].endswith("@testers.example>")
    assert outbox.key_prefix(person) not in read["Message-ID"]
    assert counts()[1] == 0


@pytest.mark.parametrize(
    ("where", "answer", "words", "final"),
    [
        ("to", "450 later", "The mail carrier refused the recipient with code 450.", False),
        ("to", "550 no", "The mail carrier refused the recipient with code 550.", True),
        ("data", "451 later", "The mail carrier refused the letter with code 451.", False),
        ("data", "554 no", "The mail carrier refused the letter with code 554.", True),
    ],
)
def test_a_refusing_carrier_is_told_in_words_without_the_address(
    smtp: Carrier, where: str, answer: str, words: str, final: bool
) -> None:
    setattr(smtp, f"refuse_{where}", answer)
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert (str(failed.value), failed.value.final) == (words, final)


@pytest.mark.parametrize("mode", ["none", "tls"])
def test_a_carrier_that_is_not_there_is_tried_again(settings: Any, mode: str) -> None:
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": 1, "tls": mode}
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert str(failed.value) == ("The mail carrier could not be reached (ConnectionRefusedError).")
    assert not failed.value.final


def test_a_carrier_without_encryption_gets_nothing_where_it_is_asked(
    smtp: Carrier, settings: Any
) -> None:
    settings.SALERNO_SMTP |= {"tls": "starttls"}
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert "SMTPNotSupportedError" in str(failed.value)
    assert smtp.took == []


def test_a_password_is_given_where_the_settings_have_one(settings: Any) -> None:
    seen: list[Any] = []

    def check(_server: SMTP, _s: Session, _e: Envelope, _how: str, given: Any) -> AuthResult:
        seen.append((given.login, given.password))
        return AuthResult(success=True)

    handler = Carrier()
    port = a_port()
    server = Controller(
        handler, hostname="127.0.0.1", port=port, authenticator=check, auth_require_tls=False
    )
    server.start()
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": port, "user": "us", "password": "pw"}
    Smtp().deliver(FIELDS | {"headers": None, "html": ""}, "k1")
    server.stop()
    assert seen == [(b"us", b"pw")]
    assert len(handler.took) == 1


def test_only_letters_go_by_mail(house: House) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver({"score": 1}, "k1")
    assert failed.value.final
