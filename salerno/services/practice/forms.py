"""The forms of this room: answers, the date of an exam, a question's draft, a file of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.privacy import clock
from salerno.services.practice.actions.intake import Given
from salerno.services.practice.clauses import (
    ANSWER_POINT,
    EDITING_POINT,
    EXAM_POINT,
    PLAN,
    PLAN_POINT,
    RESPONSES,
)
from salerno.services.practice.formats.bank import SLUG
from salerno.services.practice.values import LETTERS, SURENESS, NewItem, Objective, Panel, Question

MOST_ID = 2**63 - 1
FEWEST = 2
MOST_UPLOADED = 5_000_000  # bytes
BARRED = "\\|"
BAR = re.compile(r"(?<!\\)\|")
PLACES = [(str(at), letter) for at, letter in enumerate(LETTERS)]


class AnswerForm(DeclaredForm):
    """An option, and how sure one is. Both are needed: the second chooses what comes next."""

    point = ANSWER_POINT
    answer = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ID)
    option = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=PLACES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the options.")},
    )
    sure = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        choices=[(str(one.percent), one.word) for one in SURENESS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how sure you are.")},
    )
    fields_of = MappingProxyType({"option": RESPONSES, "sure": RESPONSES})
    controls = frozenset({"answer", "do"})


class ExamAnswerForm(DeclaredForm):
    """An option of an exam's question; it may be left, and changed until the end."""

    point = EXAM_POINT
    option = forms.ChoiceField(
        label=gettext_lazy("Your answer"), choices=PLACES, widget=forms.RadioSelect
    )
    fields_of = MappingProxyType({"option": RESPONSES})
    parts = frozenset({"option"})
    controls = frozenset({"do"})
    if_left = MappingProxyType(
        {"option": gettext_lazy("You may leave it. A question without an answer is not right.")}
    )


class PlanForm(DeclaredForm):
    """When one's exam is. Empty, it is taken back."""

    point = PLAN_POINT
    exam_date = forms.DateField(
        label=gettext_lazy("Date of your exam"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    fields_of = MappingProxyType({"exam_date": PLAN})
    if_left = MappingProxyType(
        {"exam_date": gettext_lazy("You may leave it: then no pace is worked out.")}
    )

    def clean_exam_date(self) -> Any:
        """A day that is still to come, within ten years."""
        given = self.cleaned_data.get("exam_date")
        if given is not None and not 0 < (given - clock.today()).days <= 3660:
            raise ValidationError(_("Give a day that is still to come, within ten years."))
        return given


class ItemForm(DeclaredForm):
    """A question as an editor writes it. What is asked is about nobody."""

    point = EDITING_POINT
    key = forms.RegexField(
        SLUG,
        label=gettext_lazy("Key"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens. It names the question here."),
    )
    objective = forms.TypedChoiceField(label=gettext_lazy("Objective"), coerce=int)
    stem = forms.CharField(
        label=gettext_lazy("Stem"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    panel = forms.CharField(
        label=gettext_lazy("Table"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("One row a line, cells parted by |. The first row is the head."),
    )
    ask = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    options = forms.CharField(
        label=gettext_lazy("Options"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=6000,
        help_text=gettext_lazy(
            "One a line: the option, then | and why it is not right. A | of the option is \\|."
        ),
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Right option"), choices=[(one, one) for one in LETTERS]
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why it is right"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
    )
    references = forms.CharField(
        label=gettext_lazy("References"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        help_text=gettext_lazy("One a line."),
    )
    difficulty = forms.FloatField(
        label=gettext_lazy("Difficulty, in logits"), min_value=-6, max_value=6, initial=0
    )
    controls = frozenset({
        "key", "objective", "stem", "panel", "ask", "options", "right", "rationale", "references",
        "difficulty",
    })  # fmt: skip

    def __init__(
        self, *args: Any, objectives: list[tuple[str, list[Objective]]] | None = None, **more: Any
    ) -> None:
        self.blueprint = objectives or []
        super().__init__(*args, **more)

    def own_fields(self) -> Mapping[str, forms.Field]:
        """The objectives of this bank."""
        grouped = [
            (title, [(str(one.id), one.title) for one in listed])
            for title, listed in self.blueprint
        ]
        field = forms.TypedChoiceField(label=gettext_lazy("Objective"), choices=grouped, coerce=int)
        return {"objective": field}

    def clean_options(self) -> tuple[tuple[str, str], ...]:
        """Two to ten pairs of an option and its reason, no option twice."""
        pairs = tuple(
            (text.replace(BARRED, "|").strip(), "".join(why).strip())
            for line in lines(self.cleaned_data["options"])
            for text, *why in [BAR.split(line, maxsplit=1)]
        )
        texts = [text for text, _why in pairs]
        if not FEWEST <= len(pairs) <= len(LETTERS) or not all(texts):
            raise ValidationError(_("Give two to ten options, one a line."))
        if len(set(texts)) < len(texts):
            raise ValidationError(_("An option stands twice."))
        return pairs

    def clean_panel(self) -> Panel:
        """A table in which each row has as many cells as the head."""
        rows = [
            tuple(cell.strip() for cell in line.split("|"))
            for line in lines(self.cleaned_data["panel"])
        ]
        if not rows:
            return Panel()
        if len(rows) < FEWEST or len({len(row) for row in rows}) > 1:
            raise ValidationError(_("Give a head and rows, each with as many cells."))
        return Panel("", rows[0], tuple(rows[1:]))

    def clean(self) -> dict[str, Any]:
        """The right option is one of those there are."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        options = given.get("options")
        if options and given.get("right") and LETTERS.index(given["right"]) >= len(options):
            self.add_error("right", _("There is no such option."))
        return given

    def new_item(self) -> NewItem:
        """What was sent."""
        given = self.cleaned_data
        return NewItem(
            given["key"], "", given["stem"].replace("\r\n", "\n"), given["ask"], given["options"],
            LETTERS.index(given["right"]), given["rationale"].replace("\r\n", "\n"),
            tuple(lines(given["references"])), given["panel"], 1.0, given["difficulty"],
        )  # fmt: skip


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def barred(text: str) -> str:
    """An option as the form takes it: a bar of its own parts nothing."""
    return text.replace("|", BARRED)


def filled_in(one: Question) -> dict[str, Any]:
    """A question as the form takes it."""
    rows = [one.panel.head, *one.panel.rows] if one.panel.rows else []
    return {
        "key": one.key,
        "objective": str(one.objective_id),
        "stem": one.stem,
        "panel": "\n".join(" | ".join(row) for row in rows),
        "ask": one.ask,
        "options": "\n".join(
            f"{barred(each.text)} | {each.why}" if each.why else barred(each.text)
            for each in one.options
        ),
        "right": one.right.letter,
        "rationale": one.rationale,
        "references": "\n".join(one.references),
        "difficulty": one.difficulty,
    }


class FileForm(forms.Form):
    """Questions as a file. They are about nobody."""

    file = forms.FileField(
        label=gettext_lazy("A file of questions"),
        max_length=200,
        allow_empty_file=False,
        help_text=gettext_lazy("TOML, GIFT, Aiken or Moodle XML, up to 5 MB."),
    )
    slug = forms.RegexField(
        SLUG,
        label=gettext_lazy("Bank"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The last part of its address, for a file that does not name its bank. Small letters, "
            "digits and hyphens. Left empty, the name of the file."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Title, if the bank is new"), required=False, max_length=160
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """A file that is read while somebody waits."""
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > MOST_UPLOADED:
            raise ValidationError(_("The file is larger than 5 MB. Part it, and load the parts."))
        return found

    def given(self) -> Given:
        """What was sent."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return Given(
            str(file.name), file.read(), self.cleaned_data["slug"], self.cleaned_data["title"]
        )
