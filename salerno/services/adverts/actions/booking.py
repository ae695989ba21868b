"""What staff book: advertisers, campaigns, creatives, and which vendor fills a place."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import ADVERTS, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.adverts import queries, rules
from salerno.services.adverts.formats import image, markup
from salerno.services.adverts.models import Advertiser, Campaign, Creative, PlacementOption
from salerno.services.adverts.values import (
    CampaignCard,
    NewAdvertiser,
    NewCampaign,
    Placement,
    State,
)

LACKS = {
    "policy_link": gettext_lazy("Its advertiser needs an address of a privacy policy (https)."),
    "creative": gettext_lazy("It needs a creative."),
    "placement": gettext_lazy("It needs a place where banners may stand."),
    "time": gettext_lazy("It must end after it starts."),
    "budget": gettext_lazy("It needs a budget of shows."),
    "segment": gettext_lazy("Its interest is shared by too few people to be met."),
    "unit": gettext_lazy("It must name the unit that it is for."),
}
LINKS = {
    "address": gettext_lazy("The link must be a whole address that begins with https://."),
    "person": gettext_lazy(
        "The link would carry something of a reader (a name, a number or an address). Take it out."
    ),
}
TAKEN = gettext_lazy("There is one with this short name already. Choose another.")


def token_digest(token: str) -> str:
    """What is stored of an advertiser's token: 64 hex digits."""
    return hashlib.sha256(f"salerno.adverts:{token}".encode(errors="replace")).hexdigest()


@action(EDITORIAL)
def save_advertiser(*, by: Viewer, new: NewAdvertiser, advertiser_id: int | None = None) -> int:
    """Keep an advertiser, a new one or as it is now; its id. Raises Refused (404, 409)."""
    values = asdict(new) | {"changed_at": clock.now()}
    try:
        with transaction.atomic():
            if advertiser_id is None:
                return int(Advertiser.objects.create(**values).pk)
            if not Advertiser.objects.filter(pk=advertiser_id).update(**values):
                raise Refused(_("There is no such advertiser."), status=404)
    except IntegrityError as error:
        raise Refused(str(TAKEN), status=409) from error
    return advertiser_id


@action(EDITORIAL)
def issue_token(*, by: Viewer, advertiser_id: int) -> str:
    """A new token with which an advertiser's machine counts conversions; shown once."""
    token = secrets.token_urlsafe(32)
    values = {"token_digest": token_digest(token), "changed_at": clock.now()}
    if not Advertiser.objects.filter(pk=advertiser_id).update(**values):
        raise Refused(_("There is no such advertiser."), status=404)
    return token


@action(EDITORIAL)
def save_campaign(*, by: Viewer, new: NewCampaign, campaign_id: int | None = None) -> int:
    """Keep a campaign that is not live; its id. Raises Refused (404, 409)."""
    if not Advertiser.objects.filter(pk=new.advertiser).exists():
        raise Refused(_("There is no such advertiser."), status=404)
    values = asdict(new) | {"changed_at": clock.now(), "advertiser_id": new.advertiser}
    values.pop("advertiser")
    for name in ("placements", "subjects", "countries"):
        values[name] = list(values[name])
    if campaign_id is None:
        return int(Campaign.objects.create(**values).pk)
    _still(campaign_id)
    Campaign.objects.filter(pk=campaign_id).update(**values)
    return campaign_id


def _there(campaign_id: int) -> CampaignCard:
    found = queries.campaign(campaign_id)
    if found is None:
        raise Refused(_("There is no such campaign."), status=404)
    return found


def _still(campaign_id: int) -> CampaignCard:
    found = _there(campaign_id)
    if found.state == State.LIVE:
        raise Refused(_("This campaign is live. Stop it, then change it."), status=409)
    return found


@action(EDITORIAL)
def save_creative(
    *,
    by: Viewer,
    campaign_id: int,
    said: dict[str, str],
    picture: UploadedFile[Any] | None = None,
) -> int:
    """Take a creative in: a picture, or markup that is cleaned first; its id.

    ``said``: headline, words, link, alt, markup. Raises Refused (422) for a link that would
    carry something of a reader, and where there is neither picture nor markup.
    """
    _still(campaign_id)
    fault = rules.link_fault(said["link"])
    if fault:
        raise Refused(str(LINKS[fault]), status=422)
    hosts = {tag_host(one.tag) for one in queries.vendors().values()}
    kept, stripped = markup.clean(said.get("markup", ""), hosts)
    if picture is None and not kept.strip():
        raise Refused(_("A creative needs a picture or markup."), status=422)
    row = Creative(
        campaign_id=campaign_id, headline=said["headline"], words=said.get("words", ""),
        link=said["link"], alt=said.get("alt", ""), markup=kept, stripped=list(stripped),
    )  # fmt: skip
    if picture is not None:
        made = image.read(picture)
        row.width, row.height = made.width, made.height
        row.image.save("banner.webp", ContentFile(made.content), save=False)
    row.save()
    return int(row.pk)


def tag_host(tag: str) -> str:
    """The host of a vendor's tag."""
    return tag.removeprefix("https://").partition("/")[0].casefold()


@action(EDITORIAL)
def drop_creative(*, by: Viewer, campaign_id: int, creative_id: int) -> None:
    """Take a creative out of a campaign that is not live."""
    _still(campaign_id)
    Creative.objects.filter(pk=creative_id, campaign_id=campaign_id).delete()


@action(EDITORIAL)
def go_live(*, by: Viewer, campaign_id: int) -> None:
    """Let a campaign be shown. Raises Refused (422) naming what it lacks."""
    found = _still(campaign_id)
    if not queries.is_offered():
        raise Refused(_("No advertising is shown here: the policy has no ground for it."))
    people = 0
    if found.segment:
        with handover(ADVERTS, ground="how many share an interest", viewer=Viewer.job("adverts")):
            people = queries.segments().get(found.segment, 0)
    draft = rules.Draft(
        found.advertiser.policy_link, len(found.creatives), found.placements, found.starts_at,
        found.ends_at, found.budget, found.segment, people, found.unit,
    )  # fmt: skip
    lacks = rules.missing(draft, Placement.values)
    if lacks:
        said = " ".join(str(LACKS[one]) for one in lacks)
        raise Refused(_("This campaign cannot go live yet. %s") % said, status=422)
    _set(campaign_id, State.LIVE)


@action(EDITORIAL)
def stop(*, by: Viewer, campaign_id: int) -> None:
    """Show a campaign no more."""
    _there(campaign_id)
    _set(campaign_id, State.STOPPED)


def _set(campaign_id: int, state: State) -> None:
    Campaign.objects.filter(pk=campaign_id).update(state=state, changed_at=clock.now())
    queries.forget_live()


@action(EDITORIAL)
def set_vendor(*, by: Viewer, placement: str, vendor: str) -> None:
    """Let a vendor of the policy fill a place, or nobody with "". Raises Refused (422)."""
    if placement not in Placement.values:
        raise Refused(_("Banners do not stand there."), status=422)
    if vendor and vendor not in queries.vendors():
        raise Refused(
            _("This vendor is not in the policy in force with a tag, or is switched off."),
            status=422,
        )
    PlacementOption.objects.filter(placement=placement).delete()
    if vendor:
        PlacementOption.objects.create(placement=placement, vendor=vendor)
    queries.forget_live()
