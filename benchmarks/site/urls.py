"""The plain views. What they show was caught from our own views (``worker``)."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.safestring import SafeString

from salerno.policy.purposes import COMMUNITY, COURSES
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.registry import registry
from salerno.services.articles.views.published import article
from salerno.services.courses.views.discussion import discussion
from salerno.services.courses.views.units import unit
from salerno.web import slots
from salerno.web.templatetags import look
from salerno.web.urls import urlpatterns as ours


def fill(slot: str, request: HttpRequest, subject: object = None) -> SafeString:
    """What rooms say of a person, they ask the kernel for: a plain page does without."""
    return SafeString("") if slot.startswith("you.") else slots.filled(slot, request, subject)


look.filled = fill


@cache
def caught() -> dict[str, Any]:
    """Template, context and tables of each page, as our own view had them."""
    found: dict[str, Any] = pickle.loads(Path(os.environ["SALERNO_CAUGHT"]).read_bytes())
    return found


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its text."""
    around: dict[str, Any] = caught()[request.path]["around"]
    return around | {"signed_in": request.user.is_authenticated}


def form_class(fields: dict[str, dict[str, Any]]) -> type[forms.Form]:
    """A plain form with the same fields, labels, hints and choices."""
    made: dict[str, Any] = {}
    for name, one in fields.items():
        kind = forms.TypedChoiceField if "choices" in one else forms.CharField
        widget = {"widget": forms.Textarea} if one.pop("is_long", False) else {}
        made[name] = kind(**one, **widget)
    return type("PlainForm", (PlainForm,), made)


class Line:
    """One line of a form as a template reads it."""

    def __init__(self, bound: forms.BoundField, gloss: Any, consequence: str) -> None:
        self.bound, self.gloss, self.consequence = bound, gloss, consequence


class PlainForm(forms.Form):
    """A form whose glosses are constants."""

    glosses: Any = ()

    def pairs(self) -> list[tuple[Line, forms.BoundField | None]]:
        """Each line with the field of its audience."""
        return [
            (Line(self[name], gloss, said), self[audience] if audience else None)
            for name, gloss, said, audience in self.glosses
        ]


def view(request: HttpRequest) -> HttpResponse:
    """Read the rows that our view reads, and render what it renders."""
    found = caught()[request.path]
    rows: dict[str, list[dict[str, Any]]] = {}
    for name in found["tables"]:
        table = registry().tables[name]
        owner = table.columns[table.owner].attname
        rows[name] = list(table.model._base_manager.filter(**{owner: request.user.pk}).values())
    context = dict(found["context"])
    if "fields" in found:
        form = found.setdefault("class", None) or form_class(found["fields"])
        found["class"] = form
        form.glosses = found["glosses"]  # type: ignore[attr-defined]
        profile = rows["accounts_profile"]
        context["form"] = form(initial=profile[0] if profile else {})
    return render(request, found["template"], context)


def by_itself(ours: Callable[..., HttpResponse], purpose: Purpose) -> Callable[..., HttpResponse]:
    """Our own view and its queries, with plain Django below and nothing of ours around."""

    def plain(request: HttpRequest, **words: Any) -> HttpResponse:
        known = request.user.pk
        viewer = Viewer.visitor() if known is None else Viewer.person(int(known))
        with entered(purpose, viewer):
            return ours(request, **words)

    return plain


urlpatterns = [
    path("articles/<slug:slug>", by_itself(article, COMMUNITY)),
    path("courses/<slug:slug>/units/<int:number>", by_itself(unit, COURSES)),
    path("courses/<slug:slug>/discussion", by_itself(discussion, COMMUNITY)),
    path("", view),
    path("privacy", view),
    path("you/profile", view),
    path("you", view),
    path("", include(ours)),
]
