"""What may be read: one's own history, a list made from it, and a report that names nobody."""

from __future__ import annotations

from collections.abc import Collection

from django.core import signing
from django.db.models import Count

from salerno.policy.purposes import ACCOUNT, ANALYTICS, PERSONALISE
from salerno.privacy import clock, law, pseudonyms, subjects
from salerno.privacy.doing import query
from salerno.privacy.law import Basis
from salerno.services.accounts import queries as accounts
from salerno.services.analytics import rules, values
from salerno.services.analytics.models import Opening
from salerno.services.analytics.values import Deed
from salerno.services.catalog import queries as catalog
from salerno.services.catalog.values import Item, Kind

PAGE = 50
LOOKED_AT = 200  # items among which a list is chosen
REMEMBERED = 40  # pages of which a list takes note
SALT = "analytics.page"
USE = "analytics"  # whose numbers they are by which counting knows readers
LONGEST_VIEW = 100_000
OPEN_FOR = 24 * 3600  # seconds for which a page may still say how long it was open
KINDS = {Kind.ARTICLE.value, Kind.PAPER.value}


def is_offered() -> bool:
    """Whether pages may be ordered for anybody here at all."""
    return law.in_force().purpose(PERSONALISE.id).bases[""] is not Basis.NONE


def sealed(item: int, deed: Deed, nonce: str) -> str:
    """What a page carries to say that it was open: the item, and a number of the page."""
    return signing.dumps([item, deed.value, nonce], salt=SALT)


def opened(sent: str) -> tuple[int, Deed, str] | None:
    """The item, what is done with it, and the page's number; None where it is a day old."""
    try:
        item, deed, nonce = signing.loads(sent, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return int(item), Deed(deed), str(nonce)


@query(ACCOUNT)
def history(mine: int, page: int = 1) -> tuple[list[values.Opened], bool]:
    """A page of one's own history, the latest first, and whether it goes on. Two statements."""
    rows = Opening.objects.filter(owner_id=mine).order_by("-pk")
    columns = ("pk", "item_id", "deed", "at", "seconds")
    start = (page - 1) * PAGE
    found = list(rows.values_list(*columns)[start : start + PAGE + 1])
    known = catalog.items_by_ids({one[1] for one in found})
    lines = [_line(known.get(one[1]), *one) for one in found[:PAGE]]
    return lines, len(found) > PAGE


def _line(item: Item | None, pk: int, number: int, *rest: object) -> values.Opened:
    title = item.title if item else f"№ {number}"
    return values.Opened(pk, title, item.address if item else "", *rest)  # type: ignore[arg-type]


@query(PERSONALISE)
def suggested(me: int) -> list[values.Suggested]:
    """What is listed first for somebody who lets pages be ordered. Four statements."""
    rows = Opening.objects.filter(owner_id=me).order_by("-pk")
    read = list(rows.values_list("item_id", flat=True)[:REMEMBERED])
    about = catalog.items_by_ids(read)
    some = [one for one in catalog.items("", limit=LOOKED_AT) if one.kind in KINDS]
    known = {one.id: one for one in some}
    candidates = [
        rules.Candidate(one.id, frozenset(one.subjects), one.published_at) for one in some
    ]
    found = rules.ranked(
        candidates,
        specialty=accounts.own_specialty(me),
        read=[about[one].subjects for one in read if one in about],
        opened=frozenset(read),
        now=clock.now(),
    )
    return [_suggested(known[one.item], one) for one in found]


def _suggested(item: Item, one: rules.Ranked) -> values.Suggested:
    return values.Suggested(item.title, item.address, item.summary, one.signals, one.subjects)


def may_fit(me: int) -> bool:
    """Whether somebody lets pages be ordered for them."""
    return is_offered() and subjects.is_open(me, PERSONALISE)


@query(ANALYTICS)
def report() -> list[values.Use]:
    """What was read most, in counts of ten people or more. Three statements."""
    counted = Opening.objects.values("item_id").annotate(readers=Count("owner", distinct=True))
    most = list(counted.order_by("-readers", "item_id").values_list("item_id", "readers")[:100])
    numbers = [one for one, _readers in most]
    times = rules.middles(lengths(numbers))
    known = catalog.items_by_ids(numbers)
    return [_use(known[one], readers, times.get(one)) for one, readers in most if one in known]


@query(ANALYTICS)
def lengths(items: Collection[int]) -> list[rules.Length]:
    """How long items were open, by numbers that only counting knows readers by. One statement."""
    rows = Opening.objects.filter(item_id__in=items).exclude(seconds=None).order_by("-pk")
    found = list(rows.values_list("owner_id", "item_id", "seconds")[:LONGEST_VIEW])
    numbers = {one: pseudonyms.number(one, USE) for one in {owner for owner, *_rest in found}}
    return [rules.Length(numbers[owner], item, said or 0) for owner, item, said in found]


def _use(item: Item, readers: int, length: float | None) -> values.Use:
    said = rules.told(readers, length / 60 if length is not None else None)
    return values.Use(item.title, item.address, *(said or (None, None)))
