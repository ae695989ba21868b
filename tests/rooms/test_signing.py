"""Letters are signed here: another library, with our key from the DNS, agrees."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import dkim
from django.core.management import call_command

from salerno.adapters.letters import message
from salerno.adapters.signing import as_sent

PAYLOAD = {
    "to": "ann@example.org",
    "subject": "Schlaf, Licht und  Nächte " * 6,
    "text": "Grüße\n\n  two  spaces \n.\nFrom here\n" * 30 + "\n\n\n",
    "html": "<p>Grüße</p>",
    "headers": {"List-Unsubscribe": "<https://example.org/letters/stop/" + "x" * 120 + ">"},
}


def _answer(settings: Any, place: Path) -> Any:
    """A DNS that knows what the command printed."""
    settings.SALERNO_DKIM_KEY = str(place / "keys" / "dkim.pem")
    said = StringIO()
    call_command("dkim", stdout=said)
    name, record = re.findall(r'^(\S+) TXT "(v=DKIM1.*)"', said.getvalue(), re.MULTILINE)[0]

    def dns(asked: bytes, timeout: int = 5) -> bytes:
        return record.encode() if asked.decode() == name else b""

    return dns, name


def test_what_we_sign_another_library_verifies(settings: Any, tmp_path: Path) -> None:
    dns, name = _answer(settings, tmp_path)
    domain = name.partition("._domainkey.")[2].rstrip(".")
    raw = as_sent(message(PAYLOAD, "k1"), domain)
    assert b"\r\nList-Unsubscribe: <https://example.org/letters/stop/xxx" in raw
    assert dkim.verify(raw, dnsfunc=dns)
    assert (tmp_path / "keys" / "dkim.pem").stat().st_mode & 0o077 == 0
    first = Path(settings.SALERNO_DKIM_KEY).read_bytes()
    call_command("dkim", stdout=StringIO())
    assert Path(settings.SALERNO_DKIM_KEY).read_bytes() == first


def test_what_was_changed_on_the_way_does_not_verify(settings: Any, tmp_path: Path) -> None:
    dns, name = _answer(settings, tmp_path)
    raw = as_sent(message(PAYLOAD, "k1"), name.partition("._domainkey.")[2].rstrip("."))
    for changed in (
        raw.replace(b"PHA+R", b"PHA+Q", 1), raw.replace(b"letters/stop", b"letters/stay", 1),
        raw.replace(b"To: ann", b"To: eve", 1), b"From: eve@example.org\r\n" + raw,
    ):  # fmt: skip
        assert changed != raw
        assert not dkim.verify(changed, dnsfunc=dns)


def test_without_a_key_nothing_is_signed(settings: Any, tmp_path: Path) -> None:
    settings.SALERNO_DKIM_KEY = str(tmp_path / "none.pem")
    assert b"DKIM-Signature" not in as_sent(message(PAYLOAD, "k1"), "example.org")
