"""The jobseeker's own pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy import store
from salerno.policy.purposes import CAREERS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.careers import actions, queries
from salerno.services.careers.clauses import APPLYING, FILING, PRESENTING
from salerno.services.careers.formats.document import TYPES, read
from salerno.services.careers.formats.relay import address
from salerno.services.careers.forms import DocumentForm, MessageForm, ProfileForm
from salerno.services.careers.rules import CONTACT
from salerno.services.careers.values import Sort, Verified
from salerno.services.careers.views.positions import offered


@door(CAREERS, signed_in=True)
@require_safe
def career(request: HttpRequest) -> HttpResponse:
    """Everything a jobseeker has here."""
    offered()
    page = {
        "profile": queries.own_profile(), "applications": queries.applications(),
        "documents": queries.documents(), "saved": queries.saved(),
    }  # fmt: skip
    return render(request, "careers/career.html", page)


@door(CAREERS, collects=PRESENTING, signed_in=True)
def profile(request: HttpRequest) -> HttpResponse:
    """The physician profile, hidden at first."""
    offered()
    mine = queries.own_profile()
    first = mine | {"shows": [one for one in CONTACT if mine.get(f"shows_{one}")]}
    form = ProfileForm(request.POST or None, initial=first or {"state": "hidden"})
    if request.method == "POST" and form.is_valid():
        actions.present(
            by=viewer(), lines=form.lines(), state=form.visibility(), switches=form.switches()
        )
        messages.success(request, _("It is kept."))
        return HttpResponseRedirect(request.path)
    page = {"form": form, "blocks": queries.blocks()}
    page["employers"] = queries.employers(state=Verified.YES)
    return render(request, "careers/profile.html", page, status=422 if form.errors else 200)


@door(CAREERS, collects=PRESENTING, signed_in=True)
@require_POST
def block(request: HttpRequest) -> HttpResponse:
    """Keep an employer away, or let it back; or stop the suggestion of a profile."""
    offered()
    if request.POST.get("do") == "dismiss":
        actions.dismiss(by=viewer())
        return HttpResponseRedirect("/careers")
    employer = request.POST.get("employer", "")
    if not (employer.isascii() and employer.isdigit() and len(employer) < 19):
        raise Http404
    change = actions.unblock if request.POST.get("do") == "unblock" else actions.block
    change(by=viewer(), employer=int(employer))
    return HttpResponseRedirect("/you/career/profile")


@door(CAREERS, signed_in=True)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The profile as a verified employer sees it: the gate answers, not the page."""
    offered()
    seen = actions.seen_by_employer(by=viewer())
    return render(request, "careers/preview.html", {"one": seen})


@door(CAREERS, collects=FILING, signed_in=True)
def documents(request: HttpRequest) -> HttpResponse:
    """The viewer's CVs and letters."""
    offered()
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data.get("file"):
        given = form.cleaned_data
        content = read(given["file"])
        sort = Sort(given["sort"] or Sort.CV)
        actions.keep_document(by=viewer(), sort=sort, name=given["name"], given=content)
        return HttpResponseRedirect(request.path)
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "documents": queries.documents()}
    return render(request, "careers/documents.html", page, status=status)


@door(CAREERS, signed_in=True)
def document(request: HttpRequest, number: int) -> HttpResponse:
    """An own document, opened; or removed."""
    offered()
    if request.method == "POST":
        actions.remove_document(by=viewer(), document_id=number)
        return HttpResponseRedirect("/you/career/documents")
    found = queries.own_document(number)
    if found is None:
        raise Http404
    return handed(*found)


def handed(content: bytes, kind: str) -> HttpResponse:
    """A document as an answer that no browser runs and no cache keeps."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="document.{kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(CAREERS, collects=APPLYING, signed_in=True)
def application(request: HttpRequest, number: int) -> HttpResponse:
    """An own application: its stage, its messages, and taking it back."""
    offered()
    form = MessageForm(request.POST or None)
    if request.method == "POST":
        _do(request.POST.get("do", ""), number, form)
        return HttpResponseRedirect(request.path)
    found = queries.application(number)
    if found is None:
        raise Http404
    page = {"one": found, "form": form}
    page["relay"] = address(found.relay, store.pack().policy.operator.email)
    return render(request, "careers/application.html", page)


def _do(do: str, number: int, form: MessageForm) -> None:
    by = viewer()
    if do == "withdraw":
        actions.withdraw(by=by, application_id=number)
    elif do == "reveal":
        actions.reveal(by=by, application_id=number)
    else:
        text = form.cleaned_data["text"] if form.is_valid() else ""
        actions.message(by=by, application_id=number, text=text)
