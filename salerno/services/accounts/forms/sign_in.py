"""Signing in, another address, and the proof that another account is one's own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, LoginForm
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.services.accounts.links import write_link


class SignInForm(LoginForm):
    """Address and password, and whether this browser is remembered, and for how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = settings.SESSION_COOKIE_AGE // 86_400
        said = ngettext(
            "Stay signed in on this device for %(n)d day",
            "Stay signed in on this device for %(n)d days",
            days,
        )
        self.fields["remember"].label = said % {"n": days}
        self.fields["remember"].help_text = _("Otherwise until the browser closes.")
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChangeEmailForm(AddEmailForm):
    """A new address: first the old one is asked, then the new one."""

    def save(self, request: HttpRequest) -> EmailAddress:
        """Write to the old address; nothing changes before it agrees."""
        wanted: str = self.cleaned_data["email"]
        adapter = get_adapter()
        link = write_link("email", {"to": wanted, "subject": request.user.pk})
        url = request.build_absolute_uri(f"/you/email/agree/{link}")
        old = str(self.user.email) if self.user else ""
        context = {"user": request.user, "new_email": wanted, "agree_url": url}
        adapter.send_mail("account/email/email_change_asked", old, context)
        return EmailAddress(email=wanted)


class MergeForm(forms.Form):
    """The proof that another account is the same person's. Nothing of it is stored."""

    email = forms.EmailField(
        label=gettext_lazy("The address of the other account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Its password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("So that nobody takes over the account of another."),
    )
