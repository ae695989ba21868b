"""What the sign-in library asks of us: letters with a purpose, words, secrets sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from salerno.policy import store
from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import handover
from salerno.privacy.sealing import seal, unseal
from salerno.services.accounts.queries import subject_of_address

PURPOSE_HEADER, OWNER_HEADER, LETTER_HEADER = "X-Purpose", "X-Owner", "X-Letter"


class Adapter(DefaultAccountAdapter):
    """Accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The address and the password do not fit together. Check both, and try again."
        ),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def get_from_email(self) -> str:
        """Letters come from the operator's one address."""
        operator = store.pack().policy.operator
        return f"{operator.name} <{operator.email}>"

    def format_email_subject(self, subject: str) -> str:
        """No prefix: the sender's name says who writes."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter that names its purpose and whom it is about."""
        operator = store.pack().policy.operator
        known = {"request": self.request, "email": email, "operator": operator, **context}
        message = self.render_mail(template_prefix, email, known)
        user = context.get("user")
        owner = user.pk if user is not None else subject_of_address(email)
        if owner is None:
            return
        message.extra_headers |= {
            PURPOSE_HEADER: CORRESPONDENCE.id,
            OWNER_HEADER: str(owner),
            LETTER_HEADER: template_prefix.rpartition("/")[2],
        }
        with handover(CORRESPONDENCE, ground=f"letter: {message.extra_headers[LETTER_HEADER]}"):
            message.send()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After signing in: your information."""
        return "/you"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a new password: the list of devices."""
        return reverse("devices")

    def is_safe_url(self, url: str) -> bool:
        """Whether to go on to an address after signing in; one that is none is not safe."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> Any:
        """A paused account may be woken by a letter."""
        return super().respond_user_inactive(request, user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: what is stored of them is sealed."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name that an authenticator shows."""
        return store.pack().policy.operator.name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who a passkey is for."""
        host = self.request.get_host().partition(":")[0]
        return {"id": host, "name": store.pack().policy.operator.name}
