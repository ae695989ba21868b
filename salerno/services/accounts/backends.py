"""Sign-in as Django sees it. Each question enters AUTHENTICATE by itself."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.queries import LOGIN_COLUMNS


def login_of(fields: tuple[object, ...]) -> User:
    """A login row from its columns, as ``queries.session_by`` read them."""
    return User.from_db("default", LOGIN_COLUMNS, fields)


class Backend(AuthenticationBackend):
    """Checks an address and a password."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The login row, or None; the time taken does not tell which half was wrong."""
        act = Act("accounts.backends.authenticate", SIGN_IN_POINT)
        with entered(AUTHENTICATE, Viewer.visitor(), ground="sign-in"), acting(act):
            found: User | None = super().authenticate(request, **credentials)
        return found

    def get_user(self, user_id: Any) -> User | None:
        """The login row of a subject."""
        with entered(AUTHENTICATE, Viewer.visitor(), ground="sign-in"):
            return User.objects.filter(pk=user_id, is_active=True).first()
