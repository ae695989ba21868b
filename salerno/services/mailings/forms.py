"""Composing a mailing, and asking to be told."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import ALWAYS, DeclaredForm
from salerno.privacy.errors import Refused
from salerno.services.mailings import rules
from salerno.services.mailings.clauses import SUBSCRIBING, SUBSCRIPTION
from salerno.services.mailings.values import NewCampaign
from salerno.services.post import queries as post
from salerno.services.post.values import ASKED_FOR, Channel, Sort, Topic

SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))


class CampaignForm(forms.Form):
    """A mailing. There is no field that goes round what people chose, and none is taken."""

    sort = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Sort.choices, initial=Sort.CONTENT.value
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    body = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=rules.MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": "14"}),
        help_text=gettext_lazy(
            "Paragraphs with an empty line between them. “## ” begins a heading, “- ” an item of a "
            "list, [words](https://…) is a link. A promotion stands between “:::offer” and “:::”; "
            "only an offer may hold one."
        ),
    )
    most_shows = forms.IntegerField(
        label=gettext_lazy("A note on the page is shown at most so often"),
        min_value=1, max_value=5, initial=3,
    )  # fmt: skip
    ends_date = forms.DateField(
        label=gettext_lazy("A note on the page ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        channel: Any = self.fields["channel"]
        none = ("", _("None: it has to be sent"))
        topic.choices = [none, *((one.id, one.title) for one in post.topics())]
        used = post.channels()
        channel.choices = [one for one in Channel.choices if one[0] in used]

    def full_clean(self) -> None:
        """Clean what came. Raises Refused (400) for a field that there is not."""
        if self.is_bound:
            stray = sorted(set(self.data) - set(self.fields) - ALWAYS)
            if stray:
                said = _("There is no option “%(name)s”. Nothing was stored.")
                raise Refused(said % {"name": stray[0][:40]}, status=400)
        super().full_clean()

    def clean_body(self) -> str:
        """The words with plain line ends: a browser sends each with a carriage return."""
        words: str = self.cleaned_data["body"]
        return words.replace("\r\n", "\n")

    def new(self) -> NewCampaign:
        """What was sent."""
        return NewCampaign(**self.cleaned_data)


class AskForm(DeclaredForm):
    """An address, and of what to be told."""

    point = SUBSCRIBING
    topic = forms.ChoiceField(
        label=gettext_lazy("What you want to be told of"),
        choices=[(one.value, one.label) for one in Topic if one.value in ASKED_FOR],
        widget=forms.RadioSelect,
        initial=Topic.CONTENTS.value,
    )
    about = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as sleep, or heart failure. Needed for alerts only."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fields_of = MappingProxyType({"email": SUBSCRIPTION, "about": SUBSCRIPTION})
    controls = frozenset({"topic"})
    if_left = MappingProxyType({"email": gettext_lazy("Without it nothing can be sent.")})

    def __init__(self, *args: Any, is_member: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_member:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """An alert needs its subject, and somebody without an account an address."""
        found = super().clean() or {}
        if "email" in self.fields and not found.get("email") and not self.errors.get("email"):
            self.add_error("email", _("Without it nothing can be sent."))
        alert = found.get("topic") == Topic.ALERTS
        if alert and not rules.subject_of(str(found.get("about", ""))):
            self.add_error("about", _("Say of which subject."))
        return found


class PartnerForm(forms.Form):
    """One for whom the house writes."""

    slug = forms.CharField(label=gettext_lazy("Short name"), max_length=30, validators=[SHORT])
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    is_active = forms.BooleanField(label=gettext_lazy("We write for it"), required=False)
