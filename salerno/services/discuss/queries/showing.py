"""A thread as a page shows it: present names in the place of marks, cards, the form, the caution.

No statement of its own, but one for the viewer's own name where no card shows it: who never
took part has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.privacy.context import viewer
from salerno.privacy.declare import Reach
from salerno.services.discuss.actions.naming import beside, names
from salerno.services.discuss.formats.post import FileLine, Page, PostLine, listed
from salerno.services.discuss.forms import ComposerForm
from salerno.services.discuss.queries.threads import GONE, named
from salerno.services.discuss.rules.files import size_words
from salerno.services.discuss.rules.text import filled, filled_html
from salerno.services.discuss.values import (
    Area,
    Card,
    Caution,
    FileKind,
    FileShown,
    People,
    Photo,
    Post,
    Thread,
)


@dataclass(frozen=True)
class Discussion:
    """What ``discuss/thread.html`` takes. ``form`` is None where nobody can post now."""

    thread: Thread
    lines: tuple[PostLine, ...]
    listed: SafeString  # the posts, each with its replies
    audience: str
    caution: Caution | None = None
    form: ComposerForm | None = None
    suspended_until: datetime | None = None
    pages: tuple[int, ...] = ()
    asks_sign_in: bool = False
    answers: PostLine | None = None


def shown(
    thread: Thread,
    cards: Mapping[int, Card],
    photos: Mapping[int, Photo],
    *,
    form: ComposerForm | None = None,
    reply_to: object = None,
) -> Discussion:
    """A thread for a page: ``cards`` and ``photos`` of ``thread.people``, as the viewer sees them.

    ``form``: one that came back with errors. ``reply_to``: the post that a new one will answer,
    as it came in the address.
    """
    area = thread.area
    lines = _lines(thread, cards, photos)
    audience = readers_in_words(area, thread.readers)
    answers = next((one for one in lines if str(one.post.id) == str(reply_to)), None)
    may_post = area.is_open and viewer().subject is not None and not thread.suspended_until
    if may_post:
        form = form or ComposerForm(
            area=area, initial={"reply_to": answers.post.id if answers else None}
        )
        form.readers = audience
    return Discussion(
        thread,
        lines,
        listed(lines, Page.of(area.page, thread.number, may_post=may_post)),
        audience,
        caution=_caution(thread, cards) if may_post else None,
        form=form if may_post else None,
        suspended_until=thread.suspended_until,
        pages=tuple(range(1, thread.last + 1)) if thread.last > 1 else (),
        asks_sign_in=area.is_open and viewer().subject is None,
        answers=answers if may_post else None,
    )


def _nameless(thread: Thread, cards: Mapping[int, Card]) -> dict[int, int]:
    """Those whose name the viewer does not see, numbered as the thread is read, from 1."""
    authors = dict.fromkeys([*thread.before, *(one.author for one in thread.posts if one.author)])
    shown_not = [one for one in authors if one not in cards or not cards[one].name]
    return {one: number for number, one in enumerate(shown_not, 1)}


def _lines(
    thread: Thread, cards: Mapping[int, Card], photos: Mapping[int, Photo]
) -> tuple[PostLine, ...]:
    nameless = _nameless(thread, cards)
    lines = [_line(one, cards, photos, nameless) for one in thread.posts]
    if not lines:
        return ()
    put = beside().of(thread.posts)
    return tuple(
        replace(
            one,
            beside=safe(put.lines.get(one.post.id, "")),
            is_folded=one.post.author in put.folded and not one.post.is_own,
        )
        for one in lines
    )


def _line(
    post: Post,
    cards: Mapping[int, Card],
    photos: Mapping[int, Photo],
    nameless: Mapping[int, int],
) -> PostLine:
    seen = {subject: card.name for subject, card in cards.items()}
    said = named(post.marks, seen)
    card = cards.get(post.author)
    return PostLine(
        post=post,
        html=safe(filled_html(post.html, said, str(GONE))),
        author=_author(post, card, nameless.get(post.author, 1)),
        place=card.place if card else "",
        address=card.profile_address if card else "",
        photo=photos.get(post.author),
        files=tuple(_file(one, said) for one in post.files),
        answers=post.reply_to if post.reply_to != post.root else None,
    )


def safe(rendered: str) -> SafeString:
    """HTML that ``rules.text`` made: every letter of a person in it was escaped there."""
    return mark_safe(rendered)  # noqa: S308  made by rules.text from escaped text


def _author(post: Post, card: Card | None, number: int) -> str:
    if post.author and card and card.name:
        return card.name
    if post.is_removed and not post.is_own:
        return ""
    if not post.is_signed:
        return _("A former member")
    return _("A member") if number == 1 else _("A member (%(number)d)") % {"number": number}


def _file(one: FileShown, said: Mapping[int, str]) -> FileLine:
    words = filled(one.said, lambda number: said.get(number) or str(GONE))
    return FileLine(one, words, size_words(one.bytes), str(FileKind(one.kind).label))


def _caution(thread: Thread, cards: Mapping[int, Card]) -> Caution:
    return caution(thread.area, thread.readers, cards.get(viewer().known))


def caution(area: Area, readers: People, own: Card | None) -> Caution:
    """Who can read a post here, and under which name: beside the button, before it is pressed."""
    if own is not None and own.name:
        name = own.name if own.name_reach >= area.audience else ""
    else:
        name = names().own(area.audience)
    if area.audience == Reach.PUBLIC:
        audience = _("Public. Anyone can read and copy this.")
    else:
        words = _("%(readers)s can read and download this, and can copy it.")
        audience = words % {"readers": readers_in_words(area, readers).rstrip(".")}
    said = _("They see it under the name you show: %(name)s.") % {"name": name}
    if not name:
        said = _("Not all of them see your name: to others it is from “A member”.")
    return Caution(audience, said)


def readers_in_words(area: Area, readers: People) -> str:
    """The audience of an area, with real people counted where they can be."""
    if area.audience == Reach.PUBLIC:
        return _("Public: anyone can read and copy what is posted here.")
    if area.audience == Reach.MEMBERS:
        return _("Everybody with an account here.")
    people = ngettext("The %(n)d participant", "The %(n)d participants", readers.participants) % {
        "n": readers.participants
    }
    if not readers.teachers:
        return _("%(people)s of “%(title)s”.") % {"people": people, "title": area.title}
    teachers = ngettext("its %(n)d teacher", "its %(n)d teachers", readers.teachers)
    words = _("%(people)s of “%(title)s” and %(teachers)s.")
    counted: dict[str, Any] = {"n": readers.teachers}
    return words % {"people": people, "title": area.title, "teachers": teachers % counted}
