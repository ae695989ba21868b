"""``salerno dkim``: the key that signs our letters, and what the DNS has to say about it."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.privacy.law import in_force

BITS, SELECTOR = 2048, "salerno"
_PEM = serialization.Encoding.PEM
_DER = serialization.Encoding.DER


class Command(BaseCommand):
    """The command."""

    help = "Make the key that signs letters, unless there is one, and print its DNS records."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print three records: DKIM with our key, SPF and DMARC."""
        path = Path(settings.SALERNO_DKIM_KEY)
        if not path.exists():
            _make(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise CommandError("SALERNO_DKIM_KEY: an RSA key is needed.")
        public = key.public_key().public_bytes(
            _DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        domain = in_force().operator.email.rpartition("@")[2]
        selector = SELECTOR
        said = base64.b64encode(public).decode()
        self.stdout.write(f'{selector}._domainkey.{domain}. TXT "v=DKIM1; k=rsa; p={said}"')
        self.stdout.write(f'{domain}. TXT "v=spf1 mx -all"  (add your carrier: include:…)')
        self.stdout.write(f'_dmarc.{domain}. TXT "v=DMARC1; p=quarantine; adkim=s; aspf=r"')
        self.stdout.write(f"MX of {domain}: what comes back to return+…@{domain} goes to "
                          "`salerno returns FILE…` or to /api/returns.")  # fmt: skip


def _make(path: Path) -> None:
    """A new key, readable by its owner alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    text = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
