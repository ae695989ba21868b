"""Refusing passwords that stand in lists of stolen ones, without asking anybody.

The list is the one Django brings (the 20,000 most common). It answers by prefix, as the large
public lists do: whoever holds a larger one names it in SALERNO_BREACHED_PASSWORDS, a folder of
files named after the first five hex digits of a SHA-1, each line ``REST:COUNT``.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.services.accounts.rules import breach_prefix, without_words

ENOUGH = 8  # letters that are left when what everybody here knows is taken out


@cache
def _shipped() -> dict[str, frozenset[str]]:
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found: dict[str, set[str]] = {}
        for line in lines:
            prefix, rest = breach_prefix(line.strip())
            found.setdefault(prefix, set()).add(rest)
    return {prefix: frozenset(rests) for prefix, rests in found.items()}


def rests_of(prefix: str) -> frozenset[str]:
    """Every known rest of a prefix: of the shipped list, and of the operator's where there is."""
    found = _shipped().get(prefix, frozenset())
    folder = getattr(settings, "SALERNO_BREACHED_PASSWORDS", "")
    path = Path(folder) / prefix if folder else None
    if path is not None and path.is_file():
        lines = path.read_text().splitlines()
        found |= frozenset(line.partition(":")[0].strip().upper() for line in lines)
    return found


def is_breached(password: str) -> bool:
    """Whether a password, or its lower-case form, is in a list of stolen ones."""
    for one in {password, password.lower()}:
        prefix, rest = breach_prefix(one)
        if rest in rests_of(prefix):
            return True
    return False


class BreachedPasswordValidator:
    """Named in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a stolen password."""
        if is_breached(password):
            words = _("This password is in a list of stolen ones. Please choose another.")
            raise ValidationError(words, code="breached")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return _("A sentence is fine. A password from a list of stolen ones is refused.")


def house_words() -> frozenset[str]:
    """Words that anybody guesses first here: the operator's names, and those of its addresses."""
    operator = store.pack().policy.operator
    said = f"{operator.name} {operator.legal_name} {operator.email.partition('@')[2]} password"
    return frozenset(re.findall(r"\w{4,}", said.lower()))


class HouseWordValidator:
    """Named in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a password that says hardly more than our own name."""
        rest = without_words(password, house_words())
        if rest != password.lower() and len(rest) < ENOUGH:
            words = _("This is hardly more than our own name. Please choose another password.")
            raise ValidationError(words, code="house")

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return _("Our own name in it does not count.")
