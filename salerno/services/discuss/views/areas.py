"""Discussions at the desk: what is open, and an editor's changes to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.discuss import actions, queries
from salerno.services.discuss.actions.areas import widest
from salerno.services.discuss.forms import AreaForm
from salerno.services.discuss.values import Area, NewArea

ROLE = "editor"


@door(EDITORIAL, role=ROLE)
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Every discussion, the latest first."""
    found, number, has_more = queries.areas(request.GET.get("page"))
    page = {"areas": found, "newer": number - 1, "older": number + 1 if has_more else 0}
    return render(request, "discuss/areas.html", page)


@door(EDITORIAL, role=ROLE)
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Change what is posted from now on; close the discussion, or open it again."""
    found = _found(area_id)
    form = AreaForm(request.POST or None, area=found, widest=widest())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = NewArea(
            found.address, given["title"], given["audience"], found.scope, tuple(given["kinds"]),
            found.page,
        )  # fmt: skip
        actions.change_area(by=viewer(), area_id=area_id, new=new)
        messages.success(request, _("Changed, for what is posted from now on."))
        return HttpResponseRedirect(request.path)
    page = {"area": found, "form": form}
    return render(request, "discuss/area.html", page, status=422 if form.errors else 200)


@door(EDITORIAL, role=ROLE)
@require_POST
def shut(request: HttpRequest, area_id: int) -> HttpResponse:
    """Close a discussion, or open one that was closed."""
    found = _found(area_id)
    if request.POST.get("do") == "open":
        actions.open_area(by=viewer(), new=_as_it_is(found))
        messages.success(request, _("The discussion is open again."))
    else:
        actions.close_area(by=viewer(), area_id=area_id)
        messages.success(request, _("The discussion is closed. What was said stays."))
    return HttpResponseRedirect(reverse("discuss:area", args=(area_id,)))


def _found(area_id: int) -> Area:
    found = queries.area(area_id)
    if found is None:
        raise Http404
    return found


def _as_it_is(found: Area) -> NewArea:
    return NewArea(found.address, found.title, found.audience, found.scope, found.kinds, found.page)
