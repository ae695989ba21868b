"""Figures, pictures in the text, and files that come with an article."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.blocks import contained
from salerno.services.articles.formats.jats.markup import (
    NOTHING,
    Html,
    address,
    join,
    link,
    tag,
    text,
)
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Image

HEAD = {"label", "caption", "title", "object-id", "alt-text", "long-desc", "attrib", "permissions"}
PICTURES = frozenset({"graphic", "inline-graphic", "media", "mml:math", "code"})


def figure(element: Element, reading: Reading) -> Html:
    """A figure: what it shows in words, then the picture."""
    shown = contained(element, reading, HEAD)
    if not any(one.tag in PICTURES for one in element.walk()) and not shown.strip():
        shown = tag("p", text(_("No picture came with this figure.")), class_="missing")
    return tag(
        "figure", caption(element, reading), shown, described(element, reading),
        tail(element, reading), id=reading.id_of(element), class_="frame",
    )  # fmt: skip


def caption(element: Element, reading: Reading, id_: str = "") -> Html:
    """Label, title and words of a figure or table."""
    given = element.first("caption")
    title = (given.first("title") if given is not None else None) or element.first("title")
    sign, words = reading.line(element.first("label")), reading.line(title)
    if sign and words and not sign.endswith((".", ":", "|")):
        sign = sign + "."
    head = tag("b", sign, Html(" ") if sign and words else NOTHING, words)
    head = head if sign or words else NOTHING
    more = contained(given, reading.deeper(), {"title"}) if given is not None else NOTHING
    if not (head or more or id_):
        return NOTHING
    return tag("figcaption", head, more, id=id_)


def tail(element: Element, reading: Reading) -> Html:
    """Whose a figure is, and its own identifier."""
    parts = [
        tag("p", reading.line(one), class_="by")
        for one in element.elements("attrib", "permissions", "object-id")
        if one.text
    ]
    return join(parts)


def described(element: Element, reading: Reading) -> Html:
    """The long description, behind a line that opens it."""
    found = [one for one in element.walk() if one.tag == "long-desc" and one.text]
    return join(
        tag("details", tag("summary", text(_("Description"))), tag("p", reading.line(one)))
        for one in found
    )


def graphic(element: Element, reading: Reading) -> Html:
    """A picture as a block of its own."""
    if reading.is_line:
        return inline_graphic(element, reading)
    more = contained(element, reading, {"alt-text", "long-desc", "caption", "label", "attrib",
                                        "permissions", "object-id"})  # fmt: skip
    words = caption(element, reading)
    shown = picture(element, reading) + more + tail(element, reading)
    if words:
        return tag("figure", words, shown, id=reading.id_of(element), class_="frame")
    return tag("div", shown, id=reading.id_of(element), class_="picture")


def inline_graphic(element: Element, reading: Reading) -> Html:
    """A small picture in a line."""
    image = reading.shared.images.find(element.href)
    if image is None:
        missing(element, reading)
        words = alternative(element) or _("picture “%(name)s”, missing") % {
            "name": file_name(element.href)
        }
        return tag("span", text(f"[{words}]"), class_="missing")
    return drawn(image, alternative(element), reading)


def picture(element: Element, reading: Reading) -> Html:
    """The picture, or words in its place."""
    href = element.href
    if where := address(href):
        return tag("p", link(where, text(alternative(element) or href)), class_="missing")
    image = reading.shared.images.find(href)
    if image is None:
        missing(element, reading)
        why = reading.shared.images.why(href)
        said = why or _("The picture “%(name)s” did not come with this article.") % {
            "name": file_name(href)
        }
        told = tag("p", text(said), class_="missing")
        words = alternative(element)
        return told + (tag("p", text(words)) if words else NOTHING)
    shown = alternative(element) or _("Described in the caption and in the text.")
    return drawn(image, shown, reading)


def missing(element: Element, reading: Reading) -> None:
    """Tell that a picture is not there."""
    href = element.href
    why = reading.shared.images.why(href) or _("The picture “%(name)s” is not beside the file.")
    said = why % {"name": file_name(href)} if "%(name)s" in why else why
    reading.note(element, "picture", said)


def file_name(href: str) -> str:
    """The last part of a path."""
    return href.replace("\\", "/").rstrip("/").rpartition("/")[2] or href


def drawn(image: Image, words: str, reading: Reading) -> Html:
    """The picture itself; its place is kept while it loads."""
    reading.shared.shown[image.key] = image
    size: dict[str, str | int] = {}
    if image.width and image.height:
        size = {"width": image.width, "height": image.height}
    made = tag("img", src=image.address, loading="lazy", **size)
    return Html(f'{made[:-1]} alt="{text(words)}">')


def alternative(element: Element) -> str:
    """The words that stand for a picture."""
    found = next((one for one in element.walk() if one.tag == "alt-text" and one.text), None)
    return found.text if found is not None else ""


def figure_group(element: Element, reading: Reading) -> Html:
    """Figures that belong together, the first with its supplements."""
    words = caption(element, reading)
    inside = reading.inside(element, HEAD)
    if not words:
        return tag("div", inside, tail(element, reading), id=reading.id_of(element), class_="group")
    return tag("figure", words, inside, tail(element, reading), id=reading.id_of(element))


def file(element: Element, reading: Reading) -> Html:
    """A file that comes with the article: its name, what it is, and that it is not kept here."""
    words = caption(element, reading)
    names = [one for one in (element, *element.elements("media", "graphic")) if one.href]
    inside = contained(element, reading, {*HEAD, "media"})
    medias = join(
        contained(one, reading, {*HEAD}) + _own_caption(one, reading)
        for one in element.elements("media")
    )
    listed = join(named(one) for one in names if one.tag != "graphic")
    return tag(
        "figure", words or NOTHING, inside, medias, listed, tail(element, reading),
        id=reading.id_of(element), class_="frame file",
    )  # fmt: skip


def _own_caption(element: Element, reading: Reading) -> Html:
    """What a file of a file says of itself; two captions in a figure would be none."""
    parts = [reading.line(one) for one in element.elements(*HEAD - {"alt-text"}) if one.text]
    return tag("p", join(parts, " ")) if parts else NOTHING


def named(element: Element) -> Html:
    """The name of a file with its kind, linked where it lies elsewhere."""
    kind = "/".join(one for one in (element.get("mimetype"), element.get("mime-subtype")) if one)
    name = element.href
    where = address(name)
    shown = link(where, text(name)) if where else tag("code", text(name))
    more = text(f" ({kind})") if kind else NOTHING
    return tag("p", text(_("File:")), Html(" "), shown, more, class_="by")


def media(element: Element, reading: Reading) -> Html:
    """A film, a sound or a file."""
    if reading.is_line:
        return text(alternative(element) or element.href)
    image = reading.shared.images.find(element.href)
    return graphic(element, reading) if image is not None else file(element, reading)


def licence(element: Element, reading: Reading) -> Html:
    """What others may do, its parts with a space between them."""
    if element.own_text:
        return tag("span", reading.line(element))
    return tag("span", join([reading.one(one) for one in element.elements()], " "))


HANDLERS: dict[str, Handler] = {
    "fig": figure,
    "fig-group": figure_group,
    "graphic": graphic,
    "inline-graphic": inline_graphic,
    "media": media,
    "inline-media": media,
    "supplementary-material": file,
    "chem-struct-wrap": figure,
    "chem-struct-wrapper": figure,
    "chem-struct": lambda element, reading: tag("span", reading.inside(element)),
    "alt-text": lambda element, reading: tag("span", reading.inside(element)),
    "long-desc": lambda element, reading: tag("span", reading.inside(element)),
    "caption": lambda element, reading: reading.inside(element),
    "attrib": lambda element, reading: tag("span", reading.line(element), class_="by"),
    "permissions": lambda element, reading: tag("span", reading.line(element), class_="by"),
    "license": licence,
    "license-p": lambda element, reading: reading.inside(element),
    "copyright-statement": lambda element, reading: reading.inside(element) + Html(" "),
    "copyright-holder": lambda element, reading: reading.inside(element) + Html(" "),
    "copyright-year": lambda element, reading: reading.inside(element) + Html(" "),
    "ali:free_to_read": lambda _element, _reading: NOTHING,
    "ali:license_ref": lambda element, reading: link(element.text, reading.inside(element)),
}
