"""Saved searches, and the letters that tell of new positions: at most one a day for each."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.policy.purposes import CAREERS
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.careers import queries
from salerno.services.careers.actions.standing import take_part, write
from salerno.services.careers.clauses import SEARCHING
from salerno.services.careers.models import SavedSearch
from salerno.services.careers.rules import matches
from salerno.services.careers.values import PostingShown, Search

MOST_SEARCHES = 10
LISTED = 10


@action(CAREERS, collects=SEARCHING)
def save_search(*, by: Viewer, search: Search) -> None:
    """Save a search: new positions that fit are told of. The same one again is one."""
    me = take_part(by)
    mine = SavedSearch.objects.filter(owner_id=me)
    values = asdict(search)
    if mine.filter(**values).exists():
        return
    if mine.count() >= MOST_SEARCHES:
        raise Refused(_("Ten searches are saved already. Remove one first."), status=422)
    SavedSearch.objects.create(owner_id=me, **values)


@action(CAREERS)
def drop_search(*, by: Viewer, search_id: int) -> None:
    """Remove a saved search. No letter of it follows."""
    SavedSearch.objects.filter(owner_id=by.known, pk=search_id).delete()


@action(CAREERS)
def tell_all(*, by: Viewer) -> int:
    """Write to who saved a search and has not heard of it for a day; how many letters."""
    now = clock.now()
    due = list(SavedSearch.objects.filter(told_at__lte=now - timedelta(days=1)).order_by("pk"))
    since = min((one.told_at for one in due), default=now)
    fresh = queries.opened_since(since) if due else []
    told = 0
    for one in due:
        fit = [each for each in fresh if each.opens_at > one.told_at and _fits(each, one)]
        if fit:
            _tell(one.owner_id, fit)
            told += 1
    SavedSearch.objects.filter(pk__in=[one.pk for one in due]).update(told_at=now)
    return told


def _fits(posting: PostingShown, saved: SavedSearch) -> bool:
    said = {
        name: getattr(saved, name) for name in ("q", "specialty", "country", "practice", "visa")
    }
    return matches(asdict(posting), said)


def _tell(owner: int, fit: list[PostingShown]) -> None:
    count = len(fit)
    title = ngettext("%(n)d new position", "%(n)d new positions", count) % {"n": count}
    lines = [f"{one.title}, {one.employer_name}, {one.city}" for one in fit[:LISTED]]
    write(owner, "alert", title, [*lines, _("They stand on the page of positions.")])
