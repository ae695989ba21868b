"""Making an account, and declining to."""

from __future__ import annotations

from allauth.account.internal.flows.signup import complete_signup, prevent_enumeration
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions
from salerno.services.accounts.actions.register import asked_purposes
from salerno.services.accounts.actions.transfer import transfer_words
from salerno.services.accounts.clauses import ACCEPTANCE_POINT, REGISTRATION
from salerno.services.accounts.forms.register import RegistrationForm
from salerno.services.accounts.models import User
from salerno.services.accounts.rules import is_number
from salerno.services.accounts.views.ages import check_not_barred, program_of, too_young


def versions() -> dict[str, int]:
    now = store.pack()
    return {
        "terms_version": now.documents["terms"].version,
        "policy_version": now.policy.version,
    }


@door(ACCOUNT, collects=REGISTRATION)
@sensitive_post_parameters("password")
def register(request: HttpRequest) -> HttpResponse:
    """The form, and what follows it."""
    if request.POST.get("do") == "decline":
        return HttpResponseRedirect("/register/declined")
    program = program_of(request)
    check_not_barred(request, program)
    form = RegistrationForm(request.POST or None, request.FILES or None, initial=versions())
    form.for_program = program
    if request.method == "POST" and form.is_valid():
        if failed := form.failed_age():
            return too_young(request, failed)
        subject = actions.register(by=viewer(), new=form.account())
        return confirm(request, subject, form.cleaned_data["email"])
    page = {"form": form, "asked": asked(), "program": program, "link": request.GET.get("program")}
    return render(request, "accounts/register.html", page, status=422 if form.errors else 200)


def asked() -> list[dict[str, str]]:
    """What is asked use by use, in the words of the pack."""
    ruled = in_force().purposes
    return [
        {"id": one.id, "text": ruled[one.id].ask or ruled[one.id].text} for one in asked_purposes()
    ]


def confirm(request: HttpRequest, subject: int | None, email: str) -> HttpResponse:
    """Write to the address. A known one gets another letter, and the page is the same."""
    with handover(AUTHENTICATE, ground="confirm the address"):
        answer: HttpResponse
        if subject is None:
            answer = prevent_enumeration(request, email=email)
        else:
            answer = complete_signup(request, user=User.objects.get(pk=subject))
        return answer


@door(None)
@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    """Nothing was kept."""
    return render(request, "accounts/declined.html")


@door(ACCOUNT, collects=ACCEPTANCE_POINT, signed_in=True)
def accept(request: HttpRequest) -> HttpResponse:
    """Accept new terms, or leave: closing the account needs no acceptance."""
    if request.method == "POST":
        given = [request.POST.get(one, "") for one in ("terms_version", "policy_version")]
        terms, policy = (int(one) if is_number(one) else 0 for one in given)
        actions.accept(by=viewer(), terms_version=terms, policy_version=policy)
        return HttpResponseRedirect("/you")
    page = {**versions(), "transfer": transfer_words()}
    return render(request, "accounts/accept.html", page)
