"""Posting: who may, what is stored, and that it is stored once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.policy.purposes import COMMUNITY
from salerno.privacy import clock, facts, places
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Place
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import is_open, start_service
from salerno.services.discuss.actions.naming import adopt, names, write_marks
from salerno.services.discuss.clauses import POSTING
from salerno.services.discuss.models import Area, Attachment, Mention, Post, Suspension
from salerno.services.discuss.rules.identifiers import signs
from salerno.services.discuss.rules.limits import HOUR, minutes, wait
from salerno.services.discuss.rules.names import Marked, marked
from salerno.services.discuss.rules.text import MOST_LETTERS, MOST_SAID, tidy, to_html
from salerno.services.discuss.values import SIGNS, Kind, NewFile, NewPost


@action(COMMUNITY, collects=POSTING)
def post(*, by: Viewer, area_id: int, new: NewPost) -> int:
    """Post into an area, at the audience it has now; the post's id.

    The same form sent twice stores one post. Raises Refused for visitors, for who is suspended
    or not in the area's scope, and for what is empty, too long or too much.
    """
    owner = _may_post(by)
    area = _area(by, area_id, new.kind)
    once = _key(new.once)
    before = Post.objects.filter(owner_id=owner, once=once).values_list("pk", flat=True).first()
    if before is not None:
        return int(before)
    _check_pace(owner)
    ready = _checked(new)
    try:
        with transaction.atomic():
            return _store(owner, area, ready, once)
    except IntegrityError:
        return int(Post.objects.values_list("pk", flat=True).get(owner_id=owner, once=once))


def check_standing(by: Viewer) -> None:
    """Raises Refused for who is suspended."""
    now = clock.now()
    last = Suspension.objects.filter(owner_id=by.known, until__gt=now).order_by("-until").first()
    if last is not None:
        words = _("You may not post until %(until)s. The reason: %(reason)s")
        raise Refused(words % {"until": f"{last.until:%d.%m.%Y}", "reason": last.reason})


def _may_post(by: Viewer) -> int:
    if by.subject is None:
        raise Refused(_("Sign in to post. Nothing was stored."))
    start_service(by.known, "community")
    if not is_open(by.known, COMMUNITY):
        raise Refused(_("You chose not to take part in discussion. Change that in your choices."))
    check_standing(by)
    return by.known


def _area(by: Viewer, area_id: int, kind: str) -> Area:
    area = Area.objects.filter(pk=area_id).first()
    if area is None or not is_in(by, area):
        raise Refused(_("There is no such discussion."), status=404)
    if not area.is_open:
        raise Refused(_("This discussion is closed. What was said stays."), status=409)
    if kind not in area.kinds:
        raise Refused(_("This kind of post is not taken here."), status=422)
    return area


def is_in(by: Viewer, area: Area) -> bool:
    """Whether the viewer belongs to those for whom an area is."""
    if area.audience == Reach.PUBLIC:
        return True
    if by.subject is None:
        return False
    if area.audience == Reach.MEMBERS:
        return True
    with handover(RECORD, ground="who may post into a discussion"):
        now = clock.now()
        live = Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))
        near = Place.objects.filter(live, owner_id=by.subject, scope=area.scope)
        return near.filter(reach__lte=area.audience).exists()


def _key(once: str) -> UUID:
    try:
        return UUID(once) if once else uuid4()
    except ValueError as error:
        words = _("This form is not one of ours. Load the page and write again.")
        raise Refused(words, status=400) from error


def _check_pace(owner: int) -> None:
    now = clock.now()
    mine = Post.objects.filter(owner_id=owner, posted_at__gt=now - HOUR)
    left = minutes(wait(list(mine.values_list("posted_at", flat=True)), now))
    if left:
        words = ngettext(
            "You posted a lot within an hour. Wait %(n)d minute and send it again.",
            "You posted a lot within an hour. Wait %(n)d minutes and send it again.",
            left,
        )
        raise Refused(words % {"n": left}, status=429)


def _checked(new: NewPost) -> NewPost:
    text = checked_text(new.text, has_file=new.file is not None, is_sure=new.is_sure)
    if new.kind in (Kind.PICTURE, Kind.VIDEO) and (new.file is None or new.file.kind != new.kind):
        raise Refused(_("Choose a file of the kind that you post."), status=422)
    file = replace(new.file, said=tidy(new.file.said)[:MOST_SAID]) if new.file else None
    return replace(new, text=text, file=file)


class Unsure(Refused):
    """A text may point to somebody: its writer is asked first."""

    status = 422


def checked_text(text: str, *, has_file: bool = False, is_sure: bool = False) -> str:
    """The text in order. Raises Refused (422) for an empty one, and for one that is too long;

    ``Unsure`` for one that may point to a patient, as long as its writer did not confirm it.
    """
    clean = tidy(text)
    if not clean and not has_file:
        raise Refused(_("Write something first. Nothing was stored."), status=422)
    if len(clean) > MOST_LETTERS:
        words = _("A post has at most %(most)d letters. Make it shorter.")
        raise Refused(words % {"most": MOST_LETTERS}, status=422)
    found = () if is_sure else signs(clean)
    if found:
        words = _("This may hold %(what)s. Take it out, or confirm that it points to nobody.")
        raise Unsure(words % {"what": ", ".join(str(SIGNS[one]) for one in found)})
    return clean


def _store(owner: int, area: Area, new: NewPost, once: UUID) -> int:
    known = who_is_known(area, owner)
    text = known.marked(new.text)
    above = _above(area, new.reply_to)
    made = Post.objects.create(
        owner_id=owner,
        area=area,
        reply_to=above,
        root_id=(above.root_id or above.pk) if above else None,
        kind=new.kind,
        text=text.text,
        html=to_html(text.text),
        audience=area.audience,
        place_audience=area.audience,
        scope=area.scope,
        is_signed=True,
        once=once,
    )
    said = known.marked(new.file.said if new.file else "", first=len(text.marks) + 1)
    write_marks(made, (*text.marks, *said.marks))
    adopt(area.pk, owner, known.names.get(owner, ""))
    facts.record("discuss.posted", owner, made.pk)
    if new.file is not None:
        _attach(made, replace(new.file, said=said.text))
    return int(made.pk)


@dataclass(frozen=True)
class Known:
    """Whom the writer can mean. ``near``: those of whom a part of the name suffices."""

    names: Mapping[int, str]
    near: frozenset[int]

    def marked(self, text: str, *, first: int = 1) -> Marked:
        """A text with marks."""
        return marked(text, self.names, self.near, first=first)


def who_is_known(area: Area, writer: int) -> Known:
    """Who wrote in an area, is named there, or has a place: as far as the writer sees names."""
    wrote = Post.objects.filter(area_id=area.pk, is_signed=True).values_list("owner_id", flat=True)
    named = Mention.objects.filter(post__area_id=area.pk).values_list("owner_id", flat=True)
    near = frozenset((writer, *wrote.distinct(), *named.distinct()))
    there = places.people_of(area.scope) if area.scope else ()
    return Known(names().seen(near.union(there)), near)


def _above(area: Area, reply_to: int | None) -> Post | None:
    if reply_to is None:
        return None
    found = Post.objects.filter(pk=reply_to, area_id=area.pk).first()
    if found is None:
        raise Refused(_("The post that you answer is not there any more."), status=404)
    return found


def _attach(made: Post, given: NewFile) -> None:
    """Put a file beside a post, as the last step: if that fails, no file is left either."""
    row = Attachment(
        owner_id=made.owner_id,
        post=made,
        key=secrets.token_hex(16),
        kind=given.kind,
        said=given.said,
        audience=made.audience,
        scope=made.scope,
        bytes=given.bytes,
        width=given.width,
        height=given.height,
    )
    row.file.save(f"file.{given.extension}", given.content, save=False)
    path = Path(row.file.path)
    try:
        row.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
