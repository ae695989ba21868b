"""What a case decides: restrictions, objections, corrections, hearings; and the log of requests."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import DESK
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.desk import actions, queries
from salerno.services.desk.clauses import WORKING
from salerno.services.desk.forms.decide import (
    BeginForm,
    DecideForm,
    HeardForm,
    HearingForm,
    ReviewForm,
    TellForm,
)
from salerno.services.desk.values import CaseView, Logged, NewLimit, StandingView
from salerno.services.desk.views import tables

STAFF = "any"  # the case itself says whose roles suffice
DECIDABLE = frozenset({"restriction", "objection", "correction"})


@door(DESK, collects=WORKING, role=STAFF)
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """What the kernel has on record for a case, and the next step of it."""
    found = queries.case(viewer(), reference)
    if found is None:
        raise Http404
    standing = queries.standing(viewer(), reference)
    do = request.POST.get("do", "")
    shown = _forms(request, found, standing)
    chosen = shown.get(do)
    if request.method == "POST":
        if chosen is None and do not in ("lift", "keep_out"):
            raise Refused(_("Choose what is to be done."), status=400)
        if chosen is None or chosen.is_valid():
            _step(do, reference, chosen)
            messages.success(request, _("It is written down."))
            return HttpResponseRedirect(request.path)
    page = {"case": found, "standing": standing, "forms": shown, "chosen": chosen}
    status = 422 if chosen is not None and chosen.errors else 200
    return render(request, "desk/decision.html", page, status=status)


def _forms(
    request: HttpRequest, case: CaseView, standing: StandingView | None
) -> dict[str, forms.Form]:
    """The forms that fit where the record stands, the one that was sent filled."""
    do = request.POST.get("do", "")
    given = {one: request.POST if one == do else None for one in STEPS}
    made: dict[str, forms.Form] = {}
    if standing is None and case.kind in DECIDABLE and case.has_account:
        uses = queries.uses_to_object(viewer(), case.reference)
        made["begin"] = BeginForm(given["begin"], kind=case.kind, uses=uses)
    if standing is not None and standing.outcomes:
        made["decide"] = DecideForm(
            given["decide"], outcomes=standing.outcomes, about=standing.about
        )
    if standing is not None and standing.about == "restriction" and standing.lifted_at is None:
        made["review"] = ReviewForm(given["review"])
    if standing is not None and standing.may_tell:
        made["tell"] = TellForm(given["tell"])
    return made | _hearing_forms(case, given)


def _hearing_forms(case: CaseView, given: dict[str, Any]) -> dict[str, forms.Form]:
    if case.hearing is None or case.hearing.decided_at is not None:
        return {}
    made: dict[str, forms.Form] = {"set_hearing": HearingForm(given["set_hearing"])}
    if case.hearing.hearing_at is not None:
        made["hear"] = HeardForm(given["hear"])
    return made


type Given = dict[str, Any]
STEPS: dict[str, Callable[[str, Given], object]] = {
    "begin": lambda one, given: actions.begin(by=viewer(), reference=one, new=_new(given)),
    "decide": lambda one, given: actions.decide(
        by=viewer(), reference=one, outcome=given["outcome"], reason=given["reason"],
        note=given.get("note", ""),
    ),
    "tell": lambda one, given: actions.tell(
        by=viewer(), reference=one, channel=given["channel"], words=given["told"]
    ),
    "lift": lambda one, _given: actions.lift(by=viewer(), reference=one),
    "review": lambda one, given: actions.review(
        by=viewer(), reference=one, review_date=given["review_date"], reason=given["why"]
    ),
    "keep_out": lambda one, _given: actions.keep_out(by=viewer(), reference=one),
    "set_hearing": lambda one, given: actions.set_hearing(
        by=viewer(), reference=one, hearing_at=given["hearing_at"], place=given["place"]
    ),
    "hear": lambda one, given: actions.decide_hearing(
        by=viewer(), reference=one, is_amended=given["amended"], decision=given["decision"]
    ),
}  # fmt: skip


def _new(given: Given) -> NewLimit:
    return NewLimit(
        given["words"], given.get("ground", ""), given.get("clause", ""),
        given.get("purpose", ""), bool(given.get("contested")),
    )  # fmt: skip


def _step(do: str, reference: str, form: forms.Form | None) -> None:
    STEPS[do](reference, form.cleaned_data if form is not None else {})


@door(DESK, role=STAFF)
@require_safe
def disclosures(request: HttpRequest, reference: str) -> HttpResponse:
    """Who received something about the person of an opened case, with the marks of 99.32."""
    table = tables.disclosures(queries.record_of_disclosures(viewer(), reference))
    page = {"table": table, "reference": reference}
    answer = render(request, "desk/disclosures.html", page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DESK, role="officer|dpo")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log of requests of two years, as a page or as a table for other programs."""
    regime = request.GET.get("law", "")
    found = queries.log(viewer(), regime=regime)
    if request.GET.get("as") != "csv":
        return render(request, "desk/log.html", {"table": tables.log(found), "law": regime})
    answer = HttpResponse(_as_csv(found), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="log-of-requests.csv"'
    return answer


def _as_csv(found: list[Logged]) -> str:
    made = io.StringIO()
    writer = csv.writer(made)
    heads = ("number", "law", "received", "nature", "manner", "answered", "response", "denial",
             "days")  # fmt: skip
    writer.writerow(heads)
    for one in found:
        answered = one.answered_at.isoformat() if one.answered_at else ""
        days = "" if one.days is None else one.days
        writer.writerow(
            (one.reference, one.regime, one.received_at.isoformat(), one.nature, one.manner,
             answered, one.response, one.denial, days)
        )  # fmt: skip
    return made.getvalue()
