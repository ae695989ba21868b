"""Asking once more who it is. Of a form that came too early almost nothing is kept.

The library would put the whole request into the session: what was typed, where it came from, the
key of the session itself. Here a few declared fields wait, and only until the person has shown
that it is they; everything else is sent once more.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    is_reauthentication_required,
)
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from salerno.privacy.paying import holds_card_number

NEXT, TOKEN = "next", "csrfmiddlewaretoken"
# An address to be written to, and which button was pressed.
KEPT = frozenset({
    "email", "action_add", "action_primary", "action_remove", "action_send", "process",
})  # fmt: skip
LONGEST = 254  # an address
GO_ON = "salerno.services.accounts.again.go_on"


def is_asked(request: HttpRequest) -> bool:
    """Whether this person has to show once more who they are."""
    return bool(is_reauthentication_required(request, app="allauth.account"))


def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks, and from there back to where they were."""
    person: Any = request.user
    ways = get_adapter().get_reauthentication_methods(person)
    to = ways[0]["url"] if ways else reverse("account_reauthenticate")
    request.session.pop(STATE_SESSION_KEY, None)
    where = request.get_full_path()
    if request.method == "POST":
        where = request.path
        sent = {name: str(value) for name, value in request.POST.items() if name != TOKEN}
        if may_wait(sent):
            kept = {"callback": GO_ON, "state": {"path": where, "sent": sent}}
            request.session[STATE_SESSION_KEY] = kept
        else:
            words = _("Nothing of what you sent was kept. Send it once more after this.")
            messages.info(request, words)
    return HttpResponseRedirect(f"{to}?{urlencode({NEXT: where})}")


def may_wait(sent: dict[str, str]) -> bool:
    """Whether all that was sent is known, short, and no number of a card."""
    values = sent.values()
    is_short = all(len(one) <= LONGEST for one in values)
    return sent.keys() <= KEPT and is_short and not any(map(holds_card_number, values))


def go_on(request: HttpRequest, state: dict[str, Any]) -> HttpResponse:
    """Send what waited to where it was meant for, if that is still where the person goes."""
    to = get_next_redirect_url(request, NEXT)
    if to != state["path"]:
        return HttpResponseRedirect(to or "/you")
    found = resolve(to)
    sent = QueryDict(mutable=True)
    sent.update(state["sent"])
    early: Any = request
    early.GET, early.POST, early.method = QueryDict(), sent, "POST"
    early.path = early.path_info = to
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
