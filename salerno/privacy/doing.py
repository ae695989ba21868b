"""``@action`` and ``@query``: the two doors between a room and its tables.

An action writes: keyword-only, ``by=`` first, one transaction, one collection point at most.
A query reads and returns values: what crosses a room is evaluated and frozen.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from types import GeneratorType
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from salerno.privacy.context import Act, acting, current, refuse
from salerno.privacy.declare import CollectionPoint, Purpose
from salerno.privacy.errors import DeclarationError, GateError, PurposeRefused
from salerno.privacy.provenance import keep_provenance

P = ParamSpec("P")
R = TypeVar("R")

actions: dict[str, tuple[tuple[Purpose, ...], CollectionPoint | None]] = {}
"""Every action by dotted name, with what it accepts and where it collects."""

queries: dict[str, tuple[Purpose, ...]] = {}
"""Every query by dotted name, with what it accepts."""


def _checked_purpose(name: str, accepts: tuple[Purpose, ...]) -> None:
    purpose = current().purpose
    if purpose not in accepts:
        asked = ", ".join(str(one) for one in accepts)
        raise refuse(PurposeRefused(f"{name} accepts {asked}; entered is {purpose}."))


def action(
    *accepts: Purpose, collects: CollectionPoint | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a verb of a function: checks the purpose, opens a transaction and the act.

    The wrapped function is keyword-only and takes ``by`` first. What it collects is written
    down as a collection event when it returns.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        _check_shape(function, name)
        actions[name] = (accepts, collects)

        @functools.wraps(function)
        def verb(*args: P.args, **kwargs: P.kwargs) -> R:
            _checked_purpose(name, accepts)
            with transaction.atomic(), acting(Act(name, collects)) as act:
                result = function(*args, **kwargs)
                keep_provenance(act)
            return result

        return verb

    return wrap


def _check_shape(function: Callable[..., Any], name: str) -> None:
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or parameters[0].name != "by":
        raise DeclarationError(f"{name}: an action takes `by` first.")
    if any(one.kind is not inspect.Parameter.KEYWORD_ONLY for one in parameters):
        raise DeclarationError(f"{name}: an action takes keywords only.")


def query(*accepts: Purpose) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a read of a function: checks the purpose, and that values come out of it."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        queries[name] = accepts

        @functools.wraps(function)
        def read(*args: P.args, **kwargs: P.kwargs) -> R:
            _checked_purpose(name, accepts)
            result = function(*args, **kwargs)
            _check_values(result, name)
            return result

        return read

    return wrap


def _check_values(result: object, name: str) -> None:
    """Raise GateError when a queryset, a row or a generator would cross."""
    sample: Iterable[object] = (result,)
    if isinstance(result, list | tuple):
        sample = result[:1]
    for value in (result, *sample):
        if isinstance(value, QuerySet | Model | GeneratorType):
            raise refuse(GateError(f"{name} returns {type(value).__name__}: return values."))
