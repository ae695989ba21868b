"""The desk of advertising: who books what, when it is live, and what it came to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.adverts import actions, queries
from salerno.services.adverts.formats import table
from salerno.services.adverts.forms import (
    AdvertiserForm,
    CampaignForm,
    CreativeForm,
    VendorForm,
    filled,
)
from salerno.services.adverts.values import AdvertiserCard, CampaignCard, Placement, Report

EDITOR = Role.EDITOR.value


@door(EDITORIAL, role=EDITOR)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign, who fills the places, and the last decisions."""
    chosen = queries.options()
    vendors = queries.vendors()
    places = [
        (one, VendorForm(vendors=vendors, initial={"vendor": chosen.get(one.value, "")}))
        for one in Placement
    ]
    context = {
        "campaigns": queries.campaigns(), "is_offered": queries.is_offered(), "places": places,
        "has_vendors": bool(vendors), "decisions": queries.decisions(),
    }  # fmt: skip
    return render(request, "adverts/desk_campaigns.html", context)


@door(EDITORIAL, role=EDITOR)
@require_POST
def vendor(request: HttpRequest, placement: str) -> HttpResponse:
    """Let a vendor fill a place, or nobody."""
    actions.set_vendor(by=viewer(), placement=placement, vendor=request.POST.get("vendor", ""))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("adverts:desk"))


@door(EDITORIAL, role=EDITOR)
@require_safe
def advertisers(request: HttpRequest) -> HttpResponse:
    """Every advertiser."""
    context = {"advertisers": queries.advertisers()}
    return render(request, "adverts/desk_advertisers.html", context)


@door(EDITORIAL, role=EDITOR)
def advertiser(request: HttpRequest, advertiser_id: int | None = None) -> HttpResponse:
    """One advertiser, or a new one."""
    card = _advertiser(advertiser_id) if advertiser_id is not None else None
    form = AdvertiserForm(request.POST or None, initial=vars(card) if card else {})
    if request.method == "POST" and form.is_valid():
        kept = actions.save_advertiser(by=viewer(), new=form.new(), advertiser_id=advertiser_id)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("adverts:desk_advertiser", args=[kept]))
    status = 422 if form.errors else 200
    context = {"card": card, "form": form}
    return render(request, "adverts/desk_advertiser.html", context, status=status)


def _advertiser(advertiser_id: int) -> AdvertiserCard:
    found = queries.advertiser(advertiser_id)
    if found is None:
        raise Refused(_("There is no such advertiser."), status=404)
    return found


@door(EDITORIAL, role=EDITOR)
@require_POST
def token(request: HttpRequest, advertiser_id: int) -> HttpResponse:
    """A new token for an advertiser's machine, shown once."""
    made = actions.issue_token(by=viewer(), advertiser_id=advertiser_id)
    context = {"card": _advertiser(advertiser_id), "token": made}
    return render(request, "adverts/desk_token.html", context)


@door(EDITORIAL, role=EDITOR)
def campaign(request: HttpRequest, campaign_id: int | None = None) -> HttpResponse:
    """One campaign, or a new one."""
    card = _campaign(campaign_id) if campaign_id is not None else None
    listed = [(one.id, one.name) for one in queries.advertisers()]
    form = CampaignForm(request.POST or None, advertisers=listed, initial=filled(card))
    if request.method == "POST" and form.is_valid():
        kept = actions.save_campaign(by=viewer(), new=form.new(), campaign_id=campaign_id)
        messages.success(request, _("Saved. It is not live."))
        return HttpResponseRedirect(reverse("adverts:desk_campaign", args=[kept]))
    context = {"card": card, "form": form, "creative_form": CreativeForm()}
    status = 422 if form.errors else 200
    return render(request, "adverts/desk_campaign.html", context, status=status)


def _campaign(campaign_id: int) -> CampaignCard:
    found = queries.campaign(campaign_id)
    if found is None:
        raise Refused(_("There is no such campaign."), status=404)
    return found


@door(EDITORIAL, role=EDITOR)
@require_POST
def creative(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take a creative in."""
    card = _campaign(campaign_id)
    form = CreativeForm(request.POST, request.FILES)
    if form.is_valid():
        picture = form.cleaned_data["image"]
        said = {name: str(form.cleaned_data[name] or "") for name in form.TEXTS}
        actions.save_creative(by=viewer(), campaign_id=card.id, said=said, picture=picture)
        messages.success(request, _("The creative was taken in."))
        return HttpResponseRedirect(reverse("adverts:desk_campaign", args=[campaign_id]))
    listed = [(card.advertiser.id, card.advertiser.name)]
    own = CampaignForm(advertisers=listed, initial=filled(card))
    context = {"card": card, "form": own, "creative_form": form}
    return render(request, "adverts/desk_campaign.html", context, status=422)


@door(EDITORIAL, role=EDITOR)
@require_POST
def drop(request: HttpRequest, campaign_id: int, creative_id: int) -> HttpResponse:
    """Take a creative out."""
    actions.drop_creative(by=viewer(), campaign_id=campaign_id, creative_id=creative_id)
    return HttpResponseRedirect(reverse("adverts:desk_campaign", args=[campaign_id]))


@door(EDITORIAL, role=EDITOR)
@require_POST
def run(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign be shown, or no more."""
    if request.POST.get("do") == "stop":
        actions.stop(by=viewer(), campaign_id=campaign_id)
        messages.success(request, _("Stopped. No page shows it any more."))
    else:
        actions.go_live(by=viewer(), campaign_id=campaign_id)
        messages.success(request, _("It is live."))
    return HttpResponseRedirect(reverse("adverts:desk_campaign", args=[campaign_id]))


@door(EDITORIAL, role=EDITOR)
@require_safe
def report(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What the advertiser may read."""
    context = {"report": _report(campaign_id), "card": _campaign(campaign_id)}
    return render(request, "adverts/desk_report.html", context)


@door(EDITORIAL, role=EDITOR)
@require_safe
def report_file(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The same as a table of figures."""
    made = HttpResponse(table.written(_report(campaign_id)), content_type="text/csv; charset=utf-8")
    made.headers["Content-Disposition"] = f'attachment; filename="campaign-{campaign_id}.csv"'
    return made


def _report(campaign_id: int) -> Report:
    found = queries.report(campaign_id)
    if found is None:
        raise Refused(_("There is no such campaign."), status=404)
    return found
