"""The desk of editors: sponsors and papers, set up without code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import EDITORIAL, SPONSORS
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.sponsors import actions, queries
from salerno.services.sponsors.formats import table
from salerno.services.sponsors.forms import PaperForm, SponsorForm, StopForm, filled
from salerno.services.sponsors.values import Channel, Feed, PaperPage, SponsorState

EDITOR = Role.EDITOR.value
LONGEST = 120  # of a name


@door(EDITORIAL, role=EDITOR)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper."""
    context = {"papers": queries.drafts(), "is_offered": queries.is_offered()}
    return render(request, "sponsors/desk_papers.html", context)


@door(EDITORIAL, role=EDITOR)
def paper(request: HttpRequest, paper_id: int | None = None) -> HttpResponse:
    """One paper, or a new one."""
    page = _paper(paper_id) if paper_id is not None else None
    find = request.GET.get("find", "")[:LONGEST]
    backing = [one.id for one in page.sponsors] if page else []
    listed, has_more = queries.sponsor_choices(backing, find)
    start = filled(page) if page else {"label": _("Sponsored"), "term_days": 180}
    form = PaperForm(request.POST or None, request.FILES or None, sponsors=listed, initial=start)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = actions.save_paper(by=viewer(), new=form.new(), file=file, paper_id=paper_id)
        messages.success(request, _("Saved. It is not published."))
        return HttpResponseRedirect(reverse("sponsors:desk_paper", args=[kept]))
    context = {"page": page, "form": form, "find": find, "has_more": has_more}
    status = 422 if form.errors else 200
    return render(request, "sponsors/desk_paper.html", context, status=status)


def _paper(paper_id: int) -> PaperPage:
    page = queries.draft(paper_id)
    if page is None:
        raise Refused(_("There is no such paper."), status=404)
    return page


@door(EDITORIAL, role=EDITOR)
@require_POST
def publish(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Offer a paper, or take it down."""
    if request.POST.get("do") == "take_down":
        actions.take_down(by=viewer(), paper_id=paper_id)
        messages.success(request, _("Taken down. What people agreed to stands until its end."))
    else:
        actions.publish(by=viewer(), paper_id=paper_id)
        messages.success(request, _("Published."))
    return HttpResponseRedirect(reverse("sponsors:desk_paper", args=[paper_id]))


@door(EDITORIAL, role=EDITOR)
@require_safe
def sponsors(request: HttpRequest) -> HttpResponse:
    """Every sponsor."""
    return render(request, "sponsors/desk_sponsors.html", {"sponsors": queries.sponsors()})


@door(EDITORIAL, role=EDITOR)
def sponsor(request: HttpRequest, sponsor_id: int | None = None) -> HttpResponse:
    """One sponsor, or a new one."""
    state = _sponsor(sponsor_id) if sponsor_id is not None else None
    form = SponsorForm(request.POST or None, initial=vars(state.card) if state else {})
    if request.method == "POST" and form.is_valid():
        kept = actions.save_sponsor(by=viewer(), new=form.new(), sponsor_id=sponsor_id)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("sponsors:desk_sponsor", args=[kept]))
    context = {"state": state, "form": form, "stop_form": StopForm()}
    status = 422 if form.errors else 200
    return render(request, "sponsors/desk_sponsor.html", context, status=status)


def _sponsor(sponsor_id: int) -> SponsorState:
    state = queries.sponsor(sponsor_id)
    if state is None:
        raise Refused(_("There is no such sponsor."), status=404)
    return state


@door(EDITORIAL, role=EDITOR)
@require_POST
def token(request: HttpRequest, sponsor_id: int) -> HttpResponse:
    """A new token, shown once; or the end of the one there is."""
    _sponsor(sponsor_id)
    if request.POST.get("do") == "revoke":
        actions.revoke_token(by=viewer(), sponsor_id=sponsor_id)
        messages.success(request, _("The token opens nothing any more."))
        return HttpResponseRedirect(reverse("sponsors:desk_sponsor", args=[sponsor_id]))
    made = actions.issue_token(by=viewer(), sponsor_id=sponsor_id)
    state = _sponsor(sponsor_id)
    return render(request, "sponsors/desk_token.html", {"state": state, "token": made})


@door(EDITORIAL, role=EDITOR)
@require_POST
def switch(request: HttpRequest, sponsor_id: int) -> HttpResponse:
    """Switch a sponsor off, with the reason, or on again."""
    _sponsor(sponsor_id)
    if request.POST.get("do") == "resume":
        actions.resume(by=viewer(), sponsor_id=sponsor_id)
    else:
        reason = request.POST.get("reason", "")
        actions.stop(by=viewer(), sponsor_id=sponsor_id, reason=reason)
    return HttpResponseRedirect(reverse("sponsors:desk_sponsor", args=[sponsor_id]))


@door(EDITORIAL, role=EDITOR)
@require_POST
def leads(request: HttpRequest, sponsor_id: int) -> HttpResponse:
    """The lead file of a sponsor. Each person in it can read that an editor took it."""
    card, officer = _sponsor(sponsor_id).card, viewer().known
    by = queries.machine()
    with handover(SPONSORS, ground="the lead file, for the sponsor", viewer=by):
        feed = actions.export(by=by, sponsor=card, channel=Channel.FILE, officer=officer)
    return csv_answer(feed, card.slug)


def csv_answer(feed: Feed, slug: str) -> HttpResponse:
    """A feed as a file."""
    response = HttpResponse(table.written(feed), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="leads-{slug}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
