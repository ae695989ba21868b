"""What this room shows on pages of others: likes and stars beside posts, ways to connect."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.privacy.context import viewer
from salerno.privacy.doors import Way
from salerno.services.accounts.values import ProfileView
from salerno.services.community import queries
from salerno.services.discuss.queries import Discussion
from salerno.services.discuss.values import Put, Standing
from salerno.services.media.queries import photograph_of

FORM = "marks"


class Beside:
    """Likes and stars beside posts, as buttons of the one form that stands below a thread."""

    def of(self, posts: Collection[Standing]) -> Put:
        """By post: how many like it; for members, the buttons. Two statements at most."""
        marks = queries.marks([one.id for one in posts if not one.is_removed])
        line = _buttons() if viewer().subject is not None else _count
        return Put({post: line(post, *said) for post, said in marks.by_post.items()}, marks.folded)


def _count(_post: int, count: int, _is_liked: bool, _is_kept: bool) -> str:
    return f"<li><span>{_liked(count)}</span></li>" if count else ""


def _liked(count: int) -> str:
    return escape(ngettext("%(n)d likes it", "%(n)d like it", count) % {"n": count})


def _buttons() -> Callable[[int, int, bool, bool], str]:
    """The line of one post. A page has dozens: what they share is looked up once."""
    like, keep = escape(_("Like")), escape(_("Star, for yourself"))

    def line(post: int, count: int, is_liked: bool, is_kept: bool) -> str:
        counted = f" <span>{_liked(count)}</span>" if count else ""
        liked, kept = _button("like", post, is_liked, like), _button("star", post, is_kept, keep)
        return f"<li>{liked}{counted}</li><li>{kept}</li>"

    return line


def _button(name: str, post: int, is_pressed: bool, words: str) -> str:
    pressed = "true" if is_pressed else "false"
    return (
        f'<button class="link" form="{FORM}" name="{name}" value="{post}"'
        f' aria-pressed="{pressed}">{words}</button>'
    )


def form(request: HttpRequest, subject: object) -> str:
    """The form whose buttons stand in the posts."""
    if not isinstance(subject, Discussion) or viewer().subject is None or not subject.lines:
        return ""
    return render_to_string("community/marks.html", {"id": FORM}, request)


def face(request: HttpRequest, subject: object) -> str:
    """The photograph of a profile, where it is shown to the viewer."""
    if not isinstance(subject, ProfileView):
        return ""
    photo = photograph_of(subject.subject)
    return render_to_string("community/face.html", {"photo": photo}) if photo else ""


def ways(request: HttpRequest, subject: object) -> str:
    """What one can do about somebody whose profile one reads."""
    me = viewer().subject
    if not isinstance(subject, ProfileView) or me is None or me == subject.subject:
        return ""
    page = {"standing": queries.standing(subject.subject)}
    return render_to_string("community/ways.html", page, request)


def beside_profile(request: HttpRequest, _subject: object) -> str:
    """The way to one's connections, from the own profile."""
    return render_to_string("community/profile_links.html", request=request)


def beside_posts(request: HttpRequest, _subject: object) -> str:
    """Where the viewer's posts were used again, below the list of them."""
    return render_to_string("community/reuse_link.html", request=request)


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    return (
        Way(
            "community:reuse",
            _("Use a contribution again"),
            _("Publication, medium and licence, for its author to read. For editors."),
        ),
    )


SLOTS = {
    "thread.after": form,
    "person.before": face,
    "person.after": ways,
    "profile.beside": beside_profile,
    "own_posts.after": beside_posts,
}
