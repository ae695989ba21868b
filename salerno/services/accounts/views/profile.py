"""The profile: changed, seen as others see it, and asked for by a page that needs it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, PROFILE
from salerno.policy.words import AUDIENCES
from salerno.privacy.context import Viewer, entered, viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import actions, queries
from salerno.services.accounts.actions.profile import BY_LINE
from salerno.services.accounts.clauses import PROFILE_POINT
from salerno.services.accounts.forms.profile import ProfileForm
from salerno.services.accounts.rules import LINES

DISTANCES = {
    "connection": Reach.CONNECTIONS, "cohort": Reach.COHORT, "program": Reach.PROGRAM,
    "member": Reach.MEMBERS, "visitor": Reach.PUBLIC,
}  # fmt: skip


@door(ACCOUNT, collects=PROFILE_POINT, signed_in=True)
def profile(request: HttpRequest) -> HttpResponse:
    """The viewer's own lines, each with its audience."""
    form = ProfileForm(request.POST or None, request.FILES or None, initial=queries.own_profile())
    if request.method == "POST" and form.is_valid():
        actions.change_profile(by=viewer(), lines=form.lines(), audiences=form.audiences())
        return HttpResponseRedirect("/you/profile?kept=1")
    kept = request.GET.get("kept") == "1" and not form.is_bound
    page = {"form": form, "kept": kept, "pairs": form.pairs(), "distances": DISTANCES}
    return render(request, "accounts/profile.html", page, status=422 if form.errors else 200)


@door(PROFILE, signed_in=True)
@require_safe
def preview(request: HttpRequest, distance: str) -> HttpResponse:
    """The viewer's profile as somebody at a distance sees it: the gate answers, not the page."""
    if distance not in DISTANCES:
        raise Http404
    reach = DISTANCES[distance]
    seen = actions.seen_from(by=viewer(), reach=reach)
    page = {"seen": seen, "distance": distance, "who": AUDIENCES[reach], "distances": DISTANCES}
    return render(request, "accounts/preview.html", page)


@door(PROFILE)
@require_safe
def person(request: HttpRequest, subject: int) -> HttpResponse:
    """Somebody's profile, as far as they show it to the viewer; otherwise there is none."""
    seen = queries.profile_of(subject)
    if seen is None:
        raise Http404
    return render(request, "accounts/person.html", {"seen": seen})


def profile_needed(
    request: HttpRequest, who: Viewer, needs: tuple[str, ...]
) -> HttpResponse | None:
    """Refuse a page (403) that cannot serve without lines of the profile, and ask for those."""
    with entered(ACCOUNT, who, ground="a page needs lines of the profile"):
        lacking = queries.missing_lines(needs)
    if not lacking:
        return None
    names = list(dict.fromkeys(str(BY_LINE[one].title) for one in lacking))
    page = {"form": ProfileForm(only=lacking), "names": names, "next": request.get_full_path()}
    return render(request, "accounts/needed.html", page, status=403)


@door(ACCOUNT, collects=PROFILE_POINT, signed_in=True)
def needed(request: HttpRequest) -> HttpResponse:
    """Take exactly the lines that a page needs; then on to that page."""
    only = tuple(one for one in LINES if one in request.POST)
    if not only:
        raise Refused(_("Nothing is missing from your profile here."), status=404)
    form = ProfileForm(request.POST, request.FILES, only=only)
    asked = request.POST.get("next", "")
    if form.is_valid():
        actions.change_profile(by=viewer(), lines=form.lines(), audiences=form.audiences())
        return HttpResponseRedirect(_ours(asked))
    page = {"form": form, "next": asked}
    return render(request, "accounts/needed.html", page, status=422)


def _ours(address: str) -> str:
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and address.startswith("/") else "/you/profile"


@door(PROFILE, signed_in=True, needs=("profession", "institution"))
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """A card for congresses, to print: it needs a profession and an institution."""
    me = viewer().known
    return render(request, "accounts/card.html", {"seen": queries.profile_of(me)})
