"""The forms of this room: enrolling, one answer, and who teaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.courses import rules
from salerno.services.courses.clauses import COURSEWORK, ENROLMENT_POINT, QUIZ_POINT
from salerno.services.courses.values import Question, QuestionKind


class EnrolForm(DeclaredForm):
    """The terms and the uses, accepted as they were shown. Nothing else is asked."""

    point = ENROLMENT_POINT
    agree = forms.BooleanField(
        label=gettext_lazy("I accept the terms, and the uses that are named above."),
        error_messages={"required": gettext_lazy("Tick the box to enrol, or leave the page.")},
    )
    terms_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6)
    policy_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6)
    controls = frozenset({"agree", "terms_version", "policy_version"})


class OrderWidget(forms.MultiWidget):
    """A box of places for each line of an ordering."""

    def decompress(self, value: Any) -> list[Any]:
        """The place of each line, where an order was kept."""
        return list(value or [])


class OrderField(forms.MultiValueField):
    """Each line has its own place: compresses to the ids of the lines in the order given."""

    def __init__(self, ids: Sequence[int], **options: Any) -> None:
        self.ids = tuple(ids)
        places = [("", "–"), *((str(at), str(at)) for at in range(1, len(ids) + 1))]
        boxes: Any = {f"p{one}": forms.Select(choices=places) for one in ids}
        super().__init__(
            fields=[forms.ChoiceField(choices=places, required=False) for _one in ids],
            widget=OrderWidget(boxes),
            require_all_fields=False,
            **options,
        )

    def compress(self, data_list: list[str]) -> list[str]:
        """The ids in order; nothing where every box is empty."""
        chosen = {place: one for place, one in zip(data_list, self.ids, strict=False) if place}
        if not chosen:
            return []
        if len(chosen) != len(self.ids):
            raise ValidationError(_("Give each line a place of its own, or leave all of them."))
        return [str(chosen[one]) for one in sorted(chosen, key=int)]


class NumberField(forms.CharField):
    """A number as people write it."""

    def clean(self, value: Any) -> str:
        """The number as it was written, or nothing."""
        given = str(super().clean(value) or "").strip()
        if given and rules.number(given) is None:
            raise ValidationError(_("This is no number. Write it like 47 or 0.4."))
        return given


@dataclass(frozen=True)
class Option:
    """A choice as the form shows it. ``place``: where it was put in an order."""

    id: int
    letter: str
    html: str
    is_given: bool
    place: int


class AnswerForm(DeclaredForm):
    """The answer to one question. An empty one may be kept: it earns no points."""

    point = QUIZ_POINT
    fields_of = MappingProxyType({"answer": COURSEWORK})
    controls = frozenset({"attempt", "do"})
    attempt = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    if_left = MappingProxyType(
        {"answer": gettext_lazy("You may leave it. A question without an answer earns no points.")}
    )

    def __init__(
        self, *args: Any, question: Question | None = None, given: Sequence[str] = (), **more: Any
    ) -> None:
        self.question = question
        self.kept = tuple(given)
        super().__init__(*args, **more)

    def own_fields(self) -> Mapping[str, forms.Field]:
        """The control that the question asks for."""
        return {"answer": _control(self.question)}

    def given(self) -> tuple[str, ...]:
        """What was answered: ids of choices, or a number."""
        told: Any = self.cleaned_data.get("answer")
        if isinstance(told, str):
            return (told,) if told else ()
        return tuple(str(one) for one in told or ())

    def options(self) -> list[Option]:
        """The choices, with what was chosen before."""
        if self.question is None:
            return []
        chosen = self.given() if self.is_bound and self.is_valid() else self.kept
        return [
            Option(
                one.id, ascii_uppercase[at % 26], one.html, str(one.id) in chosen,
                chosen.index(str(one.id)) + 1 if str(one.id) in chosen else 0,
            )
            for at, one in enumerate(self.question.choices)
        ]  # fmt: skip

    @property
    def number(self) -> str:
        """The number that was given, as written."""
        if self.is_bound:
            return str(self.data.get("answer", ""))[: rules.MOST_DIGITS]
        return self.kept[0] if self.kept else ""


def _control(question: Question | None) -> forms.Field:
    label = gettext_lazy("Your answer")
    if question is None or question.kind == QuestionKind.NUMERIC:
        return NumberField(label=label, max_length=rules.MOST_DIGITS)
    ids = [one.id for one in question.choices]
    if question.kind == QuestionKind.ORDERING:
        return OrderField(ids, label=label)
    choices = [(str(one), str(one)) for one in ids]
    if question.kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class TeacherForm(forms.Form):
    """Whom to let teach, by the address they sign in with. It is used once and not kept."""

    address = forms.EmailField(label=gettext_lazy("The address that they sign in with"))
