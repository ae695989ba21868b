"""Too young: a registration ends, and nothing stays but a sealed mark for a day."""

from __future__ import annotations

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.sealing import seal, unseal
from salerno.services.accounts import actions, rules
from salerno.services.accounts.actions.guardians import read_program
from salerno.services.accounts.clauses import AGE_POINT
from salerno.services.accounts.foreign import AGE_MARK
from salerno.services.accounts.forms.minors import AgeForm
from salerno.services.accounts.forms.register import least_age
from salerno.services.accounts.values import Program

DAY = timedelta(days=1)


def program_of(request: HttpRequest) -> Program | None:
    """The program whose link led here, if one did. Raises Refused for a link not of ours."""
    link = request.POST.get("program") or request.GET.get("program")
    return read_program(link) if link else None


def check_not_barred(request: HttpRequest, program: Program | None) -> None:
    """Raises Refused where this browser gave an answer that was too young, within a day."""
    try:
        failed = int(unseal(request.COOKIES.get(AGE_MARK, ""), DAY))
    except (InvalidToken, ValueError):
        return
    if rules.is_barred(failed, least_age(), program.min_age if program else None):
        raise Refused(_("You answered before, and the answer stands. Nothing was stored."))


def too_young(request: HttpRequest, failed: int) -> HttpResponse:
    """End it. The mark says which age was not reached, and no date."""
    answer = render(request, "accounts/too_young.html", status=403)
    answer.set_cookie(
        AGE_MARK, seal(str(failed)), max_age=DAY, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@door(ACCOUNT, collects=AGE_POINT, signed_in=True)
def age(request: HttpRequest) -> HttpResponse:
    """Say one's age again: it can only protect more."""
    form = AgeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if actions.change_age(by=viewer(), said=form.answer()):
            request.session.flush()
            return too_young(request, rules.CHILD)
        return HttpResponseRedirect("?kept=1")
    page = {
        "form": form, "title": _("Your age"), "kept": request.GET.get("kept") == "1",
        "lead": _("Under 18 you are protected more. From 18 on you can end that here."),
    }  # fmt: skip
    return render(request, "accounts/one_form.html", page, status=422 if form.errors else 200)
