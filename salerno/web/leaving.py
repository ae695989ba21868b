"""Closing an account with a return key, and coming back with it.

The key is on the page that answers the form and nowhere else: in no row, no letter, no log and
no session.
"""

from __future__ import annotations

from django import forms
from django.contrib.auth import logout
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.rights import vault
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import again
from salerno.web import limits, youpage
from salerno.web.requests import known
from salerno.web.you import EraseForm, me

MOST_WRONG = 5  # keys that open nothing, from one address within the window of ``limits``
CLOSE_WORD = gettext_lazy("close")


class CloseForm(EraseForm):
    """The word and the password, as for an erasure."""

    word = forms.CharField(label=gettext_lazy("Write the word “close”"), max_length=20)

    def clean_word(self) -> str:
        """The word, in the language of the page."""
        word = str(self.cleaned_data["word"]).strip().lower()
        if word not in {"close", str(CLOSE_WORD)}:
            raise forms.ValidationError(_("Write “close” here, and nothing else."))
        return word


@door(RIGHTS, signed_in=True)
def close(request: HttpRequest) -> HttpResponse:
    """What a return key is; then the key. Who has no password signs in once more instead."""
    has_password = request.user.has_usable_password()  # type: ignore[union-attr]
    if not has_password and again.is_asked(request):
        return again.ask(request)
    return _close(request)


def _close(request: HttpRequest) -> HttpResponse:
    words = vault.why_not(me())
    form = CloseForm(request.POST or None, user=request.user)
    if request.method == "POST" and not words and form.is_valid():
        with transaction.atomic():
            with handover(ACCOUNT, ground="the account is closed with a return key"):
                accounts.end_all_sessions(by=viewer())
            closed = vault.close(me(), ground="the person asked, on the page")
        logout(request)
        known(request).viewer = Viewer.visitor()  # the page knows nobody any more
        return render(request, "you/closed.html", {"closed": closed})
    plan = rights.plan_erasure(me())
    context = {
        "form": form,
        "why_not": words,
        "until": clock.now() + vault.term(),
        "stays": youpage.plan_lines((*plan.stays, *plan.unnamed)),
    }
    status = 409 if words and request.method == "POST" else 422 if form.errors else 200
    return render(request, "you/close.html", context, status=status)


class ReturnForm(forms.Form):
    """The key, and what is to be done with it."""

    key = forms.CharField(
        label=gettext_lazy("Your return key"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("Eight groups of four. Small letters and spaces do not matter."),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=(
            ("back", gettext_lazy("Bring everything back")),
            ("destroy", gettext_lazy("Destroy it now, for good")),
        ),
        initial="back",
        widget=forms.RadioSelect,
    )


@door(None)
def come_back(request: HttpRequest) -> HttpResponse:
    """The key opens what was put away, or lets nothing be left of it."""
    form = ReturnForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "you/return.html", {"form": form}, status=status)
    _check_tries(request)
    destroys = form.cleaned_data["what"] == "destroy"
    key = str(form.cleaned_data["key"])
    found = vault.destroy(key) if destroys else vault.come_back(key)
    if found is None:
        _count_wrong(request)
        form.add_error("key", _("This key opens nothing here."))
        return render(request, "you/return.html", {"form": form}, status=422)
    gone = found if isinstance(found, vault.Destroyed) else None
    return render(request, "you/returned.html", {"gone": gone})


def _tries(request: HttpRequest) -> str:
    slot = int(clock.now().timestamp() // limits.WINDOW.total_seconds())
    return f"return:{slot}:{limits.address_digest(request)}"


def _check_tries(request: HttpRequest) -> None:
    """Raises TooOften where an address has tried too many keys."""
    if int(cache.get(_tries(request), 0)) >= MOST_WRONG:
        raise limits.TooOften(_("Too many keys were tried. Wait ten minutes and try again."))


def _count_wrong(request: HttpRequest) -> None:
    key = _tries(request)
    cache.add(key, 0, timeout=limits.WINDOW.total_seconds())
    try:
        cache.incr(key)
    except ValueError:  # the entry was evicted between the two
        return
