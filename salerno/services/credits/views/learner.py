"""A learner's pages: the record, an activity from its questions to the claim, a certificate."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.accounts import queries as accounts
from salerno.services.credits import actions, queries
from salerno.services.credits.actions.bodies import count_words
from salerno.services.credits.clauses import (
    BODY_POINT,
    CLAIM_POINT,
    EVALUATION_POINT,
    EXAM_POINT,
)
from salerno.services.credits.forms import ClaimForm, EvaluationForm, ExamForm, claim_forms
from salerno.services.credits.letters.certificate import pdf
from salerno.services.credits.values import Activity, Certificate, totals


def check_offered() -> None:
    """Raises Http404 where no credits are counted."""
    if not queries.is_offered():
        raise Http404


@door(ACCOUNT, signed_in=True)
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The viewer's record, and what gives credit now."""
    check_offered()
    credits = queries.own_credits()
    page = {
        "credits": credits, "totals": totals(credits), "activities": queries.activities(),
        "has_begun": queries.has_begun(viewer().known), "words": count_words(),
    }  # fmt: skip
    return render(request, "credits/record.html", page)


@door(ACCOUNT, collects=BODY_POINT, signed_in=True)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the record, or end it."""
    check_offered()
    verb = actions.end if request.POST.get("do") == "end" else actions.begin
    verb(by=viewer())
    return HttpResponseRedirect(reverse("credits:record"))


def _there(slug: str) -> Activity:
    check_offered()
    found = queries.activity(slug)
    if found is None:
        raise Http404
    return found


@door(ACCOUNT)
@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """An activity: who supported it, what it gives, and where the viewer stands in it."""
    return _page(request, _there(slug))


def _page(request: HttpRequest, found: Activity, **more: object) -> HttpResponse:
    me = viewer().subject
    page: dict[str, object] = {"activity": found, "is_known": me is not None}
    if me is not None:
        progress = queries.progress(found)
        name = str(accounts.own_profile().get("name", ""))
        page |= {
            "progress": progress, "has_begun": queries.has_begun(me),
            "exam": ExamForm(activity=found), "evaluation": EvaluationForm(activity=found),
            "claims": claim_forms(found, progress, name),
            "tries_left": found.tries - len(progress.tries),
        }  # fmt: skip
    is_wrong = bool(more.pop("is_wrong", False))
    return render(request, "credits/activity.html", page | more, status=422 if is_wrong else 200)


@door(ACCOUNT, collects=EXAM_POINT, signed_in=True)
@require_POST
def exam(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the questions. The answer shows the result and what is right; it is not kept."""
    found = _there(slug)
    form = ExamForm(request.POST, activity=found)
    if not form.is_valid():
        return _page(request, found, exam=form, is_wrong=True)
    result, marked = actions.answer(by=viewer(), activity=found, given=form.given())
    return _page(request, found, result=result, marked=marked)


@door(ACCOUNT, collects=EVALUATION_POINT, signed_in=True)
@require_POST
def evaluate(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what it was worth."""
    found = _there(slug)
    form = EvaluationForm(request.POST, activity=found)
    if not form.is_valid():
        return _page(request, found, evaluation=form, is_wrong=True)
    actions.evaluate(by=viewer(), activity=found, answers=form.answers())
    return HttpResponseRedirect(found.address)


@door(ACCOUNT, collects=CLAIM_POINT, signed_in=True)
@require_POST
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Claim a credit; the answer is its certificate."""
    found, kind = _there(slug), request.POST.get("kind", "")
    steps = next((one.steps for one in found.offers if one.kind == kind), [])
    form = ClaimForm(request.POST, steps=steps, auto_id="sent_%s")
    if not form.is_valid():
        progress = queries.progress(found)
        return _page(
            request, found, claims=claim_forms(found, progress, "", form, kind), is_wrong=True,
            wrong=form,
        )  # fmt: skip
    said = form.cleaned_data
    number = actions.claim(
        by=viewer(), activity=found, kind=kind, amount=said["amount"], name=said["name"]
    )
    return HttpResponseRedirect(reverse("credits:certificate", args=[number]))


@door(CREDITS)
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What a certificate says, for whoever was given its number; nothing beside it."""
    check_offered()
    found = queries.certificate(number)
    page = {"one": found, "number": number[:24]}
    response = render(request, "credits/certificate.html", page, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


@door(ACCOUNT, signed_in=True)
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The viewer's own certificate as a PDF."""
    check_offered()
    found: Certificate | None = queries.own_certificate(number)
    if found is None:
        raise Http404
    where = request.build_absolute_uri(reverse("credits:certificate", args=[number]))
    response = HttpResponse(pdf(found, where), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
