"""A guardian is asked, answers, looks and ends it; the child sees where it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import rights
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE, RIGHTS
from salerno.services.accounts import actions, queries, rules
from salerno.services.accounts.actions.guardians import guardian_line, read_program
from salerno.services.accounts.clauses import GUARDIAN_POINT
from salerno.services.accounts.forms.minors import GuardianForm
from salerno.services.accounts.values import Consent, GuardianLine

ANSWERS = {
    "approve": Consent.APPROVED, "decline": Consent.DECLINED, "withdraw": Consent.WITHDRAWN,
}  # fmt: skip


@door(ACCOUNT, signed_in=True)
@require_safe
def guardians(request: HttpRequest) -> HttpResponse:
    """Whom the viewer asked, and what they answered."""
    page = {"lines": queries.own_guardians(), "days": rules.GUARDIAN_DAYS}
    return render(request, "accounts/guardians.html", page)


@door(ACCOUNT, collects=GUARDIAN_POINT, signed_in=True)
def ask_guardian(request: HttpRequest) -> HttpResponse:
    """Name a guardian for one program; its page led here."""
    link = request.POST.get("program") or request.GET.get("program", "")
    program = read_program(link)
    form = GuardianForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_guardian(
            by=viewer(), program=program, email=form.cleaned_data["email"],
            link_to=lambda text: request.build_absolute_uri(f"/guardian/{text}"),
        )  # fmt: skip
        return HttpResponseRedirect("/you/guardian")
    page = {"form": form, "program": program, "link": link, "days": rules.GUARDIAN_DAYS}
    return render(request, "accounts/ask_guardian.html", page, status=422 if form.errors else 200)


@door(AUTHENTICATE, collects=GUARDIAN_POINT)
def guardian(request: HttpRequest, link: str) -> HttpResponse:
    """What the guardian is asked, what is held of the child, and the answer."""
    line = guardian_line(link)
    if request.method == "POST":
        _answer(request, line)
        return HttpResponseRedirect(request.path)
    with handover(RIGHTS, ground="the guardian looks", viewer=Viewer.person(line.child)):
        headings = rights.holdings(line.child)
    held = [(one.clause.title, one.count) for each in headings for one in each.holdings]
    page = {"line": line, "held": held, "days": rules.GUARDIAN_DAYS, "link": link}
    return render(request, "accounts/guardian.html", page)


def _answer(request: HttpRequest, line: GuardianLine) -> None:
    state = ANSWERS.get(request.POST.get("do", ""))
    if state is None:
        raise Refused(_("Approve, decline or withdraw. Nothing was changed."), status=400)
    if state is Consent.APPROVED and request.POST.get("is_guardian") != "on":
        raise Refused(
            _("Say that you are the parent or guardian. Nothing was changed."), status=422
        )
    actions.answer_for_child(by=viewer(), line=line, state=state)
