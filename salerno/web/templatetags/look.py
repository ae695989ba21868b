"""Tags that render the components. A page names the component and hands it a value."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect
from django.forms import SelectDateWidget
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.web.components import Choice, Notice, Plot, SubjectTable, Summary

register = template.Library()

GROUPED = (RadioSelect, CheckboxSelectMultiple, SelectDateWidget)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if getattr(widget, "is_trio", False):
        return "trio"
    if isinstance(widget, GROUPED):
        return "group"
    return "check" if isinstance(widget, CheckboxInput) else "line"


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, gloss: Any = None, consequence: object = "") -> dict[str, Any]:
    """A control with its label, help, error and gloss.

    ``gloss`` is a Gloss or a triple (why, kept, seen); ``consequence`` says what leaving the
    field empty does, in the label of an optional one.
    """
    if isinstance(gloss, tuple):
        gloss = {"why": gloss[0], "kept": gloss[1], "seen": gloss[2]}
    described = [f"{bound.auto_id}_h"] if bound.help_text or consequence else []
    described += [f"{bound.auto_id}_e"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = _kind(bound)
    if kind == "line" and "class" not in bound.field.widget.attrs:
        attrs["class"] = "half"
    return {
        "field": bound,
        "gloss": gloss,
        "kind": kind,
        "control": bound.as_widget(attrs=attrs),
        "consequence": consequence,
    }


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: Form, title: str = "") -> dict[str, Any]:
    """What is wrong with a form, with links to the controls. It takes the focus."""
    if not form.errors:
        return {}
    items: list[tuple[str, object]] = [
        (form[name].auto_id if name in form.fields else "", str(errors[0]))
        for name, errors in form.errors.items()
    ]
    said = ngettext("One answer needs another look.", "%(n)d answers need another look.", len(items))
    return {
        "summary": Summary(title or _("This is not saved yet"), items),
        "said": said % {"n": len(items)},
    }


@register.inclusion_tag("parts/notice.html")
def notice(one: Notice) -> dict[str, Any]:
    """An event."""
    return {"notice": one}


@register.inclusion_tag("parts/tabs.html")
def tabs(links: Any, label: str) -> dict[str, Any]:
    """Views of one thing, each an address."""
    return {"links": links, "label": label}


@register.inclusion_tag("parts/ledger.html")
def ledger(entries: Any) -> dict[str, Any]:
    """Disclosures, looks, case history."""
    return {"entries": entries}


@register.inclusion_tag("parts/tally.html")
def tally(figures: Any) -> dict[str, Any]:
    """A few figures, each with what it counts."""
    return {"figures": figures}


@register.inclusion_tag("parts/rights.html")
def rights(listed: Any) -> dict[str, Any]:
    """What a person can do now."""
    return {"rights": listed}


@register.inclusion_tag("parts/subject_table.html")
def subject_table(table: SubjectTable) -> dict[str, Any]:
    """Everything held under one heading."""
    return {"table": table, "n": len(table.rows)}


@register.inclusion_tag("parts/plot.html")
def plot(drawn: Plot) -> dict[str, Any]:
    """A bar plot and its table."""
    return {"plot": drawn}


@register.inclusion_tag("parts/choice.html", takes_context=True)
def choice(context: Any, one: Choice, address: str) -> dict[str, Any]:
    """A standing choice with its switch and receipt."""
    return {"choice": one, "address": address, "csrf_token": context.get("csrf_token")}
