"""The quiz: begun, answered question by question, handed in, and read again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy.purposes import COURSES
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.courses import actions, queries
from salerno.services.courses.clauses import QUIZ_POINT
from salerno.services.courses.forms import AnswerForm
from salerno.services.courses.queries.verdict import verdicts
from salerno.services.courses.values import Question, QuizPage, Seat


@door(COURSES, collects=QUIZ_POINT, signed_in=True)
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """The quiz with its rules and one's attempts; a post begins one, or hands one in."""
    seat = queries.opened(slug)
    if request.method == "POST":
        return _move(request, seat)
    page = queries.quiz_page(seat.course)
    answered = page.draft.given if page.draft else {}
    context = {
        "seat": seat,
        "course": seat.course,
        "page": page,
        "questions": [(one, bool(answered.get(one.id))) for one in page.quiz.questions],
        "answered": sum(bool(answered.get(one.id)) for one in page.quiz.questions),
        "here": "quiz",
    }
    return render(request, "courses/quiz.html", context)


def _move(request: HttpRequest, seat: Seat) -> HttpResponse:
    address = f"{seat.course.address}/quiz"
    do, given = request.POST.get("do", ""), request.POST.get("attempt", "")
    if do == "start":
        actions.start_attempt(by=viewer(), seat=seat)
        return HttpResponseRedirect(f"{address}/1")
    if do == "submit" and given.isascii() and given.isdigit() and len(given) < 19:
        number = actions.submit_attempt(by=viewer(), seat=seat, attempt_id=int(given))
        return HttpResponseRedirect(f"{address}/attempts/{number}")
    raise Refused(_("Begin the quiz, or hand it in. Nothing was stored."), status=400)


@door(COURSES, collects=QUIZ_POINT, signed_in=True)
def question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One question of the attempt under way; each answer is kept as it is sent."""
    seat = queries.opened(slug)
    page = queries.quiz_page(seat.course)
    asked = next((one for one in page.quiz.questions if one.number == number), None)
    if asked is None:
        raise Http404
    if page.draft is None and request.method != "POST":
        return HttpResponseRedirect(f"{seat.course.address}/quiz")
    kept = page.draft.given.get(asked.id, ()) if page.draft else ()
    form = AnswerForm(request.POST or None, question=asked, given=kept)
    if request.method == "POST" and form.is_valid():
        actions.save_answer(
            by=viewer(), seat=seat, attempt_id=form.cleaned_data["attempt"], question=asked,
            given=form.given(),
        )  # fmt: skip
        return HttpResponseRedirect(_onward(seat, page, asked, str(request.POST.get("do", ""))))
    context = {"seat": seat, "course": seat.course, "page": page, "question": asked, "form": form}
    context |= {
        "row": next(row for row in form.rows() if row.bound.name == "answer"),
        "places": range(1, len(asked.choices) + 1),
    }
    return render(request, "courses/question.html", context, status=422 if form.errors else 200)


def _onward(seat: Seat, page: QuizPage, asked: Question, do: str) -> str:
    """Where to go after an answer: on, back, or to the list before handing in."""
    address = f"{seat.course.address}/quiz"
    at = asked.number + {"back": -1, "stay": 0}.get(do, 1)
    return f"{address}/{at}" if 1 <= at <= len(page.quiz.questions) else address


@door(COURSES, signed_in=True)
def attempt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An attempt of one's own that was handed in: what was right, and why."""
    seat = queries.opened(slug)
    found, made = queries.attempt(seat.course, number)
    if made.is_draft:
        return HttpResponseRedirect(f"{seat.course.address}/quiz")
    context = {
        "seat": seat,
        "course": seat.course,
        "quiz": found,
        "attempt": made,
        "has_passed": made.percent >= found.rules.pass_percent,
        "verdicts": verdicts(found, made),
        "here": "quiz",
    }
    return render(request, "courses/attempt.html", context)
