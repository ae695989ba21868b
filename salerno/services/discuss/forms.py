"""The forms of discussion. Each names its point, and the clause of each field."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import CarefulForm, DeclaredForm
from salerno.policy.words import AUDIENCES, Gloss
from salerno.privacy.declare import Reach
from salerno.services.discuss.clauses import (
    APPEAL,
    APPEALING,
    ATTACHMENT,
    POST,
    POSTING,
    REPORT,
    REPORTING,
)
from salerno.services.discuss.rules.areas import MOST_TITLE
from salerno.services.discuss.rules.limits import SUSPENSION_DAYS
from salerno.services.discuss.rules.text import MOST_LETTERS, MOST_SAID
from salerno.services.discuss.values import Area, Kind, Reason


class ComposerForm(CarefulForm):
    """A post. The area says which kinds it takes."""

    point = POSTING
    kind = forms.ChoiceField(label=_("What it is"))
    text = forms.CharField(
        label=_("Your post"),
        max_length=MOST_LETTERS,
        strip=False,
        help_text=_("A name after @, or a full name, becomes a mention of that person."),
        widget=forms.Textarea(attrs={"rows": "6"}),
    )
    file = forms.FileField(
        label=_("A file"),
        help_text=_(
            "A picture, a PDF, a video or another file. Place and camera are taken out of "
            "pictures; in other files they stay, so look before you send one."
        ),
    )
    said = forms.CharField(
        label=_("What the picture shows"),
        max_length=MOST_SAID,
        help_text=_("For those who do not see it."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reply_to = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1
    )
    fields_of = MappingProxyType(
        {"kind": POST, "text": POST, "file": ATTACHMENT, "said": ATTACHMENT}
    )
    controls = frozenset({"once", "reply_to", "sure"})

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        self.area = area
        self.readers = ""
        kwargs.setdefault("auto_id", "post_%s")
        super().__init__(*args, **kwargs)
        taken = area.kinds if area else tuple(Kind.values)
        kind: Any = self.fields["kind"]
        if len(taken) == 1:
            kind.widget, kind.initial = forms.HiddenInput(), taken[0]
        kind.choices = [(one, Kind(one).label) for one in taken]
        self.fields["once"].initial = uuid4
        if area and not takes_files(area):
            del self.fields["file"], self.fields["said"]

    def needs(self, name: str) -> bool:
        """A post is words, unless it may be a file."""
        if name == "text":
            return self.area is None or not takes_files(self.area)
        return super().needs(name)

    def consequence(self, name: str) -> str:
        """What leaving it out means."""
        if name == "text" and not self.fields[name].required:
            return str(_("Then a file stands by itself."))
        return super().consequence(name)

    def gloss(self, name: str) -> Gloss:
        """The usual words, with those who really read it where the page counted them."""
        usual = super().gloss(name)
        return replace(usual, seen=self.readers) if self.readers else usual


def takes_files(area: Area) -> bool:
    """Whether an area takes files, or words only."""
    return bool(set(area.kinds) - {Kind.COMMENT.value})


class EditForm(CarefulForm):
    """An own post, written again."""

    point = POSTING
    text = forms.CharField(
        label=_("Your post"),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "10"}),
    )
    fields_of = MappingProxyType({"text": POST})
    controls = frozenset({"sure"})
    parts = frozenset({"text"})


class ReportForm(DeclaredForm):
    """Why a post should be looked at."""

    point = REPORTING
    reason = forms.ChoiceField(
        label=_("What is wrong with it"), choices=Reason, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": "10"})
    )
    fields_of = MappingProxyType({"reason": REPORT, "words": REPORT})
    parts = frozenset({"words"})


class AppealForm(DeclaredForm):
    """What speaks against a removal."""

    point = APPEALING
    words = forms.CharField(
        label=_("Why it should stand"), max_length=2000, widget=forms.Textarea(attrs={"rows": "10"})
    )
    fields_of = MappingProxyType({"words": APPEAL})


class AreaForm(forms.Form):
    """What an editor changes of a discussion; nothing about anybody."""

    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    audience = forms.TypedChoiceField(
        label=_("Who reads what is posted from now on"), coerce=lambda value: Reach(int(value)),
        help_text=_("What stands there keeps the audience it was posted to."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("What may be posted"), choices=Kind, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, area: Area, widest: Reach, **kwargs: Any) -> None:
        narrowest = Reach.PROGRAM if area.scope else Reach.MEMBERS
        offered = {one for one in Reach if narrowest <= one <= widest} | {area.audience}
        kwargs["initial"] = {
            "title": area.title, "audience": int(area.audience), "kinds": area.kinds,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        audience: Any = self.fields["audience"]
        audience.choices = [(int(one), AUDIENCES[one]) for one in sorted(offered)]


DEEDS = ("take", "keep", "remove", "suspend", "restore", "uphold")


class DecisionForm(forms.Form):
    """What becomes of a reported post: read by its author."""

    do = forms.ChoiceField(choices=[(one, one) for one in DEEDS])
    reason = forms.ChoiceField(label=_("Why"), choices=Reason, required=False)
    days = forms.TypedChoiceField(
        label=_("How long the author may not post, in days"),
        choices=[("", "")] + [(str(one), str(one)) for one in SUSPENSION_DAYS],
        coerce=int,
        required=False,
    )
    words = forms.CharField(
        label=_("Your words to the author"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def clean(self) -> dict[str, Any]:
        """A removal has its reason."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("do") == "remove" and not given.get("reason"):
            self.add_error("reason", _("Choose why."))
        return given
