"""The page of choices: each with its state, when it was made and how; one press changes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import ACCOUNT, SPONSORS
from salerno.policy.words import AUDIENCES
from salerno.privacy import choices
from salerno.privacy.context import viewer
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.law import SWITCHED, Basis, ChoiceForm, in_force
from salerno.privacy.registry import registry
from salerno.privacy.subjects import is_open
from salerno.services.accounts import queries as accounts
from salerno.services.media import queries as media
from salerno.services.post import actions as post
from salerno.services.post import queries as letters
from salerno.services.post.clauses import PREFERENCES_POINT
from salerno.services.post.values import Channel
from salerno.services.sponsors import actions as sponsors
from salerno.services.sponsors import queries as papers
from salerno.web.components import Choice
from salerno.web.requests import gpc_of

LETTERS = "letters"
HOW = {
    "page": gettext_lazy("on a page"), "letter": gettext_lazy("in a letter"),
    "header": gettext_lazy("by your browser"), "desk": gettext_lazy("by us, as you asked"),
}  # fmt: skip

SIGNALLED = gettext_lazy(
    "Your browser says no to this (Global Privacy Control). Switched on here, your own yes counts "
    "for your account, and the browser’s no does not."
)
OVERRULED = gettext_lazy(
    "Your browser says no to this (Global Privacy Control). You said yes knowing that, and your "
    "own word counts."
)


@door(ACCOUNT, collects=PREFERENCES_POINT, signed_in=True)
def page(request: HttpRequest) -> HttpResponse:
    """Every choice; a post changes one."""
    me = viewer().known
    if request.method == "POST":
        topic = change(me, {k: str(v) for k, v in request.POST.items()})
        return HttpResponseRedirect(f"{request.path}#choice-{topic}")
    photo = media.photograph_of(me)
    stand = {one.topic: one for one in choices.standing(me)}
    used, theirs = uses(me), shared(me)
    shown = {choices.GPC, *(one.name for one in (*used, *theirs))}
    context = {
        "uses": used,
        "signal": stand.get(choices.GPC),
        "is_signalled": gpc_of(request),
        "letters": wishes(me),
        "shared": theirs,
        "lines": shown_lines(me),
        "photo": AUDIENCES[photo.audience] if photo else "",
        "others": [one for one in stand.values() if not _listed(one, shown)],
    }
    return render(request, "you/choices.html", context)


def asked_purposes() -> list[Purpose]:
    """The uses about which the pack asks, or from which a person may keep out."""
    ruled = in_force().purposes
    known = registry().purposes.values()
    return [
        one
        for one in known
        if not one.kernel
        and ruled[one.id].choice in SWITCHED
        and ruled[one.id].bases[""] is not Basis.NONE
    ]


def uses(me: int) -> list[Choice]:
    """The uses, each with its switch."""
    stand = {one.topic: one for one in choices.standing(me)}
    return [
        Choice(
            one.id,
            str(one.title),
            _so(one, stand),
            is_open(me, one),
            _receipt(_latest(one, stand)),
            _address(_latest(one, stand)),
        )
        for one in asked_purposes()
        if one is not SPONSORS or choices.is_given(me, one.id)  # asked at each paper, not here
    ]


def _latest(purpose: Purpose, stand: Mapping[str, choices.Standing]) -> choices.Standing | None:
    """The person's last word about a use, or the browser's where that came later."""
    said = [one for one in (stand.get(purpose.id), _signal_about(purpose, stand)) if one]
    return max(said, key=lambda one: one.at, default=None)


def _signal_about(
    purpose: Purpose, stand: Mapping[str, choices.Standing]
) -> choices.Standing | None:
    found = stand.get(choices.GPC)
    return found if found and purpose.id in found.purposes else None


def _so(purpose: Purpose, stand: Mapping[str, choices.Standing]) -> str:
    """The words of the switch; where the browser spoke, that it did and what a yes does."""
    ruled = in_force().purposes[purpose.id]
    words = ruled.ask or ruled.text
    signal = _signal_about(purpose, stand)
    if signal is None:
        return words
    last = _latest(purpose, stand)
    overruled = last is not signal and last is not None and last.state == choices.State.GIVEN
    return f"{words} {OVERRULED if overruled else SIGNALLED}"


def wishes(me: int) -> list[Choice]:
    """Topics by channels, each with its switch."""
    stand = {one.topic: one for one in choices.standing(me)}
    made = []
    for one in letters.wishes():
        name = f"{LETTERS}.{one.topic}.{one.channel}"
        found = stand.get(name)
        made.append(
            Choice(name, one.topic_title, one.channel_title, one.is_wanted, _receipt(found),
                   _address(found))
        )  # fmt: skip
    return made


def shared(me: int) -> list[Choice]:
    """Each sponsor that has something of the person, with the switch that takes it back."""
    stand = {one.topic: one for one in choices.standing(me)}
    return [
        Choice(
            one.topic,
            one.sponsor,
            _("%(fields)s, since you took “%(paper)s”. It ends on %(ends)s.")
            % {
                "fields": ", ".join(title for title, _value in one.lines),
                "paper": one.paper, "ends": date_format(one.ends_at, "DATE_FORMAT"),
            },
            True,
            _receipt(stand.get(one.topic)),
            _address(stand.get(one.topic)),
        )
        for one in papers.shared()
    ]  # fmt: skip


def shown_lines(me: int) -> list[tuple[str, object]]:
    """Each line of the profile and who sees it."""
    seen = accounts.profile_of(me)
    return [(one.title, AUDIENCES[one.audience or Reach.ME]) for one in seen.lines] if seen else []


def change(me: int, sent: dict[str, str]) -> str:
    """Change the one choice that was pressed; returns its name."""
    pressed = {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"}
    if len(pressed) != 1 or next(iter(pressed.values())) not in ("on", "off"):
        raise Refused(_("One choice at a time, on or off. Nothing was changed."), status=400)
    name, value = next(iter(pressed.items()))
    by_name = {one.id: one for one in asked_purposes()}
    if name == SPONSORS.id or name.startswith(f"{SPONSORS.id}."):
        _take_back(me, name, value)
        return name
    if name in by_name:
        _decide(me, by_name[name], value == "on")
        return name
    kind, _dot, rest = name.partition(".")
    topic, _dot, channel = rest.partition(".")
    if kind != LETTERS or topic not in letters.topic_ids() or channel not in Channel.values:
        raise Refused(_("There is no such choice. Nothing was changed."), status=400)
    post.wish(
        by=viewer(), topic=topic, channel=channel, is_wanted=value == "on",
        address=accounts.own_email(),
    )  # fmt: skip
    return name


def _take_back(me: int, topic: str, value: str) -> None:
    """End a yes to one sponsor, or one said to sponsors at large with all the others."""
    found = next((one for one in papers.shared() if one.topic == topic), None)
    at_large = topic == SPONSORS.id and choices.is_given(me, topic)
    if value != "off" or not (found or at_large):
        raise Refused(_("There is nothing here to take back. Nothing was changed."), status=400)
    if found is not None:
        sponsors.withdraw(by=viewer(), paper_id=found.paper_id, sponsor_id=found.sponsor_id)
        return
    sponsors.withdraw_all(by=viewer())
    choices.withdraw(me, topic, point=PREFERENCES_POINT)


def _decide(me: int, purpose: Purpose, is_wanted: bool) -> None:
    state = choices.State.GIVEN if is_wanted else choices.State.REFUSED
    if not is_wanted and choices.is_given(me, purpose.id):
        choices.withdraw(me, purpose.id, point=PREFERENCES_POINT)
        return
    question = choices.ask(purpose)
    if question.form is ChoiceForm.BROWSER_SIGNAL:
        stand = {one.topic: one for one in choices.standing(me)}
        words = replace(question.words, text=_so(purpose, stand))  # as they stand on the page
        question = replace(question, form=ChoiceForm.OPT_OUT, words=words)
    choices.choose(me, question, state, point=PREFERENCES_POINT)


def _listed(one: choices.Standing, shown: Collection[str]) -> bool:
    """Whether a choice has its own place on the page, or was only a notice."""
    return one.topic.startswith((LETTERS, "notice.")) or one.topic in shown


def _receipt(one: choices.Standing | None) -> str:
    if one is None:
        return _("You have not said anything yet; so it was at the start.")
    said = _("Switched on") if one.state == choices.State.GIVEN else _("Switched off")
    return _("%(said)s, %(at)s, %(how)s.") % {
        "said": said,
        "at": date_format(one.at, "DATETIME_FORMAT"),
        "how": HOW.get(one.channel, one.channel),
    }


def _address(one: choices.Standing | None) -> str:
    return f"/you/receipts/{one.receipt}" if one else ""
