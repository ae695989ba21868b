"""One post as HTML: a page has dozens, and as templates they were most of what the page cost.

Everything that came from a person is escaped here, or was by ``rules.text``. Words and addresses
are looked up once for a page (``Page``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from salerno.services.discuss.values import FileShown, Photo, Post


@dataclass(frozen=True)
class FileLine:
    """A file as a page shows it."""

    file: FileShown
    said: str
    size: str
    title: str


@dataclass(frozen=True)
class PostLine:
    """A post as a page shows it. ``answers``: what it replies to, where that is no neighbour.

    ``is_folded``: the viewer does not want to read its author.
    """

    post: Post
    html: SafeString
    author: str
    place: str = ""
    address: str = ""
    photo: Photo | None = None
    files: tuple[FileLine, ...] = ()
    answers: int | None = None
    beside: str = ""  # safe HTML of list items, from a room above
    is_folded: bool = False


@dataclass(frozen=True)
class Page:
    """What the posts of one page share. ``reply``: the address that answers, without the number."""

    posts: str
    files: str
    photographs: str
    reply: str
    words: dict[str, str]
    months: dict[int, str]
    zone: tzinfo

    @classmethod
    def of(cls, area_page: str, number: int, *, may_post: bool) -> Page:
        """The page ``number`` of a discussion that stands at ``area_page``."""
        onward = f"page={number}&amp;" if number > 1 else ""
        return cls(
            posts=reverse("discuss:post", args=(1,))[:-1],
            files=reverse("discuss:file", args=("k",))[:-1],
            photographs=reverse("media:photograph", args=("k",))[:-1],
            reply=f"{escape(area_page)}?{onward}reply=" if may_post else "",
            words=_words(),
            months={number: escape(str(name)) for number, name in MONTHS.items()},
            zone=timezone.get_current_timezone(),
        )


def _words() -> dict[str, str]:
    said = {
        "by author": _("This post was removed by its author."),
        "by staff": _("This post was removed by those who look after the discussion."),
        "you": _("(you)"),
        "changed": _("changed"),
        "answers": _("answers another reply"),
        "own removed": _(
            "You removed this post. Its words are gone; others see that a post stood here."
        ),
        "staff removed": _(
            "Those who look after the discussion removed this post: only you see its words."
        ),
        "why": _("Read why, and object"),
        "deeds": _("What you can do with this post"),
        "folded": _("A post of somebody whom you muted or blocked."),
        "reply": _("Reply"),
        "change": _("Change"),
        "remove": _("Remove"),
        "report": _("Report"),
        "undescribed": _("A picture without a description"),
        "replies": _("Replies"),
    }
    return {name: escape(words) for name, words in said.items()}


def listed(lines: Iterable[PostLine], page: Page) -> SafeString:
    """The items of the list of a thread: each first post with its replies below it."""
    threads: dict[int, list[str]] = {}
    for one in lines:
        item = f'<li id="post-{one.post.id}">{_written(one, page)}'
        threads.setdefault(one.post.root, []).append(item)
    opened = f'<ol class="replies" aria-label="{page.words["replies"]}">'
    html = [
        first + (f"{opened}{'</li>'.join(replies)}</li></ol>" if replies else "") + "</li>"
        for first, *replies in threads.values()
    ]
    return mark_safe("".join(html))  # noqa: S308  escaped below, piece by piece


def _written(line: PostLine, page: Page) -> str:
    """The ``article`` of a post, heading, words, files and what can be done with it."""
    post = line.post
    kind = "post removed" if post.is_removed else "post"
    if post.is_removed and not post.is_own:
        said = page.words["by author" if post.removed == "author" else "by staff"]
        inside = f'<h3 class="small" id="by-{post.id}">{said}</h3>'
    elif line.is_folded:
        inside = f'<h3 class="small" id="by-{post.id}">{page.words["folded"]}</h3>'
    else:
        inside = _head(line, page) + _body(line, page)
    return f'<article class="{kind}" aria-labelledby="by-{post.id}">{inside}</article>'


def _head(line: PostLine, page: Page) -> str:
    post, author = line.post, escape(line.author)
    face = ""
    if line.photo:
        source = f"{page.photographs}{escape(line.photo.key)}"
        face = f'<img class="face" src="{source}" width="44" height="44" alt="" loading="lazy">'
    named = f'<a href="{escape(line.address)}">{author}</a>' if line.address else author
    you = f' <span class="small">{page.words["you"]}</span>' if post.is_own else ""
    told = [escape(line.place)] if line.place else []
    told += [escape(post.kind_title)] if post.kind != "comment" else []
    told.append(f'<a href="#post-{post.id}">{_moment(post.posted_at, page)}</a>')
    if post.edited_at:
        told.append(f"{page.words['changed']} {_moment(post.edited_at, page)}")
    if line.answers:
        told.append(f'<a href="{page.posts}{line.answers}">{page.words["answers"]}</a>')
    meta = " ".join(f"<span>{one}</span>" for one in told)
    return (
        f'<header>{face}<h3 id="by-{post.id}">{named}{you}</h3><p class="small">{meta}</p></header>'
    )


def _moment(at: datetime, page: Page) -> str:
    here = at.astimezone(page.zone)
    shown = f"{here.day} {page.months[here.month]} {here.year}, {here:%H:%M} {here.tzname()}"
    return f'<time datetime="{here.isoformat()}">{shown}</time>'


def _body(line: PostLine, page: Page) -> str:
    post, words = line.post, page.words
    if post.removed == "author":
        return f'<p class="small">{words["own removed"]}</p>'
    notice = ""
    if post.removed == "staff":
        why = f'<a href="{page.posts}{post.id}/appeal">{words["why"]}</a>'
        notice = f'<p class="notice care">{words["staff removed"]} {why}</p>'
    files = "".join(_file(one, page) for one in line.files)
    return f'{notice}<div class="prose">{line.html}</div>{files}{_deeds(line, page)}'


def _deeds(line: PostLine, page: Page) -> str:
    post, words, here = line.post, page.words, f"{page.posts}{line.post.id}"
    deeds = []
    if page.reply and not post.is_removed:
        deeds.append((f"{page.reply}{post.id}#compose", words["reply"]))
    if post.can_edit:
        deeds.append((f"{here}/edit", words["change"]))
    deeds.append((f"{here}/{'remove' if post.is_own else 'report'}",
                  words["remove" if post.is_own else "report"]))  # fmt: skip
    listed = "".join(f'<li><a href="{address}">{said}</a></li>' for address, said in deeds)
    return f'<ul class="deeds" aria-label="{words["deeds"]}">{listed}{line.beside}</ul>'


def _file(one: FileLine, page: Page) -> str:
    source, said = f"{page.files}{escape(one.file.key)}", escape(one.said)
    if one.file.kind == "picture":
        size = f'width="{one.file.width}" height="{one.file.height}"'
        alt = said or page.words["undescribed"]
        shown = f'<img src="{source}" {size} alt="{alt}" loading="lazy">'
    else:
        video = f'<video controls preload="none" src="{source}"></video>'
        shown = video if one.file.kind == "video" else ""
        link = f'<a href="{source}">{escape(one.title)}, {escape(one.size)}</a>'
        shown += f"<figcaption>{link} {said}</figcaption>"
    return f'<figure class="beside">{shown}</figure>'
