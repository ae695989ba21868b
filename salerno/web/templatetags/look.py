"""Tags that render the components. A page names the component and hands it a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.privacy.paging import PAGE, Pager, Part, part
from salerno.web.components import (
    Aside,
    Badge,
    Because,
    Choice,
    Empty,
    ErrorSummary,
    Notice,
    Progress,
    Receipt,
    SubjectTable,
    Watch,
)
from salerno.web.plots import Bar, Plot
from salerno.web.slots import filled

register = template.Library()

type Context = dict[str, Any]

BOXES = {
    "day": gettext_lazy("Day"),
    "month": gettext_lazy("Month"),
    "year": gettext_lazy("Year"),
    "hour": gettext_lazy("Hour"),
    "minute": gettext_lazy("Minute"),
}
NOT_HALF = (forms.Textarea, forms.FileInput, forms.CheckboxInput, forms.SelectMultiple)


def _kind(widget: forms.Widget) -> str:
    """How a control is laid out: line, box, group, trio or other."""
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.MultiWidget):
        return "trio"
    return "other" if isinstance(widget, forms.SelectDateWidget) else "line"


def _boxes(bound: BoundField, kind: str, attrs: Context) -> list[Context]:
    """The answers of a group, or the boxes of a date, each with its label."""
    if kind == "group":
        return [
            {
                "label": one.choice_label,
                "control": one.tag(),
                "hint": getattr(one.choice_label, "hint", ""),
            }
            for one in bound.subwidgets
        ]
    widget = bound.field.widget
    if kind != "trio" or not isinstance(widget, forms.MultiWidget):
        return []
    attrs = bound.build_widget_attrs(attrs | {"id": bound.auto_id}, widget)
    made = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]["subwidgets"]
    names = [str(one).strip("_") for one in getattr(widget, "widgets_names", ())]
    renderer = bound.form.renderer
    return [
        {"label": BOXES.get(name, name), "control": BoundWidget(widget, one, renderer).tag()}
        for name, one in zip(names, made, strict=True)
    ]


def _attributes(bound: BoundField, kind: str, described: str) -> Context:
    attrs: Context = {}
    if described and kind in {"line", "box"}:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    widget = bound.field.widget
    if kind == "line" and "class" not in widget.attrs and not isinstance(widget, NOT_HALF):
        attrs["class"] = "half"
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        attrs["rows"] = "5"
    return attrs


@register.inclusion_tag("parts/field.html")
def field(one: Any, gloss: Any = None, consequence: object = "") -> Context:
    """A control with its label, help, error and gloss.

    ``one``: a bound field, or a row of a declared form, which brings its own gloss. ``gloss``: a
    Gloss or a triple (why, kept, seen). ``consequence``: what leaving the field empty means.
    """
    bound: BoundField = getattr(one, "bound", one)
    gloss = gloss or getattr(one, "gloss", None)
    consequence = consequence or getattr(one, "consequence", "")
    notice = getattr(one, "notice", "")
    if isinstance(gloss, tuple):
        gloss = {"why": gloss[0], "kept": gloss[1], "seen": gloss[2]}
    help_text = bound.help_text
    hint = help_text if gloss or not consequence else f"{help_text} {consequence}".strip()
    error = " ".join(str(each) for each in bound.errors)
    said = {"h": hint, "n": notice, "e": error, "c": consequence if gloss else ""}
    described = " ".join(f"{bound.auto_id}_{key}" for key, words in said.items() if words)
    kind = _kind(bound.field.widget)
    attrs = _attributes(bound, kind, described)
    return {
        "field": bound,
        "gloss": gloss,
        "kind": kind,
        "hint": hint,
        "notice": notice,
        "error": error,
        "consequence": consequence,
        "described": described,
        "needed": _("(needed)") if bound.field.required else _("(you may leave it)"),
        "boxes": _boxes(bound, kind, attrs),
        "control": "" if kind in {"group", "trio"} else bound.as_widget(attrs=attrs),
    }


def _target(form: forms.BaseForm, name: str) -> str:
    """The id of the control that an error is about."""
    if name not in form.fields:
        return ""
    bound = form[name]
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: forms.BaseForm, title: object = "") -> Context:
    """What is wrong with a form, with links to the controls. It takes the focus, without script."""
    if not form.errors:
        return {}
    items: list[tuple[str, object]] = []
    for name, errors in form.errors.items():
        label = f"{form[name].label}: " if name in form.fields else ""
        items += [(_target(form, name), f"{label}{one}") for one in errors]
    wrong = len(form.errors)
    text = ngettext(
        "One answer needs another look. The others are kept on this page.",
        "%(n)d answers need another look. The others are kept on this page.",
        wrong,
    )
    return {
        "summary": ErrorSummary(title or _("This is not saved yet"), text % {"n": wrong}, items)
    }


@register.inclusion_tag("parts/gloss.html")
def gloss(one: Any) -> Context:
    """Why, how long, who: beside something that is no field."""
    return {"gloss": one}


@register.inclusion_tag("parts/aside.html")
def aside(one: Aside) -> Context:
    """A note in the margin."""
    return {"title": one.title, "text": one.text, "link": one.link, "id": one.id}


@register.inclusion_tag("parts/notice.html")
def notice(one: Notice, level: int = 2) -> Context:
    """An event. ``level``: of its heading, 2 or 3."""
    return {"notice": one, "level": level}


@register.inclusion_tag("parts/empty.html")
def empty_state(one: Empty, level: int = 3) -> Context:
    """A place where nothing is yet."""
    return {"empty": one, "level": level}


@register.inclusion_tag("parts/tabs.html")
def tabs(links: Any, label: str) -> Context:
    """Views of one thing, each an address."""
    return {"links": links, "label": label}


@register.inclusion_tag("parts/contents.html")
def contents(links: Any, title: str, stays: bool = False) -> Context:
    """What stands on the page. ``stays``: it goes along while one reads."""
    return {"links": links, "title": title, "stays": stays}


@register.inclusion_tag("parts/ledger.html")
def ledger(entries: Any) -> Context:
    """Disclosures, looks, case history."""
    return {"entries": entries}


@register.inclusion_tag("parts/tally.html")
def tally(figures: Any) -> Context:
    """A few figures, each with what it counts."""
    return {"figures": figures}


@register.inclusion_tag("parts/facts.html")
def facts(listed: Any) -> Context:
    """A short list of what and its value."""
    return {"facts": listed}


@register.inclusion_tag("parts/rights.html")
def rights(listed: Any) -> Context:
    """What a person can do now."""
    return {"rights": listed}


@register.inclusion_tag("parts/steps.html")
def steps(listed: Any) -> Context:
    """The steps of a journey or a case."""
    return {"steps": listed}


@register.inclusion_tag("parts/diff.html")
def diff(changes: Any) -> Context:
    """What changed between two versions."""
    return {"changes": changes}


@register.inclusion_tag("parts/subject_table.html")
def subject_table(table: SubjectTable) -> Context:
    """Everything held under one heading."""
    return {"table": table}


@register.inclusion_tag("parts/plot.html")
def plot(drawn: Plot) -> Context:
    """A bar plot and its table."""
    return {"plot": drawn}


@register.inclusion_tag("parts/plot.html")
def bars(one: Any) -> Context:
    """A bar plot from a room's own value: title, caption, filled, open, when, and bars of these."""
    drawn = tuple(Bar(each.label, each.filled, each.open) for each in one.bars)
    return {"plot": Plot(one.title, one.caption, one.filled, one.open, drawn, one.when)}


@register.inclusion_tag("parts/progress.html")
def progress(one: Progress) -> Context:
    """How far somebody is."""
    return {"progress": one}


@register.inclusion_tag("parts/badge.html")
def badge(one: Badge) -> Context:
    """Access, with its word."""
    return {"badge": one}


@register.inclusion_tag("parts/receipt.html")
def receipt(one: Receipt) -> Context:
    """What a choice leaves."""
    return {"receipt": one}


@register.inclusion_tag("parts/pager.html")
def pager(one: Pager) -> Context:
    """The pages of a long list."""
    return {"pager": one}


@register.simple_tag(takes_context=True)
def paged(context: Any, rows: Iterable[Any] | None, name: str = "page", each: int = PAGE) -> Part:
    """The rows of one page of a long list: ``{% paged rows as rows %}``, its ways by ``pager``.

    ``name``: another word for each further list of one page.
    """
    request = context.get("request")
    asked = request.GET.dict() if request is not None else {}
    return part(rows or (), asked, request.path if request is not None else "", name, each)


@register.inclusion_tag("parts/choice.html", takes_context=True)
def choice(context: Any, one: Choice, address: str) -> Context:
    """A standing choice with its switch and receipt."""
    return {"choice": one, "address": address, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("parts/because.html", takes_context=True)
def because(context: Any, one: Because) -> Context:
    """Why something was chosen for the reader; it ends in the off switch."""
    return {"because": one, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("parts/watch.html", takes_context=True)
def watch(context: Any, one: Watch) -> Context:
    """The band that says that a person is on the table."""
    return {"watch": one, "csrf_token": context.get("csrf_token", "")}


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: object = None) -> str:
    """What the rooms have for a place on this page."""
    request = context.get("request")  # the page of a fault may stand without one
    return filled(name, request, subject) if request is not None else SafeString("")
