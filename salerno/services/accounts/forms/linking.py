"""What an account that begins elsewhere still has to be asked."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from salerno.services.accounts.forms.register import NO_ACCOUNT, RegistrationForm
from salerno.services.accounts.values import Claims


class ClaimsForm(RegistrationForm):
    """An account from what a provider said: only what it did not say is asked here."""

    picture = forms.BooleanField(
        label=gettext_lazy("Take the photograph as well. Only you see it until you show it."),
        required=False,
    )
    controls = RegistrationForm.controls | {"picture"}
    if_left = MappingProxyType(
        {**RegistrationForm.if_left, **dict.fromkeys(("email", "name"), NO_ACCOUNT)}
    )

    def __init__(self, *args: Any, claims: Claims | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = claims
        del self.fields["password"]
        said = (claims.email, claims.name) if claims else ("", "")
        for name, value in zip(("email", "name"), said, strict=True):
            if value:
                del self.fields[name]
        if claims is None or not claims.picture:
            del self.fields["picture"]

    def takes_picture(self) -> bool:
        """Whether the photograph is wanted too."""
        return bool(self.cleaned_data.get("picture"))

    def given(self) -> dict[str, Any]:
        """What the provider said; a photograph that is not wanted was not said."""
        claims = self.claims
        if claims is None:
            return super().given()
        if not self.takes_picture():
            claims = replace(claims, picture="")
        asked = self.cleaned_data.get("email")
        if asked:
            claims = replace(claims, email=str(asked).lower(), email_is_verified=False)
        said = {"email": claims.email, "name": claims.name, "claims": claims}
        return super().given() | said
