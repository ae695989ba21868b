"""What this room shows on pages of others: likes and stars beside posts, ways to connect."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.privacy.context import viewer
from salerno.privacy.doors import Way
from salerno.services.accounts.values import ProfileView
from salerno.services.community import queries
from salerno.services.discuss.queries import Discussion
from salerno.services.discuss.values import Standing
from salerno.services.media.queries import photograph_of

FORM = "marks"


class Beside:
    """Likes and stars beside posts, as buttons of the one form that stands below a thread."""

    def of(self, posts: Collection[Standing]) -> Mapping[int, str]:
        """By post: how many like it; for members, the buttons. Two statements at most."""
        standing = [one for one in posts if not one.is_removed]
        known = viewer().subject is not None
        marks = queries.marks([one.id for one in standing])
        return {post: _item(post, *said, known=known) for post, said in marks.items()}

    def folded(self) -> Collection[int]:
        """Whom the viewer mutes or blocks. One statement, none for visitors."""
        return queries.folded()


def _item(post: int, count: int, is_liked: bool, is_kept: bool, *, known: bool) -> str:
    counted = ngettext("%(n)d likes it", "%(n)d like it", count) % {"n": count} if count else ""
    if not known:
        return format_html("<li><span>{}</span></li>", counted) if counted else ""
    like = format_html(
        '<li><button class="link" form="{}" name="like" value="{}" aria-pressed="{}">{}</button>'
        "{}</li>",
        FORM, post, "true" if is_liked else "false", _("Like"),
        format_html(" <span>{}</span>", counted) if counted else "",
    )  # fmt: skip
    keep = format_html(
        '<li><button class="link" form="{}" name="star" value="{}" aria-pressed="{}">{}</button>'
        "</li>",
        FORM, post, "true" if is_kept else "false", _("Star, for yourself"),
    )  # fmt: skip
    return str(like + keep)


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
