"""The queues, a case, its person, its letters and papers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import DESK
from salerno.privacy import rights
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.desk import actions, queries
from salerno.services.desk.actions.people import person_of
from salerno.services.desk.clauses import TAKING, WORKING
from salerno.services.desk.formats.paper import TYPES
from salerno.services.desk.forms.staff import LinesForm, TakeInForm, WorkForm
from salerno.services.desk.letters.paper import pdf
from salerno.services.desk.rules.cases import Outcome, Queue
from salerno.services.desk.values import CaseView, DenialWord
from salerno.services.desk.views import tables

STAFF = "any"  # the case itself says whose roles suffice


@door(DESK, role="officer")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits at the desk, due first."""
    return _queue(request, Queue.DESK)


@door(DESK, role="dpo")
@require_safe
def officer_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the data protection officer, and what only that role reads."""
    return _queue(request, Queue.DPO)


def _queue(request: HttpRequest, which: Queue) -> HttpResponse:
    done = request.GET.get("show") == "closed"
    page = {
        "table": tables.queue(queries.queue(viewer(), which=which, done=done)),
        "done": done,
        "which": which.value,
        "overdue": queries.overdue(),
    }
    return render(request, "desk/queue.html", page)


@door(DESK, collects=TAKING, role="officer")
def take_in(request: HttpRequest) -> HttpResponse:
    """Write down what came by telephone or post."""
    form = TakeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = actions.take_in(by=viewer(), new=form.new())
        return HttpResponseRedirect(reverse("desk:case", args=[opened.reference]))
    return render(request, "desk/take_in.html", {"form": form}, status=422 if form.errors else 200)


def _found(reference: str) -> CaseView:
    found = queries.case(viewer(), reference)
    if found is None:
        raise Http404
    return found


@door(DESK, collects=WORKING, role=STAFF)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: read, and one step at a time."""
    found = _found(reference)
    form = WorkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _step(request.POST.get("do", ""), reference, form.cleaned_data)
        messages.success(request, _("It is written down."))
        return HttpResponseRedirect(request.path)
    page = {"case": found, "form": form, "lines": LinesForm()}
    return render(request, "desk/case.html", page, status=422 if form.errors else 200)


type Given = dict[str, str]


def _answer(reference: str, given: Given) -> None:
    if not given["outcome"]:
        raise Refused(_("Say what the answer is."), status=422)
    actions.answer(
        by=viewer(), reference=reference, outcome=Outcome(given["outcome"]),
        words=given["words"], reason=given["reason"], denial=given["denial"] or DenialWord.LAW,
    )  # fmt: skip


STEPS: dict[str, Callable[[str, Given], object]] = {
    "note": lambda one, given: actions.note(by=viewer(), reference=one, words=given["words"]),
    "move": lambda one, given: actions.hand_to_officer(
        by=viewer(), reference=one, words=given["words"]
    ),
    "acknowledge": lambda one, _given: actions.acknowledge(by=viewer(), reference=one),
    "sight": lambda one, given: actions.sight(by=viewer(), reference=one, words=given["words"]),
    "doubt": lambda one, given: actions.doubt(by=viewer(), reference=one, words=given["words"]),
    "extend": lambda one, given: actions.extend(by=viewer(), reference=one, reason=given["reason"]),
    "answer": _answer,
    "name": lambda one, given: actions.name_asked_for(
        by=viewer(), reference=one, address=given["address"]
    ),
    "look": lambda one, given: actions.look_at_person(
        by=viewer(), reference=one, reason=given["reason"]
    ),
    "posted": lambda one, given: actions.mark_posted(
        by=viewer(), reference=one, letter=int(given["letter"] or 0)
    ),
    "erase": lambda one, _given: actions.erase_person(by=viewer(), reference=one),
    "close": lambda one, _given: actions.close(by=viewer(), reference=one),
}


def _step(do: str, reference: str, given: Given) -> None:
    if do not in STEPS:
        raise Refused(_("Choose what is to be done."), status=400)
    STEPS[do](reference, given)


@door(DESK, collects=WORKING, role=STAFF)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """The person of a case, after they were opened; lines changed as they asked."""
    found = _found(reference)
    form = LinesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct_person(by=viewer(), reference=reference, lines=form.lines())
        messages.success(request, _("It is changed, and whoever received it before is told."))
        return HttpResponseRedirect(request.path)
    seen = person_of(viewer(), reference)
    plan = rights.plan_erasure(seen.subject) if found.kind == "erasure" else None
    page = {"case": found, "person": seen, "form": form, "plan": plan}
    answer = render(request, "desk/person.html", page, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DESK, collects=WORKING, role=STAFF)
@require_POST
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the person again."""
    actions.leave_person(by=viewer(), reference=reference)
    return HttpResponseRedirect(reverse("desk:case", args=[reference]))


@door(DESK, collects=WORKING, role=STAFF)
@require_POST
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The copy that the person asked for, to be handed over; it is kept nowhere."""
    made = actions.give_copy(by=viewer(), reference=reference)
    answer = HttpResponse(made, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DESK, collects=WORKING, role=STAFF)
@require_POST
def elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    """The portable copy for the receiver whom the person named."""
    made = actions.send_elsewhere(by=viewer(), reference=reference)
    answer = JsonResponse(made)
    answer.headers["Content-Disposition"] = f'attachment; filename="{reference}.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DESK, role=STAFF)
@require_safe
def letter(request: HttpRequest, reference: str, letter_id: int) -> HttpResponse:
    """A letter as a sheet of paper."""
    found = queries.letter_of(viewer(), reference, letter_id)
    if found is None:
        raise Http404
    subject, text, at, to = found
    answer = HttpResponse(pdf(subject, text, at, to=to), content_type="application/pdf")
    name = f"{reference}-{letter_id}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@door(DESK, role=STAFF)
@require_safe
def paper(request: HttpRequest, reference: str, paper_id: int) -> FileResponse:
    """A paper that was sent to show who somebody is."""
    path = queries.paper_of(viewer(), reference, paper_id)
    if path is None:
        raise Http404
    kind = TYPES.get(path.suffix.lstrip("."), "application/octet-stream")
    answer = FileResponse(path.open("rb"), content_type=kind, as_attachment=True)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
