"""Practice exams: begun, answered place by place, handed in, and read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy.purposes import PRACTICE
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.practice import actions, queries
from salerno.services.practice.clauses import EXAM_POINT
from salerno.services.practice.forms import ExamAnswerForm
from salerno.services.practice.values import Bank


@door(PRACTICE, collects=EXAM_POINT, signed_in=True)
def exams(request: HttpRequest, slug: str) -> HttpResponse:
    """One's exams; a post begins one, or goes on with the one under way."""
    found = queries.opened(slug)
    if not queries.has_begun():
        return HttpResponseRedirect(found.address)
    if request.method == "POST":
        number = actions.start_exam(by=viewer(), bank=found)
        return HttpResponseRedirect(f"{found.address}/exams/{number}/1")
    page = {"bank": found, "exams": queries.exams(found), "here": "exams"}
    return render(request, "practice/exams.html", page)


@door(PRACTICE, collects=EXAM_POINT, signed_in=True)
def exam(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An exam: its places while it is under way, its score when it is over."""
    found = queries.opened(slug)
    if request.method == "POST":
        if request.POST.get("do") != "submit":
            raise Refused(_("Hand the exam in, or go on with it."), status=400)
        actions.hand_in(by=viewer(), bank=found, number=number)
        return HttpResponseRedirect(f"{found.address}/exams/{number}")
    page = queries.exam_page(found, number)
    if page.exam.is_open:
        return render(request, "practice/exam.html", {"bank": found, "page": page})
    if page.exam.submitted_at is None:
        actions.hand_in(by=viewer(), bank=found, number=number)
    return _result(request, found, number)


def _result(request: HttpRequest, found: Bank, number: int) -> HttpResponse:
    actions.see_score(by=viewer(), bank=found, number=number)
    result = queries.exam_result(found, number)
    page = {"bank": found, "result": result, "exam": result.exam, "here": "exams"}
    return render(request, "practice/exam_result.html", page)


@door(PRACTICE, collects=EXAM_POINT, signed_in=True)
def place(request: HttpRequest, slug: str, number: int, place: int) -> HttpResponse:
    """One question of an exam under way; what is sent is kept, and nothing is said to it."""
    found = queries.opened(slug)
    page = queries.exam_page(found, number, place)
    address = f"{found.address}/exams/{number}"
    if not page.exam.is_open and request.method != "POST":
        return HttpResponseRedirect(address)
    form = ExamAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if given := form.cleaned_data.get("option"):
            actions.answer_exam(
                by=viewer(), bank=found, number=number, place=place, chosen=int(given)
            )
        at = place + (-1 if request.POST.get("do") == "back" else 1)
        return HttpResponseRedirect(f"{address}/{at}" if 1 <= at <= page.exam.asked else address)
    if page.question is None:
        raise Http404
    context = {"bank": found, "page": page, "question": page.question, "form": form}
    return render(request, "practice/exam_question.html", context, status=_status(form))


def _status(form: ExamAnswerForm) -> int:
    return 422 if form.errors else 200
