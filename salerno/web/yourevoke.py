"""What a person said yes to: since when, what stops without it, and the press that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy import choices, clock, disclose, intervals, receipts, withdrawal
from salerno.privacy.context import viewer
from salerno.privacy.declare import Purpose
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.paging import part
from salerno.privacy.registry import registry
from salerno.services.post import queries as letters
from salerno.services.post.clauses import PREFERENCES_POINT
from salerno.web import choices as switches
from salerno.web.youpage import names_of

SALT = "salerno.you.revoke"


@dataclass(frozen=True)
class Yes:
    """A yes that stands, with all that taking it back does."""

    topic: str
    title: str
    since: datetime
    receipt: str
    token: str
    stops: tuple[str, ...]
    goes: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """A yes that has ended: from when to when it was valid, with both receipts."""

    title: str
    since: str
    until: str
    receipt: str
    ended_by: str


def write(subject: int, topic: str) -> str:
    """The link that takes one yes of one person back."""
    return signing.dumps({"subject": subject, "topic": topic}, salt=SALT, compress=True)


def read(token: str, subject: int) -> str:
    """The topic of a link. Raises Refused for one that was changed, or is somebody else's."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        words = _("This link was changed on its way. Take your yes back on this site.")
        raise Refused(words) from error
    if said["subject"] != subject:
        raise Refused(_("This link was made for somebody else. Nothing was changed."))
    return str(said["topic"])


@door(ACCOUNT, signed_in=True)
def consents(request: HttpRequest) -> HttpResponse:
    """Every yes that stands, and every one that has ended."""
    me = viewer().known
    ended = [one for one in intervals.intervals(me) if one.until is not None]
    past = part(ended, request.GET.dict(), request.path)
    texts = receipts.texts(me, [one.receipt for one in past])
    context = {
        "given": given(me), "going": _going(me), "pager": past.pager,
        "past": [_past(one, texts) for one in past],
    }  # fmt: skip
    return render(request, "you/consents.html", context)


@door(ACCOUNT, collects=PREFERENCES_POINT, signed_in=True)
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """One yes: what stops without it, and the press."""
    me = viewer().known
    topic = read(token, me)
    found = next((one for one in given(me) if one.topic == topic), None)
    if found is None:
        messages.success(request, _("This was taken back before. Nothing was changed."))
        return HttpResponseRedirect(reverse("you_consents"))
    if request.method != "POST":
        return render(request, "you/revoke.html", {"one": found})
    take_back(me, topic)
    messages.success(request, _("Taken back: %s. It has stopped.") % found.title)
    return HttpResponseRedirect(reverse("you_consents"))


def take_back(me: int, topic: str) -> None:
    """End a yes the way its own page does; what has no page of its own, by the kernel."""
    own = {one.id for one in switches.asked_purposes()}
    if topic in own or topic.partition(".")[0] in {switches.LETTERS, "sponsors"}:
        switches.change(me, {topic: "off"})
        return
    choices.withdraw(me, topic, point=PREFERENCES_POINT)


def given(me: int) -> list[Yes]:
    """What stands, the latest first."""
    found = [one for one in choices.standing(me) if one.state == choices.State.GIVEN]
    texts = receipts.texts(me, [one.receipt for one in found])
    return [_yes(me, one, texts) for one in sorted(found, key=lambda one: one.at, reverse=True)]


def _yes(me: int, one: choices.Standing, texts: Mapping[str, str]) -> Yes:
    known = registry().purposes
    named = [known[name] for name in one.purposes if name in known]
    day = date_format(clock.today() + withdrawal.GRACE, "DATE_FORMAT")
    return Yes(
        one.topic, title_of(one.topic, texts.get(one.receipt, "")), one.at, one.receipt,
        write(me, one.topic), tuple(stops(named)),
        tuple(f"{each.title} ({day})" for each in withdrawal.left_over(me, named)),
        tuple(names_of(_receivers(me, {each.id for each in named}))),
    )  # fmt: skip


def stops(purposes: list[Purpose]) -> list[str]:
    """The services that need these uses, in the operator's words; what is not named goes on."""
    ruled, services = in_force().purposes, store.pack().services
    found = [str(ruled[one.id].text or one.title) for one in purposes if one.id in ruled]
    for service in services.values():
        only = [one for one in purposes if set(service.purposes) - {"security"} == {one.id}]
        found += [_("%s closes for you.") % service.title for _one in only]
    return found


def _receivers(me: int, purposes: set[str]) -> list[str]:
    rows = [one for one in disclose.received(me) if one.purpose in purposes]
    return list(dict.fromkeys(one.recipient for one in rows if one.state == "sent"))


def title_of(topic: str, text: str) -> str:
    """A topic in words: the use that it decides on, the letters, or the text that was shown."""
    known = registry().purposes
    if topic in known:
        return str(known[topic].title)
    kind, _dot, rest = topic.partition(".")
    if kind == switches.LETTERS:
        found = next(
            (one for one in letters.wishes() if f"{one.topic}.{one.channel}" == rest), None
        )
        return f"{found.topic_title}: {found.channel_title}" if found else topic
    if kind in known:
        return str(known[kind].title)
    return text


def _past(one: intervals.Interval, texts: Mapping[str, str]) -> Past:
    until = date_format(one.until, "DATETIME_FORMAT") if one.until else ""
    since = date_format(one.since, "DATETIME_FORMAT")
    title = title_of(one.topic, texts.get(one.receipt, ""))
    return Past(title, since, until, one.receipt, one.ended_by)


def _going(me: int) -> list[tuple[str, str]]:
    known = registry().clauses
    return [
        (str(known[one.clause].title), date_format(one.due_date, "DATE_FORMAT"))
        for one in withdrawal.going(me)
        if one.clause in known
    ]
