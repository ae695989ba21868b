"""A photograph: seen, changed, taken away."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, PROFILE
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.media import actions, queries
from salerno.services.media.clauses import PHOTOGRAPH_POINT
from salerno.services.media.formats.photograph import read
from salerno.services.media.forms import PhotographForm


@door(PROFILE)
@require_safe
def photograph(request: HttpRequest, key: str) -> FileResponse:
    """The picture of a key, for those who may see it."""
    path = queries.path_of(key)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/webp")


@door(ACCOUNT, collects=PHOTOGRAPH_POINT, signed_in=True)
def own_photograph(request: HttpRequest) -> HttpResponse:
    """The viewer's photograph."""
    by = viewer()
    form = PhotographForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "remove":
            actions.remove_photograph(by=by)
        elif form.cleaned_data.get("file"):
            picture = read(form.cleaned_data["file"])
            actions.keep_photograph(by=by, picture=picture, audience=form.audience_chosen())
        else:
            actions.show_photograph(by=by, audience=form.audience_chosen())
        return HttpResponseRedirect(request.path)
    photo = queries.photograph_of(by.known)
    page = {"form": form, "photo": photo}
    return render(request, "media/photograph.html", page, status=422 if form.errors else 200)
