"""The page of a reader: what advertising does here, the switch, and the list of interests."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.adverts import actions, queries
from salerno.services.adverts.clauses import INTERESTS_POINT
from salerno.services.adverts.forms import InterestForm
from salerno.services.adverts.views import asking


@door(ACCOUNT)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What advertising does here, and the switch."""
    return _page(request, InterestForm())


def _page(request: HttpRequest, form: InterestForm, status: int = 200) -> HttpResponse:
    me = viewer().subject
    context = {
        "is_offered": queries.is_offered(),
        "may_choose": queries.may_choose(),
        "is_tailored": asking.is_tailored(request, viewer()),
        "has_signal": asking.has_signal(request),
        "interests": queries.interests(me) if me is not None else [],
        "vendors": queries.vendors().values(),
        "industry": store.pack().destinations.get("advertising_choices"),
        "form": form,
    }
    return render(request, "adverts/choices.html", context, status=status)


@door(ACCOUNT, collects=INTERESTS_POINT)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Let advertising be chosen, or not: for the account where there is one, and this device."""
    said = request.POST.get("chosen", "")
    if said not in {asking.YES, asking.NO}:
        raise Refused(_("The answer is yes or no. Nothing was stored."), status=400)
    if not queries.may_choose():
        raise Refused(_("Nothing is chosen here by who reads, so there is nothing to switch."))
    if viewer().subject is not None:
        actions.set_tailoring(by=viewer(), is_wanted=said == asking.YES)
    answer = HttpResponseRedirect(reverse("adverts:choices"))
    answer.set_cookie(
        asking.ANSWER, said, max_age=asking.ANSWER_AGE, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    if said == asking.NO:
        answer.delete_cookie(asking.COUNT)
    messages.success(request, _("Saved. It holds from now on."))
    return answer


@door(ACCOUNT, collects=INTERESTS_POINT, signed_in=True)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a subject on one's own list."""
    form = InterestForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.add_interest(by=viewer(), subject=form.cleaned_data["subject"])
    return HttpResponseRedirect(reverse("adverts:choices") + "#interests")


@door(ACCOUNT, signed_in=True)
@require_POST
def drop(request: HttpRequest, interest_id: int) -> HttpResponse:
    """Take a line off one's own list."""
    actions.drop_interest(by=viewer(), interest_id=interest_id)
    return HttpResponseRedirect(reverse("adverts:choices") + "#interests")


@door(ACCOUNT, signed_in=True)
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Empty one's own list."""
    actions.clear_interests(by=viewer())
    messages.success(request, _("Your list is empty."))
    return HttpResponseRedirect(reverse("adverts:choices") + "#interests")


@door(None)
@require_safe
def sellers(request: HttpRequest) -> HttpResponse:
    """Who may sell our places: ourselves, and the vendors that the policy names. IAB ads.txt."""
    lines = [f"# {in_force().pack}: places are sold by ourselves"]
    lines += [
        f"{one.tag.removeprefix('https://')}, {name}, DIRECT"
        for name, one in queries.vendors().items()
    ]
    text = "\n".join((*lines, ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
