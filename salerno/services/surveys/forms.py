"""The forms of this room: the questions of a survey as a page shows them, and a survey itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.surveys.formats import writing
from salerno.services.surveys.rules.questions import NO, YES, Kind, Question
from salerno.services.surveys.rules.reading import LONG, OTHER, SHORT, Fault, Sent
from salerno.services.surveys.values import FAULTS, KINDS, NewSurvey, Survey

SLUG = RegexValidator(
    r"\A(?!refuse\Z)[a-z0-9][a-z0-9-]*\Z",
    gettext_lazy("Small letters, digits, hyphens; and not “refuse”."),
)
SHOWN = "shown"
"""The field that says which questions stood on the page that is sent."""
_LABELS = {YES: gettext_lazy("Yes"), NO: gettext_lazy("No"), OTHER: gettext_lazy("Something else")}


@dataclass(frozen=True)
class Box:
    """One thing to choose. ``id`` names the control on the page."""

    id: str
    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Part:
    """One line of a ranking or a matrix."""

    name: str
    words: str
    value: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question on the page, with what was sent for it and what was wrong."""

    question: Question
    hint: str
    fault: str
    value: str
    text: str
    boxes: tuple[Box, ...]
    parts: tuple[Part, ...]

    @property
    def most(self) -> int:
        """How many characters fit."""
        return LONG if self.question.kind is Kind.LONG else SHORT


def asked(
    questions: Iterable[Question], sent: Sent, faults: Mapping[str, Fault] | None = None
) -> list[Asked]:
    """The questions as the page shows them."""
    return [_asked(one, sent, (faults or {}).get(one.id)) for one in questions]


def _asked(one: Question, sent: Sent, fault: Fault | None) -> Asked:
    parts = tuple(
        Part(name, words, _first(sent, name), _boxes(name, one.columns, sent))
        for name, words in zip(one.parts, one.options, strict=False)
    )
    offered = () if one.parts else one.values
    if one.kind is Kind.OTHER:
        offered = (*offered, OTHER)
    return Asked(
        one, str(KINDS[one.kind]), str(FAULTS[fault]) if fault else "", _first(sent, one.name),
        _first(sent, f"{one.name}_text"), _boxes(one.name, offered, sent), parts,
    )  # fmt: skip


def _boxes(name: str, offered: Iterable[str], sent: Sent) -> tuple[Box, ...]:
    said = set(sent.get(name, ()))
    return tuple(
        Box(f"{name}-{at}", one, str(_LABELS.get(one, one)), one in said)
        for at, one in enumerate(offered)
    )


def _first(sent: Sent, name: str) -> str:
    return next(iter(sent.get(name, ())), "")


def stray(questions: Iterable[Question], sent: Sent) -> list[str]:
    """What came with a form and is no field of it."""
    known = {name for one in questions for name in one.names}
    return sorted(set(sent) - known - {SHOWN, "csrfmiddlewaretoken"})


class SurveyForm(forms.Form):
    """A survey as an editor writes it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    slug = forms.CharField(
        label=gettext_lazy("Address"), max_length=60, validators=[SLUG],
        help_text=gettext_lazy("It stands at /surveys/ and this."),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Why you ask"), max_length=600, widget=forms.Textarea,
        help_text=gettext_lazy("Everybody reads it before they begin."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=gettext_lazy("Names"),
        choices=(
            ("without", gettext_lazy("Without names: nobody can say whose answers are whose")),
            ("with", gettext_lazy("With names: each person can read them and take them back")),
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Questions"), max_length=40_000, widget=forms.Textarea
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"), help_text=gettext_lazy("As 2026-12-01 18:00.")
    )
    kept_until = forms.DateTimeField(
        label=gettext_lazy("Answers are kept until"),
        help_text=gettext_lazy("As 2027-03-01 18:00. After that they are deleted."),
    )

    def clean_text(self) -> str:
        """The questions, if they can be read."""
        text = str(self.cleaned_data["text"])
        try:
            writing.read(text)
        except writing.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def new(self) -> NewSurvey:
        """The survey as it was handed in."""
        said = self.cleaned_data
        return NewSurvey(
            said["slug"], said["title"], said["why"], said["mode"] == "without", said["text"],
            said["closes_at"], said["kept_until"],
        )  # fmt: skip


def filled(found: Survey | None) -> dict[str, object]:
    """What a survey's form begins with."""
    if found is None:
        return {"mode": "without"}
    return dict(vars(found)) | {"mode": "without" if found.is_anonymous else "with"}


def told(found: Survey, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """One's own answers in words."""
    return [(one.words, _told(answers[one.id])) for one in found.questions if one.id in answers]


def _told(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{row}: {said}" for row, said in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {YES: _("Yes"), NO: _("No")}.get(str(value), str(value))
