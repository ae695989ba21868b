"""Accounts elsewhere: linked after a yes that is on record, unlinked at any time but the last."""

from __future__ import annotations

from typing import Protocol

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import choices
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.clauses import CLAIMS_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.values import Claims


class Photographs(Protocol):
    """Where a picture goes that a provider gave: another room of this floor keeps it."""

    def keep(self, by: Viewer, content: bytes, source: str) -> bool:
        """Keep it for the viewer alone; False where it is no picture."""

    def remove(self, by: Viewer, source: str) -> bool:
        """Take it away where it is still the one from this source."""


photographs: list[Photographs] = []
"""At most one, which the door registers."""


@action(ACCOUNT, collects=CLAIMS_POINT)
def link(*, by: Viewer, claims: Claims) -> str:
    """Let an account elsewhere open the viewer's own; the receipt of the yes."""
    open_act().source = source_of(claims.provider_name)
    with handover(AUTHENTICATE, ground="an account elsewhere is linked"):
        taken = SocialAccount.objects.filter(provider=claims.provider, uid=claims.uid)
        if taken.exists():
            raise Refused(_("This account elsewhere is linked already."), status=409)
        write_link_row(by.known, claims)
    return agree_to_link(by.known, claims)


def write_link_row(subject: int, claims: Claims) -> None:
    """The link itself: which provider, and its number for the person. Inside AUTHENTICATE."""
    SocialAccount.objects.create(user_id=subject, provider=claims.provider, uid=claims.uid)


def agree_to_link(subject: int, claims: Claims) -> str:
    """Write down the yes: provider, scopes, what is taken, under the text's version."""
    text = _("Sign in with %(provider)s. It was asked for: %(scopes)s. We keep: %(kept)s.") % {
        "provider": claims.provider_name,
        "scopes": " ".join(claims.scopes),
        "kept": ", ".join(taken_words(claims)),
    }
    words = choices.Words("link", text)
    question = choices.Question(topic_of(claims.provider), ChoiceForm.OPT_IN, words)
    return choices.choose(subject, question, choices.State.GIVEN, point=CLAIMS_POINT)


def taken_words(claims: Claims) -> list[str]:
    """What is kept of the claims, by the names that the provider gives them."""
    said = (("sub", claims.uid), ("email", claims.email), ("name", claims.name))
    return [*(name for name, value in said if value), *(["picture"] if claims.picture else [])]


def topic_of(provider: str) -> str:
    """What a yes to a provider is about."""
    return f"link.{provider}"


def source_of(provider_name: str) -> str:
    """Where a value came from, as its collection event says it."""
    return f"provider: {provider_name}"


@action(ACCOUNT)
def unlink(*, by: Viewer, link_id: int, provider_name: str) -> None:
    """End a link, and take away what came with it and nothing else keeps.

    Raises Refused (409) where nothing else opens the account.
    """
    with handover(AUTHENTICATE, ground="an account elsewhere is unlinked"):
        own = SocialAccount.objects.filter(user_id=by.known)
        row = own.filter(pk=link_id).first()
        if row is None:
            raise Refused(_("There is no such link of yours."), status=404)
        if not has_other_way(by.known, link_id):
            raise Refused(
                _("Nothing else opens your account. Set a password or a passkey, then unlink."),
                status=409,
            )
        own.filter(pk=link_id).delete()
    topic = topic_of(row.provider)
    if choices.is_given(by.known, topic):
        choices.withdraw(by.known, topic)
    for one in photographs:
        one.remove(by, source_of(provider_name))


def has_other_way(subject: int, link_id: int) -> bool:
    """Whether a password, a passkey or another link opens the account. Inside AUTHENTICATE."""
    keys = Authenticator.objects.filter(user_id=subject, type=Authenticator.Type.WEBAUTHN)
    others = SocialAccount.objects.filter(user_id=subject).exclude(pk=link_id)
    return User.objects.get(pk=subject).has_usable_password() or keys.exists() or others.exists()
