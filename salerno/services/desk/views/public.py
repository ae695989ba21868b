"""Asking, and how a request stands: for anybody, by its secret address, and signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.forms import DeclaredForm
from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import queries as accounts
from salerno.services.desk import actions, queries
from salerno.services.desk.clauses import ASKING, PAPER
from salerno.services.desk.formats.paper import kind_of
from salerno.services.desk.forms.public import (
    AppealForm,
    AskForm,
    ContactForm,
    MoreForm,
    PaperForm,
    StatementForm,
)
from salerno.services.desk.views import tables


@door(DESK, collects=ASKING)
def write(request: HttpRequest) -> HttpResponse:
    """The contact form. Each sending opens a case, and the answer says the same to everybody."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask(by=viewer(), new=form.new(), base=request.build_absolute_uri("/")[:-1])
        return HttpResponseRedirect(reverse("desk:written"))
    return render(request, "desk/write.html", {"form": form}, status=422 if form.errors else 200)


@door(None)
@require_safe
def written(request: HttpRequest) -> HttpResponse:
    """It is here. Nothing of it stands in the address."""
    return render(request, "desk/written.html")


@door(ACCOUNT, signed_in=True)
def requests(request: HttpRequest) -> HttpResponse:
    """The viewer's own requests, and the form for a new one."""
    form = AskForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        new = form.new(email=accounts.own_email(), country=accounts.own_country())
        with handover(DESK, ground="the person asks"):
            opened = actions.ask(by=viewer(), new=new, base=request.build_absolute_uri("/")[:-1])
        return HttpResponseRedirect(reverse("desk:status", args=[opened.key]))
    page = {
        "form": form,
        "table": tables.own(queries.own_cases()),
        "statements": queries.kept_statements(),
    }
    return render(request, "desk/requests.html", page, status=422 if form.errors else 200)


@door(DESK, collects=ASKING)
def status(request: HttpRequest, key: str) -> HttpResponse:
    """How a request stands, for whoever has its address; writing again, a statement, an appeal."""
    found = queries.case_at(key, viewer())
    if found is None:
        raise Http404
    said = request.POST.get("do", "")
    made = {
        name: form(request.POST if name == said else None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
    sent = made.get(said)
    if said in PRESSED or (sent is not None and sent.is_valid()):
        STEPS[said](key, sent.cleaned_data if sent is not None else {})
        return HttpResponseRedirect(request.path)
    page = {"case": found, "paper": PaperForm()} | made
    status = 422 if sent is not None and sent.errors else 200
    answer = render(request, "desk/status.html", page, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


FORMS: dict[str, type[DeclaredForm]] = {
    "more": MoreForm, "statement": StatementForm, "appeal": AppealForm,
}  # fmt: skip
PRESSED = frozenset({"hearing", "agree", "disown"})
STEPS: dict[str, Callable[[str, dict[str, str]], object]] = {
    "more": lambda key, given: actions.say_more(by=viewer(), key=key, words=given["words"]),
    "statement": lambda key, given: actions.put_statement(
        by=viewer(), key=key, words=given["statement"]
    ),
    "appeal": lambda key, given: actions.appeal(by=viewer(), key=key, words=given["why"]),
    "hearing": lambda key, _given: actions.ask_hearing(by=viewer(), key=key),
    "agree": lambda key, _given: actions.own_agent(by=viewer(), key=key),
    "disown": lambda key, _given: actions.disown_agent(by=viewer(), key=key),
}


@door(DESK, collects=PAPER)
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """Hand in a paper."""
    found = queries.case_at(key)
    if found is None:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["paper"].read()
        actions.hand_in_paper(
            by=viewer(), key=key, content=content, extension=kind_of(content[:16])
        )
        return HttpResponseRedirect(reverse("desk:status", args=[key]))
    page = {"case": found, "paper": form}
    return render(request, "desk/paper.html", page, status=422 if form.errors else 200)


@door(DESK, collects=ASKING)
def confirm(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The link of the first letter: a page with a button, which only a person presses."""
    if request.method == "POST":
        actions.confirm(by=viewer(), key=key, token=token)
        return HttpResponseRedirect(reverse("desk:status", args=[key]))
    if queries.case_at(key) is None:
        raise Refused(_("This link does not hold any more. Ask again."), status=404)
    answer = render(request, "desk/confirm.html")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@door(DESK)
@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """How often the law asked, and how often something was given."""
    return render(
        request, "desk/transparency.html", {"table": tables.totals(queries.transparency())}
    )
