"""The fields that the forms share: a region, a column of a model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from salerno.services.accounts.values.countries import COUNTRIES


def regions() -> list[tuple[str, Any]]:
    """The countries, and first of all nothing."""
    return [("", gettext_lazy("I would rather not say")), *COUNTRIES]


def field_of(model: type[Model], name: str) -> forms.Field:
    """The field of a form for a column of a model."""
    column: Any = model._meta.get_field(name)
    made: forms.Field = column.formfield()
    return made
