"""Decides whether a drawing (SVG) can do nothing but be seen."""

from __future__ import annotations

import re

from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.formats.jats.tree import Element, parse

ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "metadata",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "marker",
        "pattern",
        "mask",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
        "switch",
        "image",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feMerge",
        "feMergeNode",
        "feColorMatrix",
        "feBlend",
        "feFlood",
        "feComposite",
    ]
)
LOADS = re.compile(r"@import|expression\s*\(|javascript:|behavior\s*:|\\", re.IGNORECASE)
URL = re.compile(r"url\s*\(\s*['\"]?(?!#)", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*\Z")
NUMBER = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*\Z")
DOCUMENTS = frozenset({"rdf:RDF", "RDF", "Work", "format", "type", "date", "creator", "Agent",
                       "title", "namedview", "guide", "grid"})  # fmt: skip


class NotADrawing(Exception):
    """It could act or load something."""


def check_drawing(content: bytes) -> tuple[int, int]:
    """The size of a drawing, 0 where it does not say. Raises NotADrawing."""
    try:
        root = parse(content).root
    except NotTaken as error:
        raise NotADrawing(error.words) from error
    if local(root) != "svg":
        raise NotADrawing(root.tag)
    for one in root.walk():
        check(one)
    return size_of(root)


def local(element: Element) -> str:
    """The name of an element without a prefix."""
    return element.tag.removeprefix("svg:")


def check(element: Element) -> None:
    """Raises NotADrawing for an element that could act or load."""
    name = local(element)
    if name not in ELEMENTS and name not in DOCUMENTS:
        raise NotADrawing(name)
    for key, value in element.attributes.items():
        if key.lower().startswith("on") or key == "xml:base":
            raise NotADrawing(key)
        if key in {"href", "xlink:href"} and not stays(name, value):
            raise NotADrawing(key)
        if URL.search(value) or LOADS.search(value):
            raise NotADrawing(key)
    if name == "style" and (URL.search(element.text) or LOADS.search(element.text)):
        raise NotADrawing(name)


def stays(name: str, value: str) -> bool:
    """Whether a pointer stays within the drawing."""
    if value.strip().startswith("#"):
        return True
    return name == "image" and bool(PICTURE.match(value.strip()))


def size_of(root: Element) -> tuple[int, int]:
    """Width and height in pixels, from the view box where the sides are not said."""
    box = root.get("viewBox").replace(",", " ").split()
    for given in ([root.get("width"), root.get("height")], box[2:4]):
        numbers = [int(one.group(1)) for one in map(NUMBER.match, given) if one is not None]
        if len(numbers) == 2 and all(numbers):
            return numbers[0], numbers[1]
    return 0, 0
