"""The desk of editors: mailings composed, counted, sent, followed and stopped."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import CORRESPONDENCE, EDITORIAL
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.mailings import actions, queries, rules
from salerno.services.mailings.formats import table, words
from salerno.services.mailings.forms import CampaignForm, PartnerForm
from salerno.services.mailings.values import Campaign, State, Tally
from salerno.services.post import actions as post
from salerno.services.post import queries as letters
from salerno.services.post.values import Channel
from salerno.services.post.values.links import stop_address

EDITOR = Role.EDITOR.value
FIELDS = ("sort", "topic", "channel", "subject", "body", "most_shows", "ends_date")


@door(EDITORIAL, role=EDITOR)
@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """Every mailing."""
    context = {"mailings": queries.campaigns(), "may_partner": letters.may_have_partners()}
    return render(request, "mailings/desk_mailings.html", context)


@door(EDITORIAL, role=EDITOR)
def compose(request: HttpRequest, campaign_id: int | None = None) -> HttpResponse:
    """A draft, or a new one."""
    one = _there(campaign_id) if campaign_id is not None else None
    if one is not None and not one.is_draft:
        return HttpResponseRedirect(reverse("mailings:mailing", args=[one.id]))
    start = {name: asdict(one)[name] for name in FIELDS} if one else {}
    form = CampaignForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save(by=viewer(), new=form.new(), campaign_id=campaign_id)
            return HttpResponseRedirect(reverse("mailings:mailing", args=[kept]))
        except Refused as refusal:
            form.add_error(None, str(refusal.words))
    status = 422 if form.errors else 200
    return render(
        request, "mailings/desk_compose.html", {"form": form, "mailing": one}, status=status
    )


@door(EDITORIAL, role=EDITOR)
@require_safe
def mailing(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """A draft with what would be sent and to how many; or how far a mailing has come."""
    one = _there(campaign_id)
    after = request.GET.get("after", "0")
    behind = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0
    context = {
        "mailing": one,
        "preview": preview(one, request.build_absolute_uri("/")[:-1]),
        "tally": _tally(one) if one.is_draft else None,
        "report": None if one.is_draft else queries.report(one.id),
        "statuses": [] if one.is_draft else queries.statuses(one.id, after=behind),
        "most_soft": rules.MOST_SOFT,
        "soft_days": rules.SOFT_WITHIN.days,
        "is_live": one.state in (State.QUEUED, State.SENDING),
    }
    return render(request, "mailings/desk_mailing.html", context)


def preview(one: Campaign, origin: str) -> dict[str, object]:
    """What would be sent: the plain words as a letter, and the HTML of the words."""
    if one.channel == Channel.SMS:
        return {"text": words.text(one).text, "html": ""}
    html = words.html(one.body, origin)
    if one.channel != Channel.EMAIL:
        return {"text": words.plain(one.body, origin), "html": html}
    stop = stop_address(origin, 0, one.topic, "nobody@example.org") if one.topic else ""
    return {"text": words.letter(one, stop).text, "html": html}


def _tally(one: Campaign) -> Tally:
    with handover(CORRESPONDENCE, ground="how many a mailing is for", viewer=queries.JOB):
        return queries.tally(one)


def _there(campaign_id: int) -> Campaign:
    one = queries.campaign(campaign_id)
    if one is None:
        raise Refused(_("There is no such mailing."), status=404)
    return one


@door(EDITORIAL, role=EDITOR)
@require_POST
def act(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Send a mailing, stop it, or throw a draft away."""
    doing, by = request.POST.get("do"), viewer()
    if doing == "send":
        origin = request.build_absolute_uri("/")[:-1]
        actions.queue(by=by, campaign_id=campaign_id, origin=origin)
        messages.success(request, _("It goes out now. Who takes it back meanwhile drops out."))
    elif doing == "stop":
        rest = actions.stop(by=by, campaign_id=campaign_id)
        messages.success(request, _("Stopped. Copies that did not leave: %d.") % rest)
    elif doing == "discard":
        actions.discard(by=by, campaign_id=campaign_id)
        return HttpResponseRedirect(reverse("mailings:mailings"))
    else:
        raise Refused(_("Nothing was done: the button was not one of ours."), status=400)
    return HttpResponseRedirect(reverse("mailings:mailing", args=[campaign_id]))


@door(EDITORIAL, role=EDITOR)
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """Compose the notice of the newest version of the policy."""
    kept = actions.give_notice(by=viewer(), origin=request.build_absolute_uri("/")[:-1])
    return HttpResponseRedirect(reverse("mailings:mailing", args=[kept]))


@door(EDITORIAL, role=EDITOR)
@require_POST
def call_list(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The list of calls or of letters by post, as a file. It is for our own hands."""
    one, officer = _there(campaign_id), viewer().known
    with handover(CORRESPONDENCE, ground="a list of calls", viewer=queries.JOB):
        rows = actions.take_list(by=queries.JOB, one=one, officer=officer)
    response = HttpResponse(table.written(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="calls-{one.id}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@door(EDITORIAL, role=EDITOR)
def partners(request: HttpRequest) -> HttpResponse:
    """For whom we write: each is a topic of its own, and never gets an address."""
    form = PartnerForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        post.save_partner(by=viewer(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("mailings:partners"))
    context = {
        "form": form,
        "topics": [one for one in letters.topics() if one.sender],
        "may_partner": letters.may_have_partners(),
    }
    status = 422 if form.errors else 200
    return render(request, "mailings/desk_partners.html", context, status=status)
