"""For editors: banks and their questions, from draft to retirement, and banks as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.practice import actions, queries
from salerno.services.practice.clauses import EDITING_POINT
from salerno.services.practice.formats import bank as files
from salerno.services.practice.forms import FileForm, ItemForm, filled_in
from salerno.services.practice.values import ItemState

MOST_LINES = 200  # of what a file has wrong, on one page


@door(EDITORIAL, role="editor")
def banks(request: HttpRequest) -> HttpResponse:
    """Every bank; a post loads a file, and says line by line what of it was not taken."""
    form = FileForm(request.POST or None, request.FILES or None)
    problems: tuple[files.Problem, ...] = ()
    kept = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.load_file(by=viewer(), given=form.given())
        except files.BadBank as error:
            problems = error.problems
        else:
            problems = (*kept.taken.left, *kept.taken.notes)
            if not problems:
                return HttpResponseRedirect(f"/desk/practice/{kept.taken.bank.slug}")
    page = {
        "banks": queries.counted(), "form": form, "kept": kept, "problems": problems[:MOST_LINES],
        "further": max(0, len(problems) - MOST_LINES),
    }  # fmt: skip
    wrong = form.errors or (problems and kept is None)
    return render(request, "practice/desk.html", page, status=422 if wrong else 200)


@door(EDITORIAL, role="editor")
@require_safe
def bank(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of a bank, by state."""
    found = queries.bank(slug)
    state = request.GET.get("state", "")
    counts = queries.counts(found)
    page = {
        "bank": found,
        "items": queries.items(found, state if state in ItemState.values else ""),
        "states": [(one, counts.get(one, 0)) for one in ItemState],
        "state": state,
    }
    return render(request, "practice/desk_bank.html", page)


@door(EDITORIAL, role="editor", collects=EDITING_POINT)
def item(request: HttpRequest, slug: str, item_id: int = 0) -> HttpResponse:
    """A question: a new one, a draft to change, or one to read."""
    found = queries.bank(slug)
    one = queries.item(found, item_id) if item_id else None
    initial = filled_in(one) if one else None
    form = ItemForm(request.POST or None, initial=initial, objectives=queries.objectives(found))
    if request.method == "POST" and form.is_valid():
        made = actions.write_item(
            by=viewer(), bank_id=found.id, objective_id=form.cleaned_data["objective"],
            new=form.new_item(), item_id=item_id,
        )  # fmt: skip
        return HttpResponseRedirect(f"/desk/practice/{slug}/items/{made}")
    page = {
        "bank": found, "item": one, "form": form,
        "is_own": bool(one) and queries.wrote(item_id),
        "is_draft": one is None or one.state == ItemState.DRAFT,
    }  # fmt: skip
    return render(request, "practice/desk_item.html", page, status=422 if form.errors else 200)


@door(EDITORIAL, role="editor", collects=EDITING_POINT)
@require_POST
def move(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Move a question on, or begin a new version of it."""
    found = queries.bank(slug)
    to = request.POST.get("to", "")
    if to == "version":
        item_id = actions.revise_item(by=viewer(), bank_id=found.id, item_id=item_id)
    else:
        actions.move_item(by=viewer(), bank_id=found.id, item_id=item_id, to=to)
    return HttpResponseRedirect(f"/desk/practice/{slug}/items/{item_id}")


@door(EDITORIAL, role="editor")
@require_safe
def file(_request: HttpRequest, slug: str) -> HttpResponse:
    """A bank as a file, with every question and key."""
    text = files.write(queries.as_file(queries.bank(slug)))
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}.toml"'
    return answer
