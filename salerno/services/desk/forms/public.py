"""What anybody fills: ask, write again, show a paper, put a statement beside something."""

from __future__ import annotations

import secrets
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.desk.clauses import (
    ASKING,
    CONTACT,
    PAPER,
    PROOF,
    STATEMENT,
    STATING,
    WORDS,
)
from salerno.services.desk.formats.paper import MOST_BYTES, kind_of
from salerno.services.desk.values import (
    AskerWord,
    DestinationWord,
    FormatWord,
    KindWord,
    NewCase,
)

_LEFT_OUT = frozenset({"child"})  # it has a form of its own, for everybody


def fresh() -> str:
    """The key of a form: sent twice, it opens one case."""
    return secrets.token_urlsafe(18)


def once() -> forms.CharField:
    """The hidden field of that key."""
    return forms.CharField(
        widget=forms.HiddenInput, required=False, initial=fresh, min_length=20, max_length=32
    )


class ContactForm(DeclaredForm):
    """Ask us, without an account or signed out."""

    point = ASKING
    once = once()
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"))
    words = forms.CharField(
        label=gettext_lazy("What you ask"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=gettext_lazy("Send no number of a card or passport."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The answer goes there. We write once to see that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    country = forms.ChoiceField(label=gettext_lazy("Country you live in"))
    asker = forms.ChoiceField(label=gettext_lazy("For whom you ask"), choices=AskerWord.choices)
    behalf = forms.CharField(
        label=gettext_lazy("If not for yourself: for whom"), max_length=200, required=False
    )
    fields_of = MappingProxyType(
        {"words": WORDS, "email": CONTACT, "name": CONTACT, "country": CONTACT, "behalf": CONTACT}
    )
    controls = frozenset({"kind", "asker", "once"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [one for one in KindWord.choices if one[0] not in _LEFT_OUT]
        country: Any = self.fields["country"]
        country.choices = [("", _("No answer")), *shown_countries()]
        asker: Any = self.fields["asker"]
        asker.initial = AskerWord.SELF

    def needs(self, name: str) -> bool:
        """An answer needs an address; a name and a country may be left."""
        return name in ("words", "email")

    def clean(self) -> dict[str, Any]:
        """Who asks for somebody else says for whom."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("asker") not in (None, AskerWord.SELF) and not given.get("behalf"):
            self.add_error("behalf", _("Say for whom you ask."))
        return given

    def new(self) -> NewCase:
        """The request."""
        given = self.cleaned_data
        names = ("kind", "words", "email", "name", "country", "asker", "behalf", "once")
        return NewCase(channel="page", **{one: given[one] for one in names})


class AskForm(DeclaredForm):
    """Ask us, signed in: what, how much of it, in which form, and to whom it goes."""

    point = ASKING
    once = once()
    kind = forms.ChoiceField(label=gettext_lazy("What you ask for"))
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    scope = forms.CharField(
        label=gettext_lazy("Which data, or which use of it"),
        max_length=400,
        help_text=gettext_lazy("Left empty: all of it."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("As what, if it is data"), choices=FormatWord.choices, initial="zip"
    )
    destination = forms.ChoiceField(
        label=gettext_lazy("To whom it goes"), choices=DestinationWord.choices, initial="self"
    )
    recipient = forms.CharField(
        label=gettext_lazy("If to somebody else: name and address"), max_length=200
    )
    password = forms.CharField(
        label=gettext_lazy("If to somebody else: your password"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    fields_of = MappingProxyType({"words": WORDS, "scope": WORDS, "recipient": WORDS})
    parts = frozenset({"scope", "recipient"})
    controls = frozenset({"kind", "format", "destination", "password", "once"})

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        kind: Any = self.fields["kind"]
        kind.choices = [one for one in KindWord.choices if one[0] not in _LEFT_OUT]

    def clean(self) -> dict[str, Any]:
        """What goes elsewhere names its receiver, and is asked for with the password."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("destination") == DestinationWord.OTHER:
            if given.get("kind") != KindWord.PORTABILITY:
                self.add_error("destination", _("Only data that you take elsewhere goes there."))
            if not given.get("recipient"):
                self.add_error("recipient", _("Say who receives it, and where."))
            known = self.user is not None and self.user.check_password(given.get("password", ""))
            if not known:
                self.add_error("password", _("This is not your password. Nothing was sent."))
        return given

    def new(self, *, email: str, country: str = "") -> NewCase:
        """The request; the proof is what the page itself has seen."""
        given = self.cleaned_data
        again = given["destination"] == DestinationWord.OTHER
        names = ("kind", "words", "scope", "format", "destination", "recipient", "once")
        return NewCase(
            channel="page", email=email, country=country, proof=3 if again else 2,
            **{one: given[one] for one in names},
        )  # fmt: skip


class MoreForm(DeclaredForm):
    """Write again about a request."""

    point = ASKING
    words = forms.CharField(
        label=gettext_lazy("Write again"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    fields_of = MappingProxyType({"words": WORDS})
    controls = frozenset({"do"})


class StatementForm(DeclaredForm):
    """A statement beside what was not corrected."""

    point = STATING
    statement = forms.CharField(
        label=gettext_lazy("Your statement"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    fields_of = MappingProxyType({"statement": STATEMENT})
    controls = frozenset({"do"})


class AppealForm(DeclaredForm):
    """Say why an answer is wrong."""

    point = ASKING
    why = forms.CharField(
        label=gettext_lazy("Why you think so"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=gettext_lazy("Somebody who did not answer it before looks at it."),
    )
    fields_of = MappingProxyType({"why": WORDS})
    controls = frozenset({"do"})

    def needs(self, name: str) -> bool:
        """Somebody else has to know what to look at."""
        return True


class PaperForm(DeclaredForm):
    """A paper that shows who somebody is."""

    point = PAPER
    paper = forms.FileField(
        label=gettext_lazy("A paper that shows who you are"),
        help_text=gettext_lazy(
            "PDF, JPEG or PNG, up to 8 MB. Cover what it does not need: photograph, number."
        ),
    )
    fields_of = MappingProxyType({"paper": PROOF})
    controls = frozenset({"do"})

    def clean_paper(self) -> Any:
        """A file that is what it says, and not too large."""
        file = self.cleaned_data["paper"]
        if file is None:
            raise forms.ValidationError(_("Choose a file first."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 8 MB."))
        if not kind_of(file.read(16)):
            raise forms.ValidationError(_("This is no PDF, JPEG or PNG."))
        file.seek(0)
        return file
