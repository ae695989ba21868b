"""Sign-in with an account elsewhere, as the library sees it: what it may ask, keep and believe.

Every answer of a provider is held to the state and the nonce of this very browser, and its
signature is verified. Nothing of the answer is stored: it waits, cut down to what is declared,
in the browser's own sealed session until the person has read it and agreed.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from salerno.privacy import audit
from salerno.privacy.errors import Refused
from salerno.services.accounts import rules
from salerno.services.accounts.values import Claims

WAITING = "claims"  # where the answer of a provider waits in the session
LEFT_OUT = frozenset(
    {"iss", "aud", "exp", "iat", "nbf", "nonce", "at_hash", "c_hash", "azp", "auth_time", "sid",
     "jti", "acr", "amr", "sub", "email_verified"}
)  # fmt: skip
"""What an answer says of itself, and not of a person."""


class Window(Protocol):
    """The adapter that speaks with providers: the only way there."""

    def session(self, hosts: list[str]) -> Any:
        """A session for these hosts."""

    def fetch(self, address: str, hosts: list[str]) -> bytes:
        """A picture, or b""."""


def window() -> Window:
    """The adapter that the settings name for sign-in."""
    made: Window = import_string(settings.SALERNO_ADAPTERS["sign_in"])()
    return made


def apps() -> list[dict[str, Any]]:
    """The providers of the settings."""
    known: Any = settings.SOCIALACCOUNT_PROVIDERS
    return list(known["openid_connect"]["APPS"])


def hosts() -> list[str]:
    """Where they answer."""
    return [host for one in apps() for host in one["settings"]["hosts"]]


def provider_names() -> dict[str, str]:
    """The providers that people may choose, by id."""
    return {one["provider_id"]: one["name"] for one in apps()}


def nonce_of(state: str) -> str:
    """The nonce that goes with a state; the state alone is in the browser's session."""
    return salted_hmac("salerno.accounts.openid", state, algorithm="sha256").hexdigest()


class Flow(OpenIDConnectOAuth2Adapter):
    """One sign-in at a provider."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Believe the provider's answer, or raise OAuth2Error."""
        said = kwargs["response"].get("id_token")
        if not said:
            raise OAuth2Error("The provider sent no token of identity.")
        known = jwtkit.verify_and_decode(
            credential=said, keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )  # fmt: skip
        nonce = nonce_of(request.GET.get("state", ""))
        if not constant_time_compare(str(known.get("nonce", "")), nonce):
            raise OAuth2Error("The nonce is not the one that was sent.")
        more = self._fetch_user_info(token.token)
        if more.get("sub") != known.get("sub"):
            raise OAuth2Error("The two answers are about two people.")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": known | more})
        login.claims = declared(app, known | more)
        return login


class Provider(OpenIDConnectProvider):
    """A provider of the settings."""

    oauth2_adapter_class = Flow

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing of the answer is stored beside the link."""
        return {}

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Begin. Neither scopes nor parameters are taken from the address."""
        state = secrets.token_urlsafe(24)
        answer: HttpResponse = self.redirect(
            request, "login", state_id=state, scope=self.get_scope(),
            auth_params={"nonce": nonce_of(state)},
        )  # fmt: skip
        return answer


class SocialAdapter(DefaultSocialAccountAdapter):
    """What the library asks of us about accounts elsewhere."""

    def get_requests_session(self) -> Any:
        """The window of the settings, open to the providers' own hosts."""
        return window().session(hosts())

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let a linked account in; anybody else reads first what would be stored."""
        request.session.pop(WAITING, None)
        who: Any = request.user
        if sociallogin.is_existing and not who.is_authenticated:
            return
        if sociallogin.is_existing and sociallogin.user.pk != who.pk:
            words = _("This account elsewhere opens another account here. Unlink it there first.")
            raise Refused(words, status=409)
        where = "devices" if sociallogin.is_existing else "claims"
        if not sociallogin.is_existing:
            request.session[WAITING] = kept(sociallogin.claims)
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse(where)))


def declared(app: Any, said: Mapping[str, Any]) -> Claims:
    """The claims that are declared here; the names of the others are noted, and no value."""
    dropped = tuple(sorted(set(said) - set(rules.CLAIMS) - LEFT_OUT))
    if dropped:
        audit.note("claims dropped", provider=app.provider_id, claims=", ".join(dropped)[:400])
    taken = rules.tidy_claims(said)
    return Claims(
        app.provider_id, app.name, str(said["sub"]), taken["email"].lower(),
        said.get("email_verified") is True and bool(taken["email"]),
        taken["name"], taken["picture"], dropped[:20], tuple(app.settings["scope"]),
    )  # fmt: skip


def kept(claims: Claims) -> dict[str, Any]:
    """Claims as they wait in a session."""
    return {name: getattr(claims, name) for name in Claims.__dataclass_fields__}


def without(claims: Claims, names: tuple[str, ...]) -> Claims:
    """The same without what is not taken."""
    empty: dict[str, Any] = dict.fromkeys(names, "")
    return replace(claims, **empty)


def waiting(request: HttpRequest) -> Claims:
    """The claims that wait in this browser. Raises Refused where there are none."""
    found = request.session.get(WAITING)
    if not isinstance(found, dict):
        words = _("Nothing from an account elsewhere waits here. Begin at the page of sign-in.")
        raise Refused(words, status=404)
    pairs: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in found.items()
    }
    return Claims(**pairs)


def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider. By a form only, so that no link signs anybody in."""
    if provider_id not in provider_names():
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    person: Any = request.user
    if person.is_authenticated:  # to link is to give away a key
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(Flow(request, provider_id))(request)
    except (OSError, KeyError) as error:  # the line to it, or what it says of itself
        words = _("%(name)s does not answer just now. Wait a minute, or sign in another way.")
        raise Refused(words % {"name": provider_names()[provider_id]}, status=503) from error
    return answer


def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider."""
    if provider_id not in provider_names():
        raise Http404
    answer: HttpResponse = OAuth2CallbackView.adapter_view(Flow(request, provider_id))(request)
    return answer
