"""The pages of this room: what is asked, one survey, thanks; the desk and its figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy import words
from salerno.policy.purposes import ACCOUNT, EDITORIAL, SURVEYS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.surveys import actions, queries
from salerno.services.surveys.clauses import ANSWER_POINT, ANSWERS, TAKEN
from salerno.services.surveys.formats import table
from salerno.services.surveys.forms import SHOWN, Asked, SurveyForm, asked, filled, stray, told
from salerno.services.surveys.rules.counting import LEAST, Counted, counted
from salerno.services.surveys.rules.reading import Sent, read_all
from salerno.services.surveys.values import Own, Survey

EDITOR = Role.EDITOR.value
DESK = Viewer.job("surveys")


@door(SURVEYS)
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """What is asked just now; nothing of those who said no."""
    _offered()
    me = viewer().subject
    is_asked = me is None or queries.is_asked(me)
    context = {"surveys": queries.running() if is_asked else [], "is_asked": is_asked}
    return render(request, "surveys/surveys.html", context)


def _offered() -> None:
    if not queries.is_offered():
        raise Refused(_("No surveys are held here."), status=404)


@door(SURVEYS, collects=ANSWER_POINT, signed_in=True)
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """Be asked no more."""
    _offered()
    actions.refuse(by=viewer())
    messages.success(request, _("We ask you no more. Your choices say how to change it."))
    return HttpResponseRedirect(reverse("surveys:surveys"))


@door(SURVEYS)
@require_safe
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """What a survey is for, whether it keeps names, how long, and its first questions."""
    found = _survey(slug)
    return _page(request, found, asked(read_all(found.questions, {}).asked, {}))


def _survey(slug: str) -> Survey:
    found = queries.survey(slug)
    if found is None or not queries.is_offered():
        raise Refused(_("There is no such survey."), status=404)
    return found


def _page(
    request: HttpRequest, found: Survey, rows: list[Asked], *, follows: bool = False
) -> HttpResponse:
    me = viewer().subject
    with handover(ACCOUNT, ground="one's own part"):
        own = queries.own(me, found) if me is not None else Own()
    wrong = [one for one in rows if one.fault]
    context = {
        "survey": found, "rows": rows, "own": own, "told": told(found, own.answers or {}),
        "is_asked": me is None or queries.is_asked(me), "wrong": wrong, "follows": follows,
        "is_open": found.is_open and clock.now() < found.closes_at,
        "gloss": words.gloss(TAKEN if found.is_anonymous else ANSWERS),
        "least": LEAST, "shown": ",".join(one.question.id for one in rows),
    }  # fmt: skip
    return render(request, "surveys/survey.html", context, status=422 if wrong else 200)


@door(SURVEYS, collects=ANSWER_POINT, signed_in=True)
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the answers; first ask what follows from them, if anything does."""
    found = _survey(slug)
    sent: Sent = {name: request.POST.getlist(name) for name in request.POST}
    if stray(found.questions, sent):
        raise Refused(_("This survey asks for nothing else. Nothing was stored."), status=400)
    reading = read_all(found.questions, sent)
    shown = set(",".join(sent.get(SHOWN, ())).split(","))
    new = {one.id for one in reading.asked} - shown
    faults = {name: fault for name, fault in reading.faults.items() if name not in new}
    if new or faults:
        rows = asked(reading.asked, sent, faults)
        return _page(request, found, rows, follows=bool(new))
    actions.answer(by=viewer(), slug=slug, sent=sent)
    return HttpResponseRedirect(reverse("surveys:thanks", args=[slug]))


@door(SURVEYS)
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now with what was said."""
    return render(request, "surveys/thanks.html", {"survey": _survey(slug), "least": LEAST})


@door(ACCOUNT, signed_in=True)
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's answers back."""
    actions.take_back(by=viewer(), slug=slug)
    messages.success(request, _("Your answers are deleted."))
    return HttpResponseRedirect(reverse("surveys:survey", args=[slug]))


@door(EDITORIAL, role=EDITOR)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every survey."""
    return render(request, "surveys/desk_surveys.html", {"surveys": queries.surveys()})


@door(EDITORIAL, role=EDITOR)
def desk_survey(request: HttpRequest, survey_id: int | None = None) -> HttpResponse:
    """One survey, or a new one; its figures once it is closed."""
    found = _by_id(survey_id) if survey_id is not None else None
    form = SurveyForm(request.POST or None, initial=filled(found))
    if request.method == "POST" and form.is_valid():
        kept = actions.save_survey(by=viewer(), new=form.new(), survey_id=survey_id)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("surveys:desk_survey", args=[kept]))
    context: dict[str, object] = {"survey": found, "form": form, "least": LEAST}
    if found is not None and found.opened_at is not None:
        many, results = _results(found)
        context |= {"many": many - many % LEAST, "results": results}
    status = 422 if form.errors else 200
    return render(request, "surveys/desk_survey.html", context, status=status)


def _by_id(survey_id: int) -> Survey:
    found = queries.survey_by_id(survey_id)
    if found is None:
        raise Refused(_("There is no such survey."), status=404)
    return found


def _results(found: Survey) -> tuple[int, list[Counted]]:
    """How many answered, and the figures: none before the survey is closed."""
    with handover(SURVEYS, ground="the figures of a survey", viewer=DESK):
        said = queries.sheets(found)
    return len(said), counted(found.questions, said) if found.closed_at else []


@door(EDITORIAL, role=EDITOR)
@require_safe
def results(_request: HttpRequest, survey_id: int) -> HttpResponse:
    """The figures as CSV."""
    found = _by_id(survey_id)
    if found.closed_at is None:
        raise Refused(_("Figures are made once the survey is closed."), status=409)
    text = table.written(_results(found)[1])
    made = HttpResponse(text, content_type="text/csv; charset=utf-8")
    made.headers["Content-Disposition"] = f'attachment; filename="survey-{found.slug}.csv"'
    return made


@door(EDITORIAL, role=EDITOR)
@require_POST
def run(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Open a survey, or close it."""
    if request.POST.get("do") == "close":
        actions.close(by=viewer(), survey_id=survey_id)
        messages.success(request, _("Closed. What was answered can be counted now."))
    else:
        actions.open_survey(by=viewer(), survey_id=survey_id)
        messages.success(request, _("Open. What people are asked stays as it is from now on."))
    return HttpResponseRedirect(reverse("surveys:desk_survey", args=[survey_id]))
