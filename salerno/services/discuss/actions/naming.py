"""Names in posts: a mark stands in the text, and a row of the named person says who it is.

So an erasure, or another name, follows into what others wrote, without a line of code for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Max

from salerno.policy.purposes import MODERATION
from salerno.privacy import facts
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping
from salerno.services.discuss.clauses import NAMING
from salerno.services.discuss.models import Mention, Post
from salerno.services.discuss.rules.names import Mark, forms_of, letters_of, remarked
from salerno.services.discuss.rules.text import numbers, to_html
from salerno.services.discuss.values import Beside, Names, Put
from salerno.services.discuss.values.others import Standing

HOUSE = Viewer.job("discuss")


class Nobody:
    """Knows no name. So it is until the house hands in somebody who does."""

    def seen(self, subjects: Collection[int]) -> Mapping[int, str]:
        """No names."""
        return {}

    def own(self, audience: Reach) -> str:
        """No name."""
        return ""


_known: list[Names] = [Nobody()]


class Nothing:
    """Puts nothing beside posts, and folds none."""

    def of(self, posts: Collection[Standing]) -> Put:
        """Nothing, and nobody."""
        return Put()


_beside: list[Beside] = [Nothing()]


def set_beside(what: Beside) -> None:
    """Let ``what`` stand beside posts. A room above hands it in when it starts."""
    _beside[0] = what


def beside() -> Beside:
    """What stands beside posts."""
    return _beside[0]


def named_by(names: Names) -> None:
    """Let ``names`` say who is called how. The house hands it in when it starts."""
    _known[0] = names


def names() -> Names:
    """Who knows names."""
    return _known[0]


def write_marks(post: Post, marks: Iterable[Mark]) -> None:
    """Say who is meant by the marks of a post, in the same transaction."""
    with handover(MODERATION, ground="names in a post become marks", viewer=HOUSE):
        mark_post(by=HOUSE, post=post, marks=tuple(marks))


def drop_marks(post_id: int, which: Collection[int] | None = None) -> None:
    """These marks of a post are gone, or all: its text is gone, or written anew."""
    with handover(MODERATION, ground="a text with names is gone", viewer=HOUSE):
        unmark_post(by=HOUSE, post_id=post_id, which=which)


def next_number(post: Post) -> int:
    """The number of the next mark of a post: none is used again."""
    with handover(MODERATION, ground="names in a post become marks", viewer=HOUSE):
        return _last_number(post) + 1


@action(MODERATION, collects=NAMING)
def mark_post(*, by: Viewer, post: Post, marks: tuple[Mark, ...]) -> None:
    """Write a row for each person whom a mark means, as long as they are here."""
    open_act().source = "other"
    here = _here({subject for one in marks for subject in one.subjects})
    Mention.objects.bulk_create(
        Mention(
            owner_id=subject, post_id=post.pk, number=one.number, part=one.part,
            audience=post.audience, scope=post.scope,
        )
        for one in marks
        for subject in one.subjects
        if subject in here
    )  # fmt: skip


@action(MODERATION)
def unmark_post(*, by: Viewer, post_id: int, which: Collection[int] | None) -> None:
    """Delete the rows of a post's marks, or of some of them."""
    rows = Mention.objects.filter(post_id=post_id)
    (rows if which is None else rows.filter(number__in=which)).delete()


def adopt(area_id: int, subject: int, name: str) -> None:
    """Somebody joins a discussion in which their name was written before: it becomes theirs."""
    if name:
        with handover(MODERATION, ground="a name in older posts becomes a mark", viewer=HOUSE):
            mark_older(by=HOUSE, rows=Post.objects.filter(area_id=area_id), who=(subject, name))


@action(MODERATION, collects=NAMING)
def sweep_name(*, by: Viewer, subject: int, name: str) -> int:
    """Put marks wherever a whole name still stands, in every post; how many posts had it.

    For who is about to leave: with their rows the marks lose their name.
    """
    return mark_older(by=by, rows=Post.objects.all(), who=(subject, name))


@action(MODERATION, collects=NAMING)
def mark_older(*, by: Viewer, rows: Any, who: tuple[int, str]) -> int:
    """Put marks for one person into older posts of anybody; how many had the name."""
    subject, name = who
    found = 0
    for post in with_words_of(name, rows).order_by("pk"):
        first = _last_number(post) + 1
        marked = remarked(post.text, {subject: name}, first=first)
        if marked.marks:
            found += 1
            rows.filter(pk=post.pk).update(text=marked.text, html=to_html(marked.text))
            mark_post(by=by, post=post, marks=marked.marks)
            facts.record("discuss.edited", post.owner_id, post.pk)  # an index reads it anew
    return found


def with_words_of(name: str, rows: Any) -> Any:
    """The posts that can hold a name; each still has to be read."""
    if not forms_of({1: name}):
        return rows.none()
    letters = letters_of(name)
    return rows.filter(text__icontains=letters) if letters else rows


def _last_number(post: Post) -> int:
    """The highest number that a mark of a post has had."""
    taken = Mention.objects.filter(post_id=post.pk).aggregate(most=Max("number"))["most"]
    return max(taken or 0, *numbers(post.text), 0)


def _here(people: set[int]) -> set[int]:
    """Those of ``people`` who were not erased. They stay until the transaction ends."""
    with keeping("who is named in a post"):
        rows = Subject.objects.filter(pk__in=people).exclude(
            state__in=(Subject.State.ERASED, Subject.State.PSEUDONYM)
        )
        return set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
