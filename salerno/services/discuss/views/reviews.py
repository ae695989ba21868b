"""The review queue, at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import MODERATION
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.discuss import actions, queries
from salerno.services.discuss.clauses import REVIEWING
from salerno.services.discuss.forms import DecisionForm
from salerno.services.discuss.values import Reason
from salerno.services.discuss.views.files import sent

ROLE = "editor"


@door(MODERATION, role=ROLE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing first; or what was decided."""
    done = request.GET.get("show") == "decided"
    return render(request, "discuss/queue.html", {"queue": queries.queue(done=done), "done": done})


@door(MODERATION, role=ROLE)
@require_safe
def file(request: HttpRequest, review_id: int, key: str) -> FileResponse:
    """A file beside a reported post."""
    found = queries.reviewed_file(review_id, key)
    if found is None:
        raise Http404
    return sent(*found)


@door(MODERATION, collects=REVIEWING, role=ROLE)
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One reported post: read, taken up, decided."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _decide(review_id, form)
        messages.success(request, _("It is written down, and the author can read it."))
        return HttpResponseRedirect(request.path)
    found = queries.review(review_id, role=ROLE)
    if found is None:
        raise Http404
    page = {"review": found, "form": form, "html": queries.safe(found.html), "files": found.files}
    return render(request, "discuss/review.html", page, status=422 if form.errors else 200)


def _decide(review_id: int, form: DecisionForm) -> None:
    """Do what was chosen."""
    by, given = viewer(), form.cleaned_data
    do, words = given["do"], given["words"].strip()
    if do == "take":
        actions.take(by=by, review_id=review_id)
    elif do == "suspend":
        actions.suspend(by=by, review_id=review_id, days=given["days"] or 0, words=words)
    elif do in ("restore", "uphold"):
        actions.decide_appeal(by=by, review_id=review_id, restore=do == "restore", words=words)
    else:
        reason = Reason(given["reason"]) if do == "remove" else None
        actions.decide(by=by, review_id=review_id, reason=reason, words=words)
