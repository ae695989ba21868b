"""What may be read: papers by everybody, leads by their owners, and what stands in a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from salerno.policy.purposes import ACCOUNT, EDITORIAL, SHARED, SPONSORS
from salerno.privacy import choices, clock, law, outbox, subjects
from salerno.privacy.context import Viewer
from salerno.privacy.doing import query
from salerno.privacy.law import Basis
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.values import Profession
from salerno.services.sponsors import rules
from salerno.services.sponsors.models import Backing, Lead, Paper, Passed, Sponsor
from salerno.services.sponsors.values import (
    Field,
    Gone,
    LeadLine,
    PaperPage,
    Promoted,
    Shared,
    Sheet,
    SponsorCard,
    SponsorState,
)

MOST = 500  # leads in one answer
SLUG = 80
MOST_CHOICES = 50  # boxes on one page


def is_offered() -> bool:
    """Whether the operator offers sponsored papers at all."""
    policy = law.in_force()
    has_basis = policy.purpose(SPONSORS.id).bases[""] is not Basis.NONE
    return bool(policy.settings.get("sponsor_gate")) and has_basis


@query(ACCOUNT, EDITORIAL)
def published() -> list[PaperPage]:
    """The papers that are offered, the latest first. Three statements."""
    rows = Paper.objects.exclude(published_at=None).order_by("-published_at", "-pk")
    return _pages(rows[:200])


@query(ACCOUNT, EDITORIAL)
def paper(slug: str) -> PaperPage | None:
    """A published paper by its address. Three statements."""
    rows = Paper.objects.filter(slug=slug[:SLUG]).exclude(published_at=None)
    return next(iter(_pages(rows)), None)


@query(EDITORIAL)
def drafts() -> list[PaperPage]:
    """Every paper, published or not, by title. Three statements."""
    return _pages(Paper.objects.order_by("title", "pk")[:500])


@query(EDITORIAL)
def draft(paper_id: int) -> PaperPage | None:
    """One paper, published or not."""
    return next(iter(_pages(Paper.objects.filter(pk=paper_id))), None)


@query(*SHARED)
def promoted() -> Promoted | None:
    """The paper that was published last, to be named beside what is not accredited."""
    found = list(_backed()[:10])
    if not found:
        return None
    first, slug, title, label, _name = found[0]
    return Promoted(slug, title, label, ", ".join(one[4] for one in found if one[0] == first))


@cache
def _backed() -> QuerySet[Backing, tuple[Any, ...]]:
    """The question behind ``promoted``, made once."""
    rows = Backing.objects.exclude(paper__published_at=None)
    return rows.order_by("-paper__published_at", "-paper_id", "sponsor__name").values_list(
        "paper_id", "paper__slug", "paper__title", "paper__label", "sponsor__name"
    )


def _pages(rows: QuerySet[Paper]) -> list[PaperPage]:
    found = list(rows)
    backed: dict[int, list[SponsorCard]] = {one.pk: [] for one in found}
    backings = Backing.objects.filter(paper_id__in=backed).select_related("sponsor")
    for one in backings.order_by("sponsor__name", "pk"):
        backed[one.paper_id].append(_card(one.sponsor))
    off = outbox.stopped() if found else {}
    return [_page(one, backed[one.pk], off) for one in found]


def _page(row: Paper, sponsors: list[SponsorCard], off: Mapping[str, str]) -> PaperPage:
    stopped = {rules.recipient(one.id) for one in sponsors} & off.keys()
    takers = () if "sponsor" in off else sponsors
    return PaperPage(
        row.pk, row.slug, row.title, row.summary, row.byline, row.label,
        tuple(one.value for one in Field if one.value in row.fields),
        row.download_without_sharing, row.term_days, row.published_at, row.item_id,
        bool(row.file), tuple(sponsors),
        tuple(one for one in takers if rules.recipient(one.id) not in stopped),
    )  # fmt: skip


def _card(row: Sponsor) -> SponsorCard:
    return SponsorCard(
        row.pk, row.slug, row.name, row.address, row.country, row.contract, row.privacy_link,
        row.words, row.has_drop,
    )  # fmt: skip


def path_of(paper_id: int) -> Path | None:
    """Where the file of a published paper lies."""
    row = Paper.objects.filter(pk=paper_id).exclude(published_at=None).first()
    return Path(row.file.path) if row is not None and row.file else None


def asker(by: Viewer) -> rules.Asker:
    """Who stands before a paper, as the law sees them."""
    if by.subject is None:
        return rules.Asker(is_member=False)
    bases = subjects.grounds(by.subject, [SPONSORS])[SPONSORS.id]
    return rules.Asker(is_member=True, has_ground=Basis.NONE not in bases)


@query(ACCOUNT)
def sheet(page: PaperPage) -> Sheet:
    """What the viewer would pass on at a paper, from their own rows, and its digest."""
    profile = accounts.own_profile()
    known = {
        Field.NAME: str(profile.get("name") or ""),
        Field.EMAIL: accounts.own_email(),
        Field.ORGANISATION: str(profile.get("institution") or ""),
        Field.JOB_TITLE: _title(str(profile.get("profession") or "")),
    }
    values = {one.value: known[one] for one in Field if one.value in page.fields}
    language = get_language() or "en"
    words = (page.question(one, language).words.digest for one in page.takers)
    told = (f"{name}={value}" for name, value in values.items())
    return Sheet(page, values, rules.sheet_digest((*words, *told)), language)


def _title(profession: str) -> str:
    return str(Profession(profession).label) if profession in Profession.values else ""


@query(ACCOUNT)
def shared(paper_id: int | None = None) -> list[Shared]:
    """What sponsors have of the viewer now, the latest first; of one paper where it is named."""
    rows = Lead.objects.filter(ends_at__gt=clock.now()).select_related("paper", "sponsor")
    if paper_id is not None:
        rows = rows.filter(paper_id=paper_id)
    return [_shared(one) for one in rows.order_by("-taken_at", "-pk")[:200]]


@query(ACCOUNT)
def shared_under(receipt: str) -> Shared | None:
    """The viewer's lead under a receipt; None where it is somebody else's, or was taken back."""
    if "\0" in receipt:
        return None
    row = Lead.objects.filter(receipt=receipt).select_related("paper", "sponsor").first()
    return None if row is None else _shared(row)


def _shared(row: Lead) -> Shared:
    return Shared(
        row.paper_id, row.sponsor_id, row.paper.title, row.paper.slug, row.sponsor.name,
        row.number, row.receipt, row.taken_at, row.ends_at, _values(row),
    )  # fmt: skip


def _values(row: Lead) -> dict[str, str]:
    return {one.value: getattr(row, one.value) for one in Field if one.value in row.paper.fields}


@query(SPONSORS)
def founded(sponsor_id: int, after: int = 0) -> list[LeadLine]:
    """The leads of a sponsor whose yes stands, in the order they came. Leads past their end,
    and of people who are closed, do not exist here.
    """
    rows = list(_running(sponsor_id).filter(pk__gt=after)[:MOST])
    bad = rules.unfounded([claim(one) for one in rows], standing(rows))
    return [line(one) for one in rows if claim(one) not in bad]


def _running(sponsor_id: int) -> QuerySet[Lead]:
    known = Passed.objects.filter(sponsor_id=sponsor_id, gone_at=None).values("number")
    rows = Lead.objects.filter(sponsor_id=sponsor_id, ends_at__gt=clock.now(), number__in=known)
    return rows.select_related("paper").order_by("pk")


def standing(rows: Collection[Lead]) -> dict[tuple[int, str], str]:
    """The receipts of the yeses that stand, by subject and topic: one statement for each topic."""
    people: dict[str, list[int]] = {}
    for one in rows:
        people.setdefault(rules.topic(one.paper_id, one.sponsor_id), []).append(one.owner_id)
    return {
        (subject, topic): receipt
        for topic, some in people.items()
        for subject, receipt in choices.consents_to(some, SPONSORS, topic=topic).items()
    }


def claim(row: Lead) -> rules.Claim:
    """A lead and the yes on which it says it rests."""
    return rules.Claim(row.owner_id, rules.topic(row.paper_id, row.sponsor_id), row.receipt)


def line(row: Lead) -> LeadLine:
    """A lead as it leaves the house."""
    return LeadLine(row.pk, row.number, row.paper.slug, row.taken_at, row.ends_at, _values(row))


@query(SPONSORS)
def gone(sponsor_id: int) -> list[Gone]:
    """The numbers that a sponsor is to remove, the latest first."""
    rows = Passed.objects.filter(sponsor_id=sponsor_id).exclude(gone_at=None)
    listed = rows.order_by("-gone_at", "-pk").values_list("number", "paper__slug", "gone_at")
    return [Gone(number, slug, at) for number, slug, at in listed[:MOST] if at is not None]


def sponsor_by_token(token: str) -> SponsorCard | None:
    """Whose token this is. A company's, so no purpose is asked."""
    if not 20 <= len(token) <= 200:
        return None
    digest = rules.token_digest(token)
    row = Sponsor.objects.filter(token_digest=digest).first()
    return None if row is None else _card(row)


@query(EDITORIAL)
def sponsors() -> list[SponsorState]:
    """Every sponsor, by name, with its switch and how many leads it has. Three statements."""
    return _states(Sponsor.objects.order_by("name", "pk")[:500])


@query(EDITORIAL)
def sponsor_choices(chosen: Collection[int], find: str = "") -> tuple[list[tuple[int, str]], bool]:
    """Sponsors to choose from, by name, and whether there are more to look for. One statement.

    All of them, where they are few; else the ``chosen`` and those whose name has ``find`` in it.
    """
    found = list(Sponsor.objects.order_by("name", "pk").values_list("pk", "name"))
    if len(found) <= MOST_CHOICES:
        return found, False
    sought = find.strip().casefold()
    met = [number for number, name in found if sought and sought in name.casefold()]
    shown = {*chosen, *met[:MOST_CHOICES]}
    return [one for one in found if one[0] in shown], True


@query(EDITORIAL)
def sponsor(sponsor_id: int) -> SponsorState | None:
    """One sponsor."""
    return next(iter(_states(Sponsor.objects.filter(pk=sponsor_id))), None)


def _states(rows: Iterable[Sponsor]) -> list[SponsorState]:
    off = outbox.stopped()
    alive = Q(gone_at=None)
    counted = {
        number: (held, ended)
        for number, held, ended in Passed.objects.values_list("sponsor_id").annotate(
            held=Count("pk", filter=alive), ended=Count("pk", filter=~alive)
        )
    }
    return [
        SponsorState(
            _card(one), bool(one.token_digest), one.token_at, off.get(rules.recipient(one.pk), ""),
            *counted.get(one.pk, (0, 0)),
        )
        for one in rows
    ]  # fmt: skip


def machine() -> Viewer:
    """Who reads a feed: a program that shows it to nobody in the house."""
    return Viewer.job("sponsor feed")
