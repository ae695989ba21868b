"""One's own report: progress, calibration, what comes back when, and the whole record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.practice import actions, queries
from salerno.services.practice.clauses import PLAN_POINT
from salerno.services.practice.forms import PlanForm
from salerno.services.practice.rules import mastery, metacognition, metad, pace
from salerno.services.practice.values.plots import (
    CalibrationPlot,
    Days,
    Reached,
    ReachPlot,
    last_days,
)
from salerno.services.practice.values.study import Overview
from salerno.services.practice.views.study import paced

META_FLOORS = {"meta_floor": metad.FLOOR, "meta_each": metad.EACH}


@door(PRACTICE, signed_in=True)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """What is estimated, and how well sureness matches the answers."""
    found = queries.opened(slug)
    if not queries.has_begun():
        return HttpResponseRedirect(found.address)
    stand, pairs = queries.overview(found), queries.confidence(found)
    every = [one for listed in pairs.values() for one in listed]
    figures = metacognition.figures(every)
    page = {
        "bank": found, "stand": stand, "figures": figures, "answers": len(every),
        "floor": metacognition.FLOOR, "least": round(mastery.LEAST_SHARE * 100),
        "low": round(mastery.LEAST_LOW * 100),
        "leaning": metacognition.leaning(figures) if figures else "",
        "plot": CalibrationPlot(metacognition.levels(every)) if figures else None,
        "meta": metad.meta_d(metacognition.levels(every)), **META_FLOORS,
        "reach": reach(stand), "days": days(stand), "here": "report",
        "by_module": [
            (one, metacognition.figures([
                each for held in one.module.objectives for each in pairs.get(held.id, ())
            ]))
            for one in stand.modules
        ],
    }  # fmt: skip
    return render(request, "practice/report.html", page)


def reach(stand: Overview) -> ReachPlot:
    """What is expected of each objective that was begun."""
    begun = [one for module in stand.modules for one in module.stands if one.estimate]
    return ReachPlot(
        tuple(
            Reached(one.objective.title, one.low, one.expected, one.high,
                    one.mastered_at is not None, number)
            for number, one in enumerate(begun)
        ),
        mastery.LEAST_SHARE,
    )  # fmt: skip


def days(stand: Overview) -> Days:
    """The answers of the last days."""
    bars = last_days(stand.by_day, clock.today(), pace.LATELY)
    title = _("%d answers in the last two weeks.") % stand.lately
    return Days(title, _("Answers a day, by the calendar of UTC."), _("Answers"), _("Day"), bars)


@door(PRACTICE, signed_in=True)
@require_safe
def recharge(request: HttpRequest, slug: str) -> HttpResponse:
    """Every learned question with the date on which it comes back, and why then."""
    found = queries.opened(slug)
    dues, now = queries.dues(found), clock.now()
    page = {
        "bank": found, "now": now, "here": "recharge", "count": len(dues),
        "due": [one for one in dues if one.due_at <= now],
        "coming": [one for one in dues if one.due_at > now][:40],
    }  # fmt: skip
    return render(request, "practice/recharge.html", page)


@door(PRACTICE, signed_in=True)
@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was answered, scored and timed."""
    found = queries.opened(slug)
    given = request.GET.get("page", "1")
    number = int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 7 else 1
    lines, count = queries.record(found, number)
    page = {
        "bank": found, "lines": lines, "count": count, "number": number,
        "pages": max(1, -(-count // queries.LINES)), "sittings": queries.sittings(found),
        "exams": queries.exams(found), "here": "record",
    }  # fmt: skip
    return render(request, "practice/record.html", page)


@door(PRACTICE, signed_in=True)
@require_safe
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    """What a program that pays for the seat reads: the same query, for oneself."""
    found, me = queries.opened(slug), viewer().known
    page = {
        "bank": found, "told": queries.progress_of([me])[me], "floor": metacognition.FLOOR,
        "here": "report",
    }  # fmt: skip
    return render(request, "practice/shared.html", page)


@door(PRACTICE, collects=PLAN_POINT, signed_in=True)
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The date of one's exam, and the pace that reaches it."""
    found = queries.opened(slug)
    if not queries.has_begun():
        return HttpResponseRedirect(found.address)
    stand = queries.overview(found)
    form = PlanForm(request.POST or None, initial={"exam_date": stand.exam_date})
    if request.method == "POST" and form.is_valid():
        actions.set_plan(by=viewer(), bank=found, exam_date=form.cleaned_data.get("exam_date"))
        return HttpResponseRedirect(request.path)
    page = {"bank": found, "stand": stand, "form": form, "pace": paced(stand), "here": "plan"}
    return render(request, "practice/plan.html", page, status=422 if form.errors else 200)


@door(None)
@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How questions are chosen, when something is mastered, and what every figure means."""
    page = META_FLOORS | {
        "floor": metacognition.FLOOR, "least": round(mastery.LEAST_SHARE * 100),
        "low": round(mastery.LEAST_LOW * 100), "enough": mastery.LEAST_ANSWERS,
    }  # fmt: skip
    return render(request, "practice/how.html", page)
