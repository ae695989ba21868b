"""The lines of a profile, each with its audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm, Row
from salerno.policy.words import AUDIENCES
from salerno.privacy.declare import Reach
from salerno.services.accounts import clauses
from salerno.services.accounts.actions.profile import BY_LINE, widest
from salerno.services.accounts.forms.fields import field_of
from salerno.services.accounts.models import Profile

LINES = tuple(BY_LINE)


def _lines() -> Mapping[str, forms.Field]:
    """The fields of a profile line by line, each followed by its audience."""
    made: dict[str, forms.Field] = {}
    for name in LINES:
        made[name] = field_of(Profile, name)
        label = format_lazy("{}: {}", gettext_lazy("Who sees it"), BY_LINE[name].title)
        made[f"{name}_audience"] = forms.TypedChoiceField(label=label, coerce=int)
    return made


class ProfileForm(DeclaredForm):
    """The lines of a profile. ``only``: the ones that a page needs, and no others."""

    point = clauses.PROFILE_POINT
    fields_of = MappingProxyType(
        {name: BY_LINE[name.removesuffix("_audience")] for name in _lines()}
    )
    parts = frozenset(f"{name}_audience" for name in LINES)
    controls = frozenset({"next"})
    only: tuple[str, ...] = ()

    def __init__(self, *args: Any, only: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.only = only
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.TypedChoiceField) and name.endswith("_audience"):
                most = widest(name.removesuffix("_audience"))
                field.choices = [(int(one), AUDIENCES[one]) for one in Reach if one <= most]
            elif isinstance(field, forms.ChoiceField):
                coded: Any = field.choices
                said = [one for one in coded if one[0]]
                field.choices = [("", gettext_lazy("I would rather not say")), *said]

    def own_fields(self) -> Mapping[str, forms.Field]:
        """The lines, or those that are asked for."""
        only = self.only or LINES
        return {n: f for n, f in _lines().items() if n.removesuffix("_audience") in only}

    def needs(self, name: str) -> bool:
        """What a page needs is needed here, by that page; its audience never is."""
        return name in self.only or super().needs(name)

    def pairs(self) -> Iterator[tuple[Row, forms.BoundField]]:
        """Each line with the field of its audience."""
        for row in self.rows():
            if row.bound.name in LINES:
                yield row, self[f"{row.bound.name}_audience"]

    def lines(self) -> dict[str, str]:
        """The lines that were sent."""
        return {name: self.cleaned_data[name] for name in LINES if name in self.cleaned_data}

    def audiences(self) -> dict[str, Reach]:
        """The audience of each line that was sent; the person alone where none was chosen."""
        return {
            name: Reach(int(self.cleaned_data.get(f"{name}_audience") or 0))
            for name in LINES
            if f"{name}_audience" in self.data
        }
