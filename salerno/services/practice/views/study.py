"""Practising: the bank, the question, and what is said to the answer."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.practice import actions, queries
from salerno.services.practice.clauses import ANSWER_POINT
from salerno.services.practice.forms import AnswerForm
from salerno.services.practice.rules import pace
from salerno.services.practice.values import SURENESS, Bank
from salerno.services.practice.values.study import Overview, Put, Wanted


@door(PRACTICE)
@require_safe
def banks(request: HttpRequest) -> HttpResponse:
    """Every bank."""
    return render(request, "practice/banks.html", {"banks": queries.banks()})


@door(PRACTICE)
@require_safe
def bank(request: HttpRequest, slug: str) -> HttpResponse:
    """A bank: what it holds; for who practises in it, where they stand."""
    found = queries.bank(slug)
    if not queries.has_begun():
        page = {"bank": found, "modules": queries.blueprint(found), "sureness": SURENESS}
        return render(request, "practice/about.html", page | {"counts": queries.size(found)})
    stand = queries.overview(found)
    page = {"bank": found, "stand": stand, "pace": paced(stand), "here": "bank"}
    return render(request, "practice/bank.html", page)


def paced(stand: Overview) -> pace.Pace | None:
    """The pace to the exam that the learner named."""
    if stand.exam_date is None:
        return None
    return pace.pace(
        stand.exam_date, clock.today(), unlearned=stand.live - stand.learned, due=stand.due_before,
        lately=stand.lately,
    )  # fmt: skip


@door(PRACTICE, signed_in=True)
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part."""
    queries.opened(slug)
    actions.begin(by=viewer())
    return HttpResponseRedirect(f"/practice/{slug}/question")


@door(PRACTICE, collects=ANSWER_POINT, signed_in=True)
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """The open question; a post answers it, or leaves it for later."""
    found = queries.opened(slug)
    if not queries.has_begun():
        return HttpResponseRedirect(found.address)
    wanted = asked_for(request, found)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "later":
        return _left(request, found, wanted)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answer = actions.answer(
            by=viewer(), bank=found, answer_id=given["answer"], chosen=int(given["option"]),
            sure=int(given["sure"]),
        )  # fmt: skip
        return HttpResponseRedirect(f"{found.address}/answers/{answer}{wanted.tail}")
    put = actions.put_question(by=viewer(), bank=found, wanted=wanted)
    return _asked(request, found, wanted, put, form)


def _left(request: HttpRequest, found: Bank, wanted: Wanted) -> HttpResponse:
    given = request.POST.get("answer", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    item = actions.leave_question(by=viewer(), bank=found, answer_id=number)
    return HttpResponseRedirect(f"{found.address}/question{replace(wanted, besides=item).tail}")


def _asked(
    request: HttpRequest, found: Bank, wanted: Wanted, put: Put | None, form: AnswerForm
) -> HttpResponse:
    page: dict[str, object] = {
        "bank": found, "put": put, "form": form, "wanted": wanted, "sureness": SURENESS,
    }  # fmt: skip
    if put is None:
        return render(request, "practice/nothing_left.html", page)
    page |= {
        "row": next(one for one in form.rows() if one.bound.name == "option"),
        "chosen": form.data.get("option", ""),
        "sure": form.data.get("sure", ""),
    }
    return render(request, "practice/question.html", page, status=422 if form.errors else 200)


def asked_for(request: HttpRequest, found: Bank) -> Wanted:
    """What the address asks for. Raises Http404 for a module there is not."""
    module, later = request.GET.get("module", ""), request.GET.get("later", "")
    if module and module not in {one.slug for one in queries.blueprint(found)}:
        raise Http404
    number = int(later) if later.isascii() and later.isdigit() and len(later) < 19 else 0
    return Wanted(module, request.GET.get("mode") == "recharge", number)


@door(PRACTICE, signed_in=True)
@require_safe
def feedback(request: HttpRequest, slug: str, answer_id: int) -> HttpResponse:
    """What is said to an answer: right or not, why, and why this question."""
    found = queries.opened(slug)
    told = queries.feedback(found, answer_id)
    page = {
        "bank": found,
        "told": told,
        "word": next((one.word for one in SURENESS if one.percent == told.sure), ""),
        "wanted": asked_for(request, found),
        "now": clock.now(),
    }
    return render(request, "practice/feedback.html", page)
