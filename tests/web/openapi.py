"""The house as an OpenAPI document: each door that takes a form, with the fields it declares.

It is read off the routes, their doors and the declared forms their views name; a machine's door
takes what its ``takes`` says. It is served nowhere: it is what fuzzing starts from.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from django import forms
from django.urls import URLPattern, get_resolver

from salerno.policy.forms import DeclaredForm
from salerno.privacy.doors import Door

READS = re.compile(r"""\.POST(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")
OF_LIBRARY = frozenset({"login", "password", "password1", "password2", "remember", "email", "code"})
DEEP = 4  # calls that are followed from a view to the form it reads
PLAIN, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
JSON = "application/json"
PATHS = {"int": {"type": "integer", "minimum": 0}, "uuid": {"type": "string", "format": "uuid"}}
WORD = {"type": "string", "minLength": 1, "maxLength": 60}


@dataclass(frozen=True)
class Route:
    """One address: as the document writes it, its door, and the forms that its view reads."""

    path: str
    name: str
    door: Door
    methods: frozenset[str]
    forms: tuple[type[DeclaredForm], ...]
    parameters: tuple[tuple[str, str], ...]
    by_hand: frozenset[str]  # what the view reads of a form without declaring it: presses, keys

    @property
    def is_public(self) -> bool:
        """Whether somebody who is not signed in may send here."""
        return not (self.door.signed_in or self.door.role)


def routes(patterns: Any = None, before: str = "/") -> Iterator[Route]:
    """Every address that is written in plain parts."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, before + str(one.pattern))
        elif "(?P" not in str(one.pattern):
            yield _route(one, before + str(one.pattern))


def _route(pattern: URLPattern, where: str) -> Route:
    found = re.findall(r"<(?:(\w+):)?(\w+)>", where)
    view: Any = pattern.callback
    return Route(
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", where),
        pattern.name or "",
        view.door,
        methods_of(view),
        forms_of(view),
        tuple((name, kind or "str") for kind, name in found),
        OF_LIBRARY if view.door.library else read_by_hand(view),
    )


def methods_of(view: Any) -> frozenset[str]:
    """What a view takes, as its decorators say; GET and POST where none says it."""
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            held = view.__closure__[names.index("request_method_list")].cell_contents
            return frozenset(held)
        view = getattr(view, "__wrapped__", None)
    return frozenset({"GET", "POST"})


def forms_of(view: Any) -> tuple[type[DeclaredForm], ...]:
    """The declared forms that a view names, itself or through what it calls."""
    found: dict[str, type[DeclaredForm]] = {}
    _follow(inspect.unwrap(view), found, set(), DEEP)
    return tuple(found.values())


def read_by_hand(view: Any) -> frozenset[str]:
    """The names that the view's own module reads from what was posted."""
    module = inspect.getmodule(inspect.unwrap(view))
    return frozenset(READS.findall(inspect.getsource(module))) if module else frozenset()


def _follow(what: Any, found: dict[str, Any], seen: set[int], deep: int) -> None:
    if id(what) in seen or deep < 0:
        return
    seen.add(id(what))
    if inspect.isclass(what) and issubclass(what, DeclaredForm) and hasattr(what, "point"):
        found[f"{what.__module__}.{what.__name__}"] = what
    if not isinstance(what, FunctionType):
        return
    for name in _names(what):
        _follow(_found(what, name), found, seen, deep - 1)


def _names(function: FunctionType) -> tuple[str, ...]:
    return function.__code__.co_names


def _found(function: FunctionType, name: str) -> Any:
    """What a name means in a view: its module's own, or an attribute of a module it imports."""
    known = function.__globals__
    if name in known:
        return known[name]
    own = function.__module__.rpartition(".")[0].rpartition(".")[0]
    for one in known.values():
        if isinstance(one, ModuleType) and one.__name__.startswith(own) and hasattr(one, name):
            found = getattr(one, name)
            if inspect.isclass(found):
                return found
    return None


def field_schema(field: forms.Field) -> dict[str, Any]:
    """What a field takes, in JSON Schema; a value is sent as text in any case."""
    chosen = [str(value) for value, _words in _flat(getattr(field, "choices", ()))]
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": {"enum": chosen or ["1"]}, "maxItems": 4}
    if isinstance(field, forms.BooleanField):
        return {"enum": ["on"]}
    if chosen:
        return {"enum": chosen}
    return _number(field) if isinstance(field, forms.IntegerField) else _text(field)


def _number(field: forms.IntegerField) -> dict[str, Any]:
    ends = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": "integer"} | {name: end for name, end in ends.items() if end is not None}


def _text(field: forms.Field) -> dict[str, Any]:
    formats = (
        (forms.EmailField, "email"), (forms.DateField, "date"), (forms.URLField, "uri"),
        (forms.FileField, "binary"),
    )  # fmt: skip
    for kind, said in formats:
        if isinstance(field, kind):
            return {"type": "string", "format": said}
    most = getattr(field, "max_length", None)
    return {"type": "string"} | ({"maxLength": most} if most else {})


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, words in list(choices):
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield value, words


def form_schema(found: tuple[type[DeclaredForm], ...]) -> dict[str, Any]:
    """One form; where a view reads several, any of them."""
    made = [_one(form) for form in found]
    return made[0] if len(made) == 1 else {"anyOf": made}


def _one(form: type[DeclaredForm]) -> dict[str, Any]:
    made = form()
    fields = dict(made.fields)
    known: dict[str, Any] = {name: field_schema(field) for name, field in fields.items()}
    for name in [one for one in fields if isinstance(fields[one].widget, forms.MultiWidget)]:
        parts: Any = fields.pop(name).widget
        del known[name]
        known |= {f"{name}{part}": {"type": "string"} for part in parts.widgets_names}
    known |= {name: {"type": "string"} for name in form.controls - set(known)}
    needed = [name for name, field in fields.items() if field.required]
    more = {"type": "object", "properties": known, "additionalProperties": False}
    return more | ({"required": needed} if needed else {})


def _free(names: frozenset[str]) -> dict[str, Any]:
    known = {name: {"type": "string"} for name in sorted(names)}
    return {"type": "object", "properties": known}


def operation(route: Route) -> dict[str, Any]:
    """What is sent to one address."""
    body = form_schema(route.forms) if route.forms else _free(route.by_hand)
    has_files = any(
        isinstance(one, forms.FileField) for form in route.forms for one in form().fields.values()
    )
    kinds = [one for one in route.door.takes if one.endswith("json")] or [
        PARTS if has_files else PLAIN
    ]
    return {
        "operationId": f"post {route.path}",
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": body} for kind in kinds},
        },
        "responses": {"default": {"description": "a page, or a sentence"}},
    }


def document(found: list[Route]) -> dict[str, Any]:
    """The OpenAPI document of some routes."""
    paths: dict[str, Any] = {}
    for route in found:
        item = paths[route.path] = {}
        item["parameters"] = [
            {
                "name": name, "in": "path", "required": True,
                "schema": PATHS.get(kind, WORD),
            }
            for name, kind in route.parameters
        ]  # fmt: skip
        if "POST" in route.methods:
            item["post"] = operation(route)
        else:
            item["get"] = {
                "operationId": f"get {route.path}",
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "responses": {"default": {"description": "a page, a table or JSON"}},
            }
    return {"openapi": "3.0.3", "info": {"title": "Salerno", "version": "1"}, "paths": paths}
