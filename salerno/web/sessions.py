"""Sessions: a row for who is signed in, a sealed cookie for who is not yet.

A visitor leaves no row. What a sign-in needs to remember on its way (which step, which page to
return to) is sealed into the cookie itself. A row holds the digest of its key, never the key.
Reading costs one statement, and no GET writes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered, refuse
from salerno.privacy.errors import GateError
from salerno.privacy.paying import holds_card_number
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.sealing import seal, unseal
from salerno.services.accounts import actions, queries
from salerno.services.accounts.backends import login_of
from salerno.services.accounts.rules import device_of, digest
from salerno.services.accounts.values import KeptSession, SignedIn
from salerno.web.requests import known

type Handler = Callable[[HttpRequest], HttpResponse]

SEALED = "v."
VISIT = timedelta(hours=1)  # how long a visitor's cookie opens
BROWSER = timedelta(hours=24)  # how long a session that ends with the browser lives unused
SEEN_EVERY = timedelta(hours=1)


class SessionStore(SessionBase):
    """What Django and its libraries call a session."""

    device = ""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.signed_in: SignedIn | None = None

    @property
    def _is_sealed(self) -> bool:
        return bool(self.session_key and self.session_key.startswith(SEALED))

    def load(self) -> dict[str, Any]:
        """The contents: of the cookie itself, or of the row its digest names."""
        key = self.session_key or ""
        if self._is_sealed:
            return self._unsealed(key)
        with entered(AUTHENTICATE, Viewer.visitor(), ground="session"):
            self.signed_in = queries.session_by(key_digest=digest(key))
        if self.signed_in is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = json.loads(self.signed_in.state)
        return data

    def _unsealed(self, key: str) -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(unseal(key[len(SEALED) :], VISIT))
        except InvalidToken:
            self._session_key = None
            return {}
        return data

    def exists(self, session_key: str) -> bool:
        """Whether a key opens something."""
        return bool(SessionStore(session_key).load())

    def create(self) -> None:
        """Take a new key. Nothing is written before ``save``."""
        self._session_key = secrets.token_urlsafe(32)
        self._session_cache: dict[str, Any] = {}
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Write a signed-in session down; seal a visitor's."""
        base: Any = super()
        data = base._get_session(no_load=must_create)  # noqa: SLF001  as every store of Django's
        text = json.dumps(data, separators=(",", ":"))
        if holds_card_number(json.dumps({**data, HASH_SESSION_KEY: ""})):  # a digest is no card
            raise refuse(GateError("A session holds no number of a card."))
        if SESSION_KEY not in data:
            self._session_key = SEALED + seal(text)
            return
        if self.session_key is None or self._is_sealed:
            self._session_key = secrets.token_urlsafe(32)
        remembered = not self.get_expire_at_browser_close()
        kept = KeptSession(
            int(data[SESSION_KEY]),
            digest(self.session_key or ""),
            text,
            self.device,
            remembered,
            self.expires_at(remembered),
        )
        with entered(AUTHENTICATE, Viewer.person(kept.subject), ground="session"):
            actions.keep_session(by=Viewer.person(kept.subject), kept=kept)

    def expires_at(self, remembered: bool) -> datetime:
        """When the row stops opening."""
        if remembered:
            return clock.now() + timedelta(seconds=self.get_expiry_age())
        return clock.now() + BROWSER

    def delete(self, session_key: str | None = None) -> None:
        """End a session. A sealed one ends when its cookie is taken away."""
        key = session_key or self.session_key
        if key is None or key.startswith(SEALED):
            return
        with entered(AUTHENTICATE, Viewer.visitor(), ground="session"):
            actions.end_session_of_key(by=Viewer.visitor(), key_digest=digest(key))

    def touch(self) -> None:
        """Note that it is in use, at most once an hour."""
        now = clock.now()
        if self.signed_in is None or now - self.signed_in.seen_at < SEEN_EVERY:
            return
        later = None if self.signed_in.is_remembered else now + BROWSER
        by = Viewer.person(self.signed_in.subject)
        with entered(AUTHENTICATE, by, ground="session"):
            actions.touch_session(
                by=by, key_digest=digest(self.session_key or ""), expires_at=later
            )

    @classmethod
    def clear_expired(cls) -> None:
        """The retention sweep deletes what is past its term."""


def middleware(get_response: Handler) -> Handler:
    """Open the session that a cookie names, and keep it afterwards if it changed."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = settings.SESSION_COOKIE_NAME
        session = SessionStore(request.COOKIES.get(name))
        session.device = device_of(request.headers.get("User-Agent", ""))
        request.session = session
        response = get_response(request)
        if request.session is not session:  # the sign-in library opens it anew on its way
            session = request.session
            session.device = device_of(request.headers.get("User-Agent", ""))
        if session.accessed and session.is_empty():
            if name in request.COOKIES:
                response.delete_cookie(name, samesite="Lax")
        elif session.modified and response.status_code < 500:
            session.save()
            _send_cookie(response, session)
        elif request.method == "POST":
            session.touch()
        return response

    return answer


def _send_cookie(response: HttpResponse, session: SessionStore) -> None:
    ends = session.get_expire_at_browser_close()
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        session.session_key or "",
        max_age=None if ends else session.get_expiry_age(),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def viewer(get_response: Handler) -> Handler:
    """Say who looks: ``request.viewer`` for us, ``request.user`` for libraries."""

    def answer(request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        user = person_of(session) if session.session_key else None
        who = Viewer.person(user.pk) if user else Viewer.visitor()
        seen = known(request)
        seen.user, seen.viewer = user or AnonymousUser(), who
        signed_in = session.signed_in if user else None
        seen.accepted_version = signed_in.accepted_version if signed_in else 0
        seen.layers = signed_in.layers if signed_in else ()
        seen.is_staff = signed_in.is_staff if signed_in else False
        return get_response(request)

    return answer


def person_of(session: SessionStore) -> Any:
    """The login row of a session whose password is still the one it was opened with."""
    opened_with = session.get(HASH_SESSION_KEY, "")
    if session.signed_in is None:
        return None
    user = login_of(session.signed_in.fields)
    if constant_time_compare(opened_with, user.get_session_auth_hash()):
        return user
    session.flush()
    return None
