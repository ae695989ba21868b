"""Addresses of this room. The views of the sign-in library stand behind our doors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as sign_in
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from cryptography.exceptions import InvalidSignature
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from salerno.privacy.doors import door
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import again, openid
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.forms.factors import broken, check_key, check_new_key
from salerno.services.accounts.views import (
    ages,
    children,
    email,
    guardians,
    linking,
    profile,
    register,
    you,
)

type View = Callable[..., HttpResponse]


type Check = Callable[[HttpRequest], None]


def _library(view: View, *, signed_in: bool = False, check: Check | None = None) -> View:
    """A view of the library behind a door, with the ways in which it leaves early.

    ``check`` reads what a passkey answered: the library takes it for whole and signed.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if check is not None and request.method == "POST":
            check(request)
        try:
            found: Any = view(request, *args, **kwargs)
            render = getattr(found, "render", None)
            answered: HttpResponse = render() if callable(render) else found
        except ImmediateHttpResponse as stop:
            early: HttpResponse = stop.response
            return early
        except ReauthenticationRequired:
            return again.ask(request)
        except InvalidSignature as wrong:
            raise broken() from wrong
        return answered

    made = door(AUTHENTICATE, collects=SIGN_IN_POINT, library=True, signed_in=signed_in)
    return made(answer)


def _open(route: str, view: View, name: str, check: Check | None = None) -> URLPattern:
    return path(route, _library(view, check=check), name=name)


def _own(route: str, view: View, name: str, check: Check | None = None) -> URLPattern:
    return path(route, _library(view, signed_in=True, check=check), name=name)


urlpatterns = [
    path("register", register.register, name="account_signup"),
    path("register/declined", register.declined, name="register_declined"),
    path("you/accept", register.accept, name="accept"),
    _open("sign-in", sign_in.login, "account_login"),
    _open("sign-in/with/<slug:provider_id>", openid.begin, "openid_connect_login"),
    _open("sign-in/with/<slug:provider_id>/back", openid.back, "openid_connect_callback"),
    path("sign-in/claims", linking.claims, name="claims"),
    _own("you/links/<int:link>/end", linking.unlink, "unlink"),
    _open("sign-out", sign_in.logout, "account_logout"),
    _open("sign-in/paused", sign_in.account_inactive, "account_inactive"),
    _open("sign-in/code", sign_in.confirm_login_code, "account_confirm_login_code"),
    _open("confirm", sign_in.email_verification_sent, "account_email_verification_sent"),
    _open("confirm/<str:key>", sign_in.confirm_email, "account_confirm_email"),
    _open("password/forgotten", sign_in.password_reset, "account_reset_password"),
    _open("password/sent", sign_in.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        _library(sign_in.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _open(
        "password/new",
        sign_in.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    _own("sign-in/again", sign_in.reauthenticate, "account_reauthenticate"),
    _own("you/password", sign_in.password_change, "account_change_password"),
    _own("you/password/first", sign_in.password_set, "account_set_password"),
    _own("you/email", sign_in.email, "account_email"),
    path("you/email/agree/<str:link>", email.agree, name="email_agree"),
    path("sign-in/wake", email.ask_to_wake, name="ask_to_wake"),
    path("sign-in/wake/<str:link>", email.wake, name="wake"),
    _open("sign-in/factor", factors.authenticate, "mfa_authenticate", check_key),
    _open("sign-in/passkey", keys.login_webauthn, "mfa_login_webauthn", check_key),
    _own("sign-in/again/factor", factors.reauthenticate, "mfa_reauthenticate"),
    _own(
        "sign-in/again/passkey",
        keys.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
        check_key,
    ),
    _own("you/factors", factors.index, "mfa_index"),
    _own("you/factors/app", app.activate_totp, "mfa_activate_totp"),
    _own("you/factors/app/end", app.deactivate_totp, "mfa_deactivate_totp"),
    _own("you/factors/codes", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("you/factors/codes/new", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("you/factors/codes/file", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    _own("you/factors/keys", keys.list_webauthn, "mfa_list_webauthn"),
    _own("you/factors/keys/add", keys.add_webauthn, "mfa_add_webauthn", check_new_key),
    _own("you/factors/keys/<int:pk>/remove", keys.remove_webauthn, "mfa_remove_webauthn"),
    _own("you/factors/keys/<int:pk>/edit", keys.edit_webauthn, "mfa_edit_webauthn"),
    path("you/profile", profile.profile, name="profile"),
    path("you/profile/as/<slug:distance>", profile.preview, name="preview"),
    path("you/profile/needed", profile.needed, name="profile_needed"),
    path("you/card", profile.card, name="card"),
    path("people/<int:subject>", profile.person, name="person"),
    path("you/devices", you.devices, name="devices"),
    path("you/devices/end", you.end, name="devices_end"),
    path("you/numbers", you.demographics, name="demographics"),
    path("you/recovery", you.recovery_phone, name="recovery_phone"),
    path("you/region", you.region, name="region"),
    path("you/address/<str:need>", you.postal_address, name="postal_address"),
    path("you/merge", you.merge, name="merge"),
    path("you/pause", you.pause, name="pause"),
    path("you/age", ages.age, name="age"),
    path("you/guardian", guardians.guardians, name="guardians"),
    path("you/guardian/ask", guardians.ask_guardian, name="ask_guardian"),
    path("guardian/<str:link>", guardians.guardian, name="guardian"),
    path("report-child", children.report_child, name="report_child"),
    path("desk/children", children.children, name="desk_children"),
    path("desk/children/<int:report>", children.child, name="desk_child"),
]
