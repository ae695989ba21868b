"""What an administrator sees: the residents on paid seats, and the seats themselves."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import INSTITUTION_REPORTS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.programs import actions, queries
from salerno.services.programs.clauses import INVITING
from salerno.services.programs.formats import roster
from salerno.services.programs.forms import InviteForm, RosterForm
from salerno.services.programs.values import Entry, Program, Source
from salerno.services.programs.views.resident import check_offered


@door(INSTITUTION_REPORTS, signed_in=True)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The residents with what the program may read; each of them finds that it was read."""
    check_offered()
    found = actions.read_report(by=viewer(), slug=slug)
    response = render(request, "programs/report.html", {"report": found})
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine(slug: str) -> Program:
    check_offered()
    mine = {one.slug: one for one in queries.administered(viewer().known)}
    if slug not in mine:
        raise Http404
    return mine[slug]


@door(INSTITUTION_REPORTS, collects=INVITING, signed_in=True)
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """How many seats are paid, taken and free; a post offers one to somebody."""
    program = _mine(slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        basis = form.cleaned_data["basis"]
        return _invited(request, program, form.entries(), (Source.MAIL, basis), [])
    return _page(request, program, form, 422 if form.errors else 200)


def _page(request: HttpRequest, program: Program, form: InviteForm, status: int) -> HttpResponse:
    page = {
        "program": program, "standing": queries.standing(program), "form": form,
        "roster": RosterForm(auto_id="roster_%s"),
    }  # fmt: skip
    return render(request, "programs/seats.html", page, status=status)


def _invited(
    request: HttpRequest,
    program: Program,
    entries: Sequence[Entry],
    why: tuple[Source, str],
    wrong: list[tuple[int, str]],
) -> HttpResponse:
    base = request.build_absolute_uri("/")[:-1]
    found = actions.invite(
        by=viewer(), program=program, entries=entries, source=why[0], basis=why[1], base=base
    )
    page = {"program": program, "sent": found.sent, "wrong": sorted([*wrong, *found.wrong])}
    return render(request, "programs/invited.html", page)


@door(INSTITUTION_REPORTS, collects=INVITING, signed_in=True)
@require_POST
def from_roster(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer seats to those of a roster; wrong lines are named, the others get letters."""
    program = _mine(slug)
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(_("Choose the roster, and say why you may send it. Nothing was read."),
                      status=422)  # fmt: skip
    said = form.cleaned_data
    entries, wrong = roster.read(said["file"].read())
    return _invited(request, program, entries, (Source.ROSTER, said["basis"]), wrong)


@door(INSTITUTION_REPORTS, signed_in=True)
@require_POST
def free(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """End a seat of one's own program."""
    program = _mine(slug)
    actions.free(by=viewer(), program=program, seat=seat)
    return HttpResponseRedirect(reverse("programs:seats", args=[slug]))
