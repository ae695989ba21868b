"""DKIM (RFC 6376): a letter is signed here, in process, with the operator's own key.

Canonical forms are dkimpy's; the RSA step is OpenSSL's, since Python's own takes five
milliseconds a letter. Nothing is signed where no key lies at SALERNO_DKIM_KEY.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.conf import settings
from dkim.canonicalization import CanonicalizationPolicy

from salerno.privacy import clock

SELECTOR = "salerno"  # as `salerno dkim` prints it for the DNS
SIGNED = (
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
    "list-id", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
# What no carrier on the way has to change; and no link is broken over lines, or written as a word.
_SEVEN_BIT = SMTP.clone(cte_type="7bit", max_line_length=990)
_FORM = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")


@dataclass(frozen=True)
class Signer:
    """A key, and the name under which its other half stands in the DNS."""

    key: RSAPrivateKey
    selector: str
    domain: str

    def header(self, raw: bytes) -> bytes:
        """The DKIM-Signature header of a message, with its line end."""
        headers, body = _parted(raw)
        present = [one for one in SIGNED if any(name.lower() == one for name, _ in headers)]
        names = [*present, "from"]  # once more than there are: none can be added behind our back
        digest = base64.b64encode(hashlib.sha256(_FORM.canonicalize_body(body)).digest()).decode()
        unsigned = (
            f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector};\r\n"
            f" t={int(clock.now().timestamp())}; h={':'.join(names)};\r\n bh={digest};\r\n b="
        )
        own = (b"DKIM-Signature", b" " + unsigned.encode())
        signature = self.key.sign(_hashed(headers, names, own), PKCS1v15(), hashes.SHA256())
        return b"DKIM-Signature: " + unsigned.encode() + _folded(signature) + b"\r\n"


def _parted(raw: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """The headers of a message, folded as they are, and its body."""
    head, _gap, body = raw.partition(b"\r\n\r\n")
    found: list[tuple[str, bytes]] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and found:
            found[-1] = (found[-1][0], found[-1][1] + b"\r\n" + line)
        else:
            name, _colon, value = line.partition(b":")
            found.append((name.decode("ascii"), value))
    return found, body


def _hashed(headers: list[tuple[str, bytes]], names: list[str], own: tuple[bytes, bytes]) -> bytes:
    """What the signature is over: the last of each header not yet taken, then our own."""
    left = list(headers)
    taken = []
    for name in names:
        for place in range(len(left) - 1, -1, -1):
            if left[place][0].lower() == name:
                taken.append((name.encode(), left.pop(place)[1] + b"\r\n"))
                break
    made = _FORM.canonicalize_headers([*taken, (own[0], own[1] + b"\r\n")])
    return b"".join(name + b":" + value for name, value in made).removesuffix(b"\r\n")


def _folded(signature: bytes) -> bytes:
    text = base64.b64encode(signature)
    return b"\r\n  ".join(text[n : n + 70] for n in range(0, len(text), 70))


@lru_cache(maxsize=4)
def _read(path: str, _changed: int) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("SALERNO_DKIM_KEY: an RSA key is needed.")
    return key


def signer(domain: str) -> Signer | None:
    """The operator's own, or None where it has no key."""
    path = Path(getattr(settings, "SALERNO_DKIM_KEY", "") or "/nowhere")
    if not path.is_file():
        return None
    return Signer(_read(str(path), path.stat().st_mtime_ns), SELECTOR, domain)


def as_sent(message: EmailMessage, domain: str) -> bytes:
    """The octets of a message as they go out, signed where there is a key."""
    raw = message.as_bytes(policy=_SEVEN_BIT)
    found = signer(domain)
    return found.header(raw) + raw if found else raw
