"""What a browser sends for a passkey, read by us before the library believes that it is whole."""

from __future__ import annotations

import json
import struct
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from salerno.privacy.errors import Refused

MOST = 50_000  # characters; an answer with an attestation has about 4,000
UNREADABLE = (
    TypeError, ValueError, LookupError, AttributeError, RecursionError, struct.error,
)  # fmt: skip


def check_new_key(request: HttpRequest) -> None:
    """Raises Refused (400) where what was sent is no answer of a new key."""
    _check(request, RegistrationResponse)


def check_key(request: HttpRequest) -> None:
    """Raises Refused (400) where what was sent is no answer of a key."""
    _check(request, AuthenticationResponse)


def _check(request: HttpRequest, answer: Any) -> None:
    sent = request.POST.get("credential", "")
    if not sent:
        return  # then the form says what is missing
    try:
        said = json.loads(sent) if len(sent) <= MOST else None
        answer.from_dict(dict(said or ()))
    except UNREADABLE as error:
        raise broken() from error


def broken() -> Refused:
    """What is said to somebody whose key answered wrongly."""
    words = _("What your browser sent is no answer of a key. Load the page again, and try again.")
    return Refused(words, status=400)
