"""Posting, and what can be done with a post."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT, COMMUNITY
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.discuss import actions, queries
from salerno.services.discuss.actions.posting import Unsure
from salerno.services.discuss.clauses import APPEALING, POSTING, REPORTING
from salerno.services.discuss.formats.file import read
from salerno.services.discuss.forms import AppealForm, ComposerForm, EditForm, ReportForm
from salerno.services.discuss.values import NewPost, Reason


def _back(post_id: int) -> HttpResponse:
    """To where a post stands. Raises Http404 where the viewer cannot read it."""
    where = queries.where(post_id)
    if where is None:
        raise Http404
    return HttpResponseRedirect(where.address)


@door(COMMUNITY, collects=POSTING, signed_in=True)
@require_POST
def post(request: HttpRequest, area_id: int) -> HttpResponse:
    """Post into an area, and go back to the page that shows it."""
    thread = queries.thread_by_id(area_id)
    if thread is None:
        raise Http404
    form = ComposerForm(request.POST, request.FILES, area=thread.area)
    status = 422
    if form.is_valid():
        try:
            return _back(actions.post(by=viewer(), area_id=area_id, new=_new(form)))
        except Unsure as question:
            form.ask(question.words)
        except Refused as refusal:  # what was written stays on the page
            form.add_error(None, str(refusal.words))
            status = refusal.status
    page = {"discussion": queries.shown(thread, {}, {}, form=form)}
    return render(request, "discuss/compose.html", page, status=status)


def _new(form: ComposerForm) -> NewPost:
    given = form.cleaned_data
    file = given.get("file")
    return NewPost(
        text=given["text"],
        kind=given["kind"],
        reply_to=given["reply_to"],
        is_sure=form.is_sure,
        once=str(given["once"] or ""),
        file=read(file, given.get("said", "")) if file else None,
    )


@door(COMMUNITY)
@require_safe
def one(request: HttpRequest, post_id: int) -> HttpResponse:
    """The place of a post, by its number."""
    return _back(post_id)


@door(COMMUNITY, collects=POSTING, signed_in=True)
def edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Write an own post again."""
    found = queries.post_to_edit(post_id)
    if found is None:
        raise Http404
    form = EditForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.edit(by=viewer(), post_id=post_id, text=text, is_sure=form.is_sure)
            return _back(post_id)
        except Unsure as question:
            form.ask(question.words)
    page = {"form": form, "post": found, "post_id": post_id}
    return render(request, "discuss/edit.html", page, status=422 if form.errors else 200)


@door(ACCOUNT, collects=POSTING, signed_in=True)
def remove(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take an own post away, after a look at it."""
    found = queries.own_post(post_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.remove(by=viewer(), post_id=post_id)
        messages.success(request, _("The post is gone. Its place among the replies stays."))
        return HttpResponseRedirect(reverse("discuss:own_posts"))
    return render(request, "discuss/remove.html", {"post": found, "html": queries.safe(found.html)})


@door(COMMUNITY, collects=REPORTING, signed_in=True)
def report(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say that a post should be looked at."""
    where = queries.where(post_id)
    if where is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = Reason(form.cleaned_data["reason"])
        actions.report(
            by=viewer(), post_id=post_id, reason=reason, words=form.cleaned_data["words"]
        )
        messages.success(
            request, _("Thank you. Somebody will read it; the author does not learn who reported.")
        )
        return HttpResponseRedirect(where.address)
    page = {"form": form, "where": where}
    return render(request, "discuss/report.html", page, status=422 if form.errors else 200)


@door(ACCOUNT, collects=APPEALING, signed_in=True)
def appeal(request: HttpRequest, post_id: int) -> HttpResponse:
    """Why an own post was removed, and an objection to it."""
    found = queries.own_post(post_id)
    if found is None or not found.state:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.appeal(by=viewer(), post_id=post_id, words=form.cleaned_data["words"])
        messages.success(request, _("Your objection is sent. You will read the answer here."))
        return HttpResponseRedirect(request.path)
    page = {"form": form, "post": found, "html": queries.safe(found.html)}
    return render(request, "discuss/appeal.html", page, status=422 if form.errors else 200)


@door(ACCOUNT, signed_in=True)
@require_safe
def own_posts(request: HttpRequest) -> HttpResponse:
    """The viewer's posts, wherever they stand, and what was decided about them."""
    lines = [{"post": one, "html": queries.safe(one.html)} for one in queries.own_posts()]
    page = {"lines": lines, "suspensions": queries.own_suspensions()}
    return render(request, "discuss/own.html", page)
