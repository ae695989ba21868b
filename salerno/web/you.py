"""Views of "Your information": everything held, the copy, the erasure, who received and looked."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from salerno.privacy import audit, clock, disclose, rights
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.receipts import receipt as receipt_of
from salerno.services.accounts import again
from salerno.web import youledger, youlimits, youpage
from salerno.web.youcorrect import corrections

WORD = gettext_lazy("erase")
RECORDS = 100  # on a page; the copy has all


def me() -> int:
    """The subject who looks at their own page."""
    return viewer().subject or 0


@door(RIGHTS, signed_in=True)
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Everything held."""
    headings = rights.holdings(me())
    received, looked = disclose.received(me()), audit.looks_at(me())
    context = {
        "figures": youpage.figures(headings, received, looked),
        "rights": youpage.rights(),
        "tables": youpage.tables(headings, youlimits.flags(me())),
        "plot": youledger.disclosure_plot(received),
        "received": youledger.received_entries(received[:5]),
        "received_count": len(received),
        "looked": youledger.looked_entries(looked[:5]),
        "looked_count": len(looked),
        "items": sum(len(one.holdings) for one in headings),
    }
    return render(request, "you/everything.html", context)


@door(RIGHTS, signed_in=True)
def copy(request: HttpRequest) -> HttpResponse:
    """The page of the copy, and the copy itself on POST."""
    if request.method != "POST":
        return render(request, "you/copy.html")
    name = f"your-information-{clock.today().isoformat()}.zip"
    response = HttpResponse(rights.copy(me(), youpage.told), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door(RIGHTS, signed_in=True)
@require_POST
def portable(request: HttpRequest) -> HttpResponse:
    """What you gave, for another to read."""
    response = JsonResponse(rights.portable_copy(me()), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="what-you-gave.json"'
    return response


@door(RIGHTS, signed_in=True)
@require_safe
def correct(request: HttpRequest) -> HttpResponse:
    """Where each thing is changed, and who was sent it."""
    context = {"corrections": corrections(rights.holdings(me()))}
    return render(request, "you/correct.html", context)


class EraseForm(forms.Form):
    """The two things that only the person can give."""

    word = forms.CharField(label=gettext_lazy("Write the word “erase”"), max_length=20)
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("So that nobody else does this for you."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].required = user.has_usable_password()

    def clean_word(self) -> str:
        """The word, in the language of the page."""
        word = str(self.cleaned_data["word"]).strip().lower()
        if word not in {"erase", str(WORD)}:
            raise forms.ValidationError(_("Write “erase” here, and nothing else."))
        return word

    def clean_password(self) -> str:
        """The password, checked and not kept."""
        given = str(self.cleaned_data.get("password", ""))
        if self.user.has_usable_password() and not check_password(given, self.user.password):
            raise forms.ValidationError(_("This is not your password. Nothing was erased."))
        return ""


@door(RIGHTS, signed_in=True)
def erase(request: HttpRequest) -> HttpResponse:
    """First the plan; then the erasure. Who has no password signs in once more instead."""
    has_password = request.user.has_usable_password()  # type: ignore[union-attr]
    if not has_password and again.is_asked(request):
        return again.ask(request)
    return _erase(request)


def _erase(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        certificate = rights.erase(me(), ground="the person asked, on the page")
        request.session.flush()
        request.session["certificate"] = {
            "number": certificate.number,
            "at": date_format(certificate.at, "j F Y, H:i:s e"),
            "gone": youpage.plan_lines(certificate.plan.goes),
            "kept": youpage.plan_lines((*certificate.plan.stays, *certificate.plan.unnamed)),
        }
        return HttpResponseRedirect("/gone")
    plan = rights.plan_erasure(me())
    context = {
        "form": form,
        "summary": youpage.plan_summary(plan),
        "goes": youpage.plan_lines(plan.goes),
        "stays": youpage.plan_lines((*plan.stays, *plan.unnamed)),
        "holders": youpage.names_of(plan.recipients),
    }
    return render(request, "you/erase.html", context, status=422 if form.errors else 200)


@door(None)
@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """What an erasure did. The certificate is shown once and stored nowhere."""
    certificate = request.session.pop("certificate", None)
    return render(request, "you/gone.html", {"certificate": certificate})


@door(RIGHTS, signed_in=True)
@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Who looked, and what was recorded of each use."""
    context = {
        "entries": youledger.looked_entries(audit.looks_at(me())),
        "records": youledger.uses(audit.records_of(me(), latest=RECORDS)),
        "most": RECORDS,
    }
    return render(request, "you/looked.html", context)


@door(RIGHTS, signed_in=True)
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """One receipt, as a page or as the JSON of ISO/IEC TS 27560."""
    found = receipt_of(me(), number)
    if request.GET.get("as") == "json":
        return JsonResponse(found, json_dumps_params={"indent": 2})
    text = json.dumps(found, indent=2, ensure_ascii=False)
    return render(request, "you/receipt.html", {"number": number, "text": text})


@door(None)
@require_safe
def features(request: HttpRequest) -> HttpResponse:
    """What each use reads."""
    return render(request, "you/features.html", {"features": youpage.features()})
