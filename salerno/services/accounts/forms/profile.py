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
from salerno.services.accounts.actions.profile import BY_LINE, BY_TOPIC, taken_lines, widest
from salerno.services.accounts.forms.fields import field_of
from salerno.services.accounts.models import Profile
from salerno.services.accounts.rules import LINES, is_place_name, topic_of, topics

AUDIENCES_OF = {f"{one}_audience": BY_TOPIC[one] for one in topics()}
LAST = {topic_of(one): one for one in LINES}  # the line of each topic that its audience follows


def _lines() -> Mapping[str, forms.Field]:
    """The fields of a profile line by line, each followed by its audience."""
    made: dict[str, forms.Field] = {}
    for name in LINES:
        made[name] = field_of(Profile, name)
        topic = topic_of(name)
        if LAST[topic] == name:
            label = format_lazy("{}: {}", gettext_lazy("Who sees it"), BY_TOPIC[topic].title)
            made[f"{topic}_audience"] = forms.TypedChoiceField(label=label, coerce=int)
    return made


class ProfileForm(DeclaredForm):
    """The lines of a profile. ``only``: the ones that a page needs, and no others."""

    point = clauses.PROFILE_POINT
    fields_of = MappingProxyType(BY_LINE | AUDIENCES_OF)
    parts = frozenset(AUDIENCES_OF)
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
        """The lines, or those that are asked for; none finer than the pack takes."""
        only = {one for one in self.only or LINES if one in taken_lines()}
        only |= {f"{topic_of(one)}_audience" for one in only}
        return {name: field for name, field in _lines().items() if name in only}

    def needs(self, name: str) -> bool:
        """What a page needs is needed here, by that page; its audience never is."""
        return name in self.only or super().needs(name)

    def clean_city(self) -> str:
        """A city, without a street or a code."""
        return self._place("city")

    def clean_state(self) -> str:
        """A state or region, without a street or a code."""
        return self._place("state")

    def _place(self, name: str) -> str:
        given = str(self.cleaned_data[name])
        if not is_place_name(given):
            words = gettext_lazy("The name alone: no street, no number, no postal code.")
            raise forms.ValidationError(words)
        return given

    def pairs(self) -> Iterator[tuple[Row, forms.BoundField | None]]:
        """Each line, and after the last one of a topic the field of its audience."""
        asked = [row for row in self.rows() if row.bound.name in LINES]
        last = {topic_of(row.bound.name): row for row in asked}
        for row in asked:
            topic = topic_of(row.bound.name)
            yield row, self[f"{topic}_audience"] if last[topic] is row else None

    def lines(self) -> dict[str, str]:
        """The lines that were sent."""
        return {name: self.cleaned_data[name] for name in LINES if name in self.cleaned_data}

    def audiences(self) -> dict[str, Reach]:
        """The audience of each topic that was sent; the person alone where none was chosen."""
        return {
            name: Reach(int(self.cleaned_data.get(f"{name}_audience") or 0))
            for name in topics()
            if f"{name}_audience" in self.data
        }
