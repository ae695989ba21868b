"""A mailing's words for one person: plain always, HTML beside it, or the few of a text."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.mailings.rules import LINK, Block, Kind, blocks
from salerno.services.mailings.values import Campaign, Message
from salerno.services.post.values import Channel, Sort
from salerno.services.post.values.links import lacks

PARAGRAPH = "margin: 0 0 14px"


def plain(body: str, origin: str) -> str:
    """The words without markup: headings on lines of their own, links behind their words."""
    made = []
    for one in blocks(body):
        lines = [LINK.sub(lambda at: _written(at.group(1), at.group(2), origin), line)
                 for line in one.lines]  # fmt: skip
        if one.kind is Kind.LIST:
            made.append("\n".join(f"- {line}" for line in lines))
        else:
            made.append("\n".join(lines))
    return "\n\n".join(made)


def _written(words: str, address: str, origin: str) -> str:
    return f"{words} ({_whole(address, origin)})"


def _whole(address: str, origin: str) -> str:
    return f"{origin}{address}" if address.startswith("/") else address


def html(body: str, origin: str, *, styled: bool = False) -> SafeString:
    """The words as HTML. ``styled``: with styles at the elements, as letters need them."""
    return mark_safe("\n".join(_block(one, origin, styled) for one in blocks(body)))  # noqa: S308


def _block(one: Block, origin: str, styled: bool) -> str:
    style = format_html(' style="{}"', PARAGRAPH) if styled else ""
    lines = [_linked(line, origin) for line in one.lines]
    if one.kind is Kind.HEADING:
        return format_html("<h2{}>{}</h2>", style, lines[0])
    if one.kind is Kind.LIST:
        items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        return format_html("<ul{}>{}</ul>", style, items)
    joined = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    return format_html("<p{}>{}</p>", style, joined)


def _linked(line: str, origin: str) -> SafeString:
    made: list[SafeString] = []
    at = 0
    for found in LINK.finditer(line):
        made.append(format_html("{}", line[at : found.start()]))
        address = _whole(found.group(2), origin)
        made.append(format_html('<a href="{}">{}</a>', address, found.group(1)))
        at = found.end()
    made.append(format_html("{}", line[at:]))
    return mark_safe("".join(made))  # noqa: S308  each part is escaped


def letter(one: Campaign, stop: str) -> Message:
    """A mailing as a letter. ``stop``: the link that stops it, "" for what has to be sent."""
    name = "notice" if one.sort == Sort.SERVICE else "letter"
    context = {
        "campaign": one,
        "operator": in_force().operator,
        "words": plain(one.body, one.origin),
        "html": html(one.body, one.origin, styled=True),
        "stop_address": stop,
        "why": why(one),
    }
    drawn = render_to_string(f"mailings/letters/{name}.txt", context)
    text = "\n".join(line.rstrip() for line in drawn.strip().splitlines()) + "\n"
    return Message(one.subject, text, render_to_string(f"mailings/letters/{name}.html", context))


def why(one: Campaign) -> str:
    """Why somebody gets it, in a sentence."""
    operator = in_force().operator.name
    if one.sort == Sort.SERVICE:
        return _("You have an account here, and this is something you have to know.")
    if one.sort == Sort.CONTENT:
        return _("You asked for it: %(topic)s.") % {"topic": one.topic_title}
    return _(
        "You have an account with %(operator)s and have not said no to this: %(topic)s. "
        "%(operator)s sent it itself; nobody else has your address."
    ) % {"operator": operator, "topic": one.topic_title}


def text(one: Campaign) -> Message:
    """A mailing as a text message: who sends it, the words, and how it ends."""
    said = _("%(operator)s: %(words)s Reply STOP to end, HELP for help.") % {
        "operator": in_force().operator.name, "words": " ".join(plain(one.body, one.origin).split())
    }  # fmt: skip
    return Message("", said)


def check(one: Campaign, message: Message, stop: str) -> None:
    """Raises Refused (422) for a message that lacks what its kind has to carry."""
    lacking = missing(one, message, stop)
    if lacking:
        raise Refused(
            _("This cannot be sent. The template of it does not say: %s.") % ", ".join(lacking),
            status=422,
        )


def missing(one: Campaign, message: Message, stop: str) -> list[str]:
    """What the words of a message do not hold, of all that they must."""
    operator = in_force().operator
    if one.channel == Channel.SMS:
        return list(lacks(message.text, (operator.name, "STOP")))
    needed: Iterable[str] = (operator.address, *((stop,) if one.sort != Sort.SERVICE else ()))
    bodies = (message.text, unescape(message.html))
    return sorted({each for body in bodies for each in lacks(body, needed)})
