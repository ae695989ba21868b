"""The cookies of the code. Who sets one declares it here first; the pack says what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from salerno.privacy.errors import DeclarationError
from salerno.privacy.law import Cookie

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_declared: set[str] = {"asked", "theme", "visitor"}


def declare_cookie(name: str) -> str:
    """Say that the code sets a cookie, and return its name."""
    _declared.add(name)
    return name


def of_code() -> frozenset[str]:
    """Every cookie that the code may set."""
    own = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    messages = (CookieStorage.cookie_name,) if "cookie" in settings.MESSAGE_STORAGE else ()
    return frozenset((*_declared, *own, *messages))


def against_pack(coded: Iterable[str], stated: Iterable[Cookie]) -> list[str]:
    """Code and pack name the same cookies, or each difference is said."""
    ours, theirs = set(coded), {one.name for one in stated}
    return [
        *(f"The cookie {name} is set, and the pack does not list it." for name in ours - theirs),
        *(f"The pack lists the cookie {name}, which nothing sets." for name in theirs - ours),
    ]


def check_set(name: str, value: str, stated: Iterable[Cookie]) -> None:
    """Refuse a cookie that is not in the registry, or that holds an address of somebody.

    Raises DeclarationError.
    """
    if name not in {one.name for one in stated}:
        raise DeclarationError(f"The cookie {name} is not in the cookie registry of this policy.")
    if _ADDRESS.search(unquote(value)):
        raise DeclarationError(f"The cookie {name} would hold an e-mail address.")
