"""A person's own affiliations, and the desk where institutions are looked after."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open
from salerno.services.institutions import actions, queries
from salerno.services.institutions.clauses import ANSWER_POINT, APPOINTMENT_POINT, CLAIM_POINT
from salerno.services.institutions.forms import ClaimForm, LeaverForm, OrganisationForm, ReaderForm
from salerno.services.institutions.values import Post, Source

ANSWERS = {"confirm": actions.confirm, "leave": actions.leave}


@door(ACCOUNT, collects=ANSWER_POINT, signed_in=True)
def affiliations(request: HttpRequest) -> HttpResponse:
    """Where the viewer belongs, and whether anything may be reported there."""
    if not queries.belonging_is_offered():
        raise Http404
    if request.method == "POST":
        _answer(request)
        return HttpResponseRedirect(request.path)
    me = viewer().known
    page = {
        "lines": queries.own_affiliations(),
        "administered": queries.administered(me),
        "has_reports": queries.reports_are_offered(),
        "is_reported": is_open(me, INSTITUTION_REPORTS),
        "ask": in_force().purpose(INSTITUTION_REPORTS.id).ask,
    }
    return render(request, "institutions/affiliations.html", page)


def _answer(request: HttpRequest) -> None:
    """Do what one button says. Raises Refused (400) for anything else."""
    pressed, which = request.POST.get("do", ""), request.POST.get("affiliation", "")
    if pressed in ("report", "keep"):
        actions.let_report(by=viewer(), is_given=pressed == "report")
    elif pressed in ANSWERS and which.isascii() and which.isdigit() and len(which) < 19:
        ANSWERS[pressed](by=viewer(), affiliation=int(which))
    else:
        raise Refused(_("There is no such answer. Nothing was changed."), status=400)


@door(AUTHENTICATE, collects=APPOINTMENT_POINT, role="admin")
def desk(request: HttpRequest) -> HttpResponse:
    """The partners, with how many stand where; a post adds one."""
    if not queries.belonging_is_offered():
        raise Http404
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.organisation()
        actions.add_organisation(by=viewer(), new=new)
        return HttpResponseRedirect(f"{request.path}/{new.slug}")
    page = {"form": form, "tallies": queries.tallies()}
    return render(request, "institutions/desk.html", page, status=422 if form.errors else 200)


@door(AUTHENTICATE, collects=CLAIM_POINT, role="admin")
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner: who it says belongs to it is written down here, one by one."""
    found = queries.organisation_at(slug) if queries.belonging_is_offered() else None
    if found is None:
        raise Http404
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.affiliate(by=viewer(), slug=slug, source=Source.DESK, **form.cleaned_data)
        return HttpResponseRedirect(f"{request.path}?kept=1")
    page = {"form": form, "readers": ReaderForm(), "body": found, "kept": "kept" in request.GET}
    return render(request, "institutions/body.html", page, status=422 if form.errors else 200)


@door(AUTHENTICATE, collects=APPOINTMENT_POINT, role="admin")
def readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoint or dismiss who looks after a partner."""
    found = queries.organisation_at(slug) if queries.belonging_is_offered() else None
    if found is None:
        raise Http404
    form = ReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_end = request.POST.get("do") == "dismiss"
        if is_end:
            address = form.cleaned_data["email"]
            actions.dismiss_administrator(by=viewer(), slug=slug, email=address)
        else:
            actions.appoint_administrator(by=viewer(), slug=slug, new=form.appointment())
        return HttpResponseRedirect(f"/desk/institutions/{slug}?kept=1")
    page = {"form": ClaimForm(), "readers": form, "body": found}
    return render(request, "institutions/body.html", page, status=422 if form.errors else 200)


def _mine(slug: str) -> Post:
    mine = queries.posts(viewer().known) if queries.belonging_is_offered() else []
    found = next((one for one in mine if one.organisation.slug == slug), None)
    if found is None:
        raise Http404
    return found


@door(ACCOUNT, collects=CLAIM_POINT, signed_in=True)
def account(request: HttpRequest, slug: str) -> HttpResponse:
    """An institution as those who look after it: figures, bills, seats; a post asks somebody."""
    post, form = _mine(slug), ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        base = request.build_absolute_uri("/")[:-1]
        actions.invite(by=viewer(), slug=slug, new=form.invite(), base=base)
        messages.success(request, _("Done. Whoever signs in with that address finds the question."))
        return HttpResponseRedirect(request.path)
    page = {
        "post": post, "body": post.organisation, "form": form, "leaver": LeaverForm(),
        "cohorts": queries.cohorts(post), "has_reports": queries.reports_are_offered(),
    }  # fmt: skip
    return render(request, "institutions/account.html", page, status=422 if form.errors else 200)


@door(ACCOUNT, signed_in=True)
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody of one's own cohort belongs no more."""
    _mine(slug)
    form = LeaverForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Write their address. Nothing was changed."), status=422)
    actions.end_member(by=viewer(), slug=slug, email=form.cleaned_data["email"])
    messages.success(request, _("Done. Whoever signs in with that address belongs no more."))
    return HttpResponseRedirect(reverse("institutions:account", args=[slug]))


@door(ACCOUNT, collects=APPOINTMENT_POINT, signed_in=True)
@require_POST
def bills(request: HttpRequest, slug: str) -> HttpResponse:
    """The bills go to the viewer from now on."""
    actions.take_bills(by=viewer(), slug=slug)
    return HttpResponseRedirect(reverse("institutions:account", args=[slug]))
