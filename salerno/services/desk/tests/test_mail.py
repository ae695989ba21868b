"""Mail to the desk becomes a case; hostile mail becomes a sentence."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salerno.policy.purposes import DESK
from salerno.privacy.context import Viewer, entered
from salerno.services.desk.formats import mail
from salerno.services.desk.models import Case, CaseStep
from salerno.services.desk.rules.cases import Kind, words_to_kind
from salerno.services.desk.tests.scene import do, mails_to, row, staff

PLAIN = b"""From: Sam Writer <sam@example.org>
To: privacy@example.org
Subject: Please delete my data
Message-ID: <1@example.org>
Date: Mon, 23 Nov 2026 10:00:00 +0100

Everything, please.
"""


def receive(content: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command says of a mail that comes by standard input."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    out = io.StringIO()
    call_command("desk", "receive", stdout=out)
    return out.getvalue().strip()


@pytest.mark.clause("H-48", "works")
def test_mail_to_the_address_becomes_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    one = receive(PLAIN, monkeypatch)
    found = row(one)
    assert (found.kind, found.channel, found.email) == ("erasure", "mail", "sam@example.org")
    assert "Everything, please." in found.words
    assert one in mails_to("sam@example.org")[0]
    assert receive(PLAIN, monkeypatch) == one  # handed over twice, opened once
    with entered(DESK, Viewer.job("test")):
        assert Case.objects.count() == 1


def test_an_answer_to_our_letter_goes_to_its_case_and_only_from_its_sender(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = receive(PLAIN, monkeypatch)
    again = PLAIN.replace(b"<1@", b"<2@").replace(b"Please delete my data", f"Re: [{one}]".encode())
    assert receive(again, monkeypatch) == one
    stranger = again.replace(b"<2@", b"<3@").replace(b"sam@example.org>", b"eve@example.org>", 1)
    assert receive(stranger, monkeypatch) != one
    with entered(DESK, Viewer.job("test")):
        assert CaseStep.objects.filter(verb="said").count() == 1
    officer = staff()
    do(officer, "doubt", reference=one, words="no proof")
    do(officer, "close", reference=one)
    assert receive(again.replace(b"<2@", b"<4@"), monkeypatch) != one


def test_a_page_is_read_as_words_and_files_are_left() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "sam@example.org", "A question"
    made.set_content("<head>x</head><p>One</p><script>evil()</script>two", subtype="html")
    made.add_attachment(b"MZ", maintype="application", subtype="x-dosexec", filename="a.exe")
    read = mail.read(made.as_bytes())
    assert "One" in read.words
    assert "two" in read.words
    assert "evil" not in read.words


def _many() -> bytes:
    made = EmailMessage()
    made["From"] = "sam@example.org"
    made.set_content("x")
    for _one in range(mail.MOST_PARTS + 1):
        made.add_attachment(b"x", maintype="a", subtype="b")
    return made.as_bytes()


HOSTILE = {
    "nothing": b"",
    "no sender": PLAIN.replace(b"From: Sam Writer <sam@example.org>\n", b""),
    "two senders": PLAIN.replace(b"<sam@example.org>", b"<sam@example.org>, <eve@example.org>"),
    "a sender that is none": PLAIN.replace(b"<sam@example.org>", b"<>"),
    "a sender with a line": PLAIN.replace(b"<sam@example.org>", b"<sam\x00@example.org>"),
    "too large": PLAIN + b"x" * mail.MOST_BYTES,
    "too many parts": _many(),
    "a folder in a folder": b"From: a@example.org\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one)
        for one in range(200)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_mail_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(HOSTILE[name])
    with pytest.raises(CommandError, match="Not taken: The mail"):
        call_command("desk", "receive", str(file))
    with entered(DESK, Viewer.job("test")):
        assert Case.objects.count() == 0


def test_a_machine_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = receive(PLAIN.replace(b"Subject", b"Auto-Submitted: auto-replied\nSubject"), monkeypatch)
    assert said.startswith("An automatic mail")


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_whatever_comes_is_a_mail_or_a_sentence(content: bytes) -> None:
    for start in (b"", b"From: a@example.org\nContent-Type: "):
        with suppress(mail.Unreadable):
            read = mail.read(start + content)
            assert "\x00" not in read.words + read.subject + read.name


def test_subject_lines_are_guessed() -> None:
    found = [words_to_kind(one) for one in ("Please ERASE me", "my data?", "Hello", "I object")]
    assert found == [Kind.ERASURE, Kind.ACCESS, Kind.QUESTION, Kind.OBJECTION]
