"""Forms that collect exactly what is declared, and say at each field why.

A form names its collection point and the clause of each field. What a person sends beyond that
is refused with 400, and nothing is stored. Required and optional follow from the declaration
and the pack; nobody writes ``required=True``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.core import checks
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy import store, words
from salerno.policy.words import Gloss
from salerno.privacy.declare import Clause, CollectionPoint
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.law import in_force
from salerno.privacy.registry import registry

type Text = str | Promise

ALWAYS = frozenset({"csrfmiddlewaretoken"})
NEEDED = gettext_lazy("Without it this cannot be done.")
LEFT = gettext_lazy("You may leave it. Left empty, nothing is closed to you.")


SURE = gettext_lazy("It points to no patient and to nobody else. Keep it as it is.")


@dataclass(frozen=True)
class Row:
    """One field as a page shows it: with its gloss and what leaving it out means."""

    bound: forms.BoundField
    gloss: Gloss | None
    required: bool
    consequence: str
    notice: str = ""


class DeclaredForm(forms.Form):
    """A form at a collection point.

    ``fields_of``: the clause of each field. ``controls``: fields and buttons that are read and
    not stored. ``if_left``: what leaving a field out means, where the usual words do not say it.
    ``parts``: fields of a required clause that may be left out by themselves.
    """

    point: ClassVar[CollectionPoint]
    fields_of: ClassVar[Mapping[str, Clause]] = MappingProxyType({})
    controls: ClassVar[frozenset[str]] = frozenset()
    if_left: ClassVar[Mapping[str, Text]] = MappingProxyType({})
    parts: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(self.own_fields())
        for name, field in self.fields.items():
            clause = self.fields_of.get(name)
            if clause is not None:
                field.required = field.widget.is_required = self.needs(name)
            elif name not in self.controls:
                message = f"{type(self).__name__}.{name}: lay a clause on it, or name it a control."
                raise DeclarationError(message)

    def own_fields(self) -> Mapping[str, forms.Field]:
        """Fields that are known only when the form is made."""
        return {}

    def needs(self, name: str) -> bool:
        """Whether nothing is done without this field: its clause and the pack say so."""
        clause = self.fields_of[name]
        if clause.optional or name in self.parts:
            return False
        return in_force().clause(clause.id).required or clause.id in self.point.required

    def full_clean(self) -> None:
        """Clean what came. Raises Refused (400) for anything that is not declared."""
        if self.is_bound:
            stray = sorted({*self.data, *self.files} - self.known())
            if stray:
                raise Refused(
                    _("This form does not ask for “%(name)s”. Nothing was stored.")
                    % {"name": stray[0][:40]},
                    status=400,
                )
        super().full_clean()

    def known(self) -> set[str]:
        """Every key that may come with this form."""
        names = {self.add_prefix(name) for name in self.fields}
        for bound in self:
            widget = bound.field.widget
            if isinstance(widget, forms.MultiWidget):
                parts: Any = widget
                names |= {f"{bound.html_name}{one}" for one in parts.widgets_names}
        return names | self.controls | ALWAYS

    def gloss(self, name: str) -> Gloss:
        """Why it is asked, how long it is kept, who sees it."""
        return words.gloss(self.fields_of[name])

    def consequence(self, name: str) -> str:
        """What leaving it out means, in words."""
        usual = NEEDED if self.fields[name].required else LEFT
        return str(self.if_left.get(name, usual))

    def rows(self) -> Iterator[Row]:
        """The fields in order, as a page shows them."""
        notice = self.notice()
        for bound in self.visible_fields():
            if bound.name in self.fields_of:
                clause = self.fields_of[bound.name]
                needed = bool(bound.field.required)
                beyond = notice if clause.id not in _published() else ""
                said = self.consequence(bound.name)
                yield Row(bound, self.gloss(bound.name), needed, said, beyond)
            else:
                yield Row(bound, None, bool(bound.field.required), "")

    def notice(self) -> str:
        """The point's own text: shown beside what the published policy does not name."""
        return str(self.point.notice)


class CarefulForm(DeclaredForm):
    """A form whose text is looked at before it is stored; a box shows where something is found."""

    sure = forms.BooleanField(label=SURE, required=False, widget=forms.HiddenInput)
    controls = frozenset({"sure"})

    def ask(self, words: object, name: str = "text") -> None:
        """Say what was found in a field, and show the box that confirms."""
        self.add_error(name, str(words))
        self.fields["sure"].widget = forms.CheckboxInput()

    @property
    def is_sure(self) -> bool:
        """Whether the writer confirmed."""
        return bool(self.cleaned_data.get("sure"))


def _published() -> frozenset[str]:
    """The clauses that the policy in force names."""
    return frozenset(store.pack().register.kinds)


def house_forms(base: type[DeclaredForm] = DeclaredForm) -> Iterator[type[DeclaredForm]]:
    """Every form of the house that names its point."""
    for one in base.__subclasses__():
        if hasattr(one, "point"):
            yield one
        yield from house_forms(one)


def form_problems(found: Iterable[type[DeclaredForm]]) -> list[str]:
    """What contradicts a declaration in forms: one sentence each."""
    said: list[str] = []
    for form in found:
        fields = form().fields
        for name, clause in form.fields_of.items():
            where = f"{form.__module__}.{form.__name__}.{name}"
            if clause not in form.point.clauses:
                said.append(f"{where}: {form.point.id} does not collect {clause.id}.")
            if name in fields and clause.optional and fields[name].required:
                said.append(f"{where} is required, and {clause.id} may be left out.")
    return said


def point_problems(points: Iterable[CollectionPoint], named: Iterable[str]) -> list[str]:
    """Points that collect more than the policy names and say nothing of it themselves."""
    published = set(named)
    said = []
    for point in points:
        beyond = [one.id for one in point.clauses if one.id not in published]
        if beyond and not point.notice:
            said.append(
                f"{point.id} collects {', '.join(beyond)}, which the published policy does not "
                "name: publish a version that does, or give the point its own notice."
            )
        for clause in point.clauses:
            if clause.id in point.required and clause.optional:
                said.append(f"{point.id} requires {clause.id}, which a person may leave out.")
    return said


def check_forms(app_configs: Any, **_options: Any) -> list[checks.CheckMessage]:
    """Every form asks only what its point declares, and every point what the policy names."""
    points = registry().points.values()
    list(get_resolver().url_patterns)  # the forms of every room are known then
    said = form_problems(house_forms()) + point_problems(points, store.pack().register.kinds)
    return [checks.Error(one, id="policy.E010") for one in said]
