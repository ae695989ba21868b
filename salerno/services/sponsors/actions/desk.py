"""What editors set up: sponsors, their papers, their tokens and their switches."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock, law, outbox
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Kind, NewItem
from salerno.services.search import actions as search
from salerno.services.search.values import Entry
from salerno.services.sponsors import queries, rules
from salerno.services.sponsors.clauses import LEAD
from salerno.services.sponsors.models import Backing, Paper, Sponsor
from salerno.services.sponsors.values import NewPaper, NewSponsor, PaperPage

LACKS = {
    "sponsor": gettext_lazy("It needs a sponsor with a name."),
    "label": gettext_lazy("It needs a label, such as “Sponsored”."),
    "file": gettext_lazy("It needs its file."),
    "fields": gettext_lazy("It needs at least one field that is asked."),
    "term": gettext_lazy("Its leads need an end that the policy allows."),
}
TAKEN = gettext_lazy("There is one with this short name already. Choose another.")


@action(EDITORIAL)
def save_sponsor(*, by: Viewer, new: NewSponsor, sponsor_id: int | None = None) -> int:
    """Keep a sponsor, a new one or as it is now; its id."""
    values = asdict(new) | {"changed_at": clock.now()}
    return _kept(Sponsor, values, sponsor_id)


@action(EDITORIAL)
def save_paper(
    *, by: Viewer, new: NewPaper, file: File[Any] | None = None, paper_id: int | None = None
) -> int:
    """Keep a paper that is not published; its id. Raises Refused (409) for one that is."""
    _check_unpublished(paper_id)
    values = asdict(new) | {"changed_at": clock.now(), "fields": list(new.fields)}
    chosen = values.pop("sponsors")
    kept = _kept(Paper, values, paper_id)
    if file is not None:
        row = Paper.objects.get(pk=kept)
        row.file.save(file.name or "paper.pdf", file, save=True)
    Backing.objects.filter(paper_id=kept).delete()
    Backing.objects.bulk_create(Backing(paper_id=kept, sponsor_id=one) for one in chosen)
    return kept


def _kept(model: type[Sponsor | Paper], values: dict[str, object], pk: int | None) -> int:
    try:
        with transaction.atomic():
            if pk is None:
                return int(model._default_manager.create(**values).pk)
            if not model._default_manager.filter(pk=pk).update(**values):
                raise Refused(_("There is nothing here under this number."), status=404)
    except IntegrityError as error:
        raise Refused(str(TAKEN), status=409) from error
    return pk


def _check_unpublished(paper_id: int | None) -> None:
    page = queries.draft(paper_id) if paper_id is not None else None
    if page is not None and page.published_at is not None:
        raise Refused(
            _("This paper is published, and people agreed to it as it stands. Take it down first."),
            status=409,
        )


@action(EDITORIAL)
def publish(*, by: Viewer, paper_id: int) -> int:
    """Offer a paper; its item in the catalogue. Raises Refused (422) for one that is not whole."""
    page = _there(paper_id)
    _check_whole(page)
    item = catalog.put(
        by=by,
        new=NewItem(
            Kind.PAPER,
            f"/papers/{page.slug}",
            page.title,
            summary=page.summary,
            sponsored=True,
            sponsor=page.sponsor_names[:200],
            label=page.label,
        ),
    )
    Paper.objects.filter(pk=paper_id).update(item_id=item, published_at=clock.now())
    entry = Entry(
        item, f"/papers/{page.slug}", Kind.PAPER.value, page.title, page.summary, page.summary
    )
    search.index(by=by, entry=entry)
    return item


def _check_whole(page: PaperPage) -> None:
    if not queries.is_offered():
        raise Refused(_("No sponsored papers are offered here: the policy has no ground for it."))
    names = [one.name for one in page.sponsors]
    days = law.in_force().clause(LEAD.id).term.days
    draft = rules.Draft(page.label, names, page.has_file, page.fields, page.term_days, days)
    lacks = rules.missing(draft)
    if lacks:
        said = " ".join(str(LACKS[one]) for one in lacks)
        raise Refused(_("This paper is not published yet. %s") % said, status=422)


@action(EDITORIAL)
def take_down(*, by: Viewer, paper_id: int) -> None:
    """Offer a paper no longer. What people agreed to stands until its own end."""
    page = _there(paper_id)
    if page.item_id is not None:
        catalog.withdraw(by=by, item_id=page.item_id)
        search.forget(by=by, item_id=page.item_id)
    Paper.objects.filter(pk=paper_id).update(published_at=None, changed_at=clock.now())


def _there(paper_id: int) -> PaperPage:
    page = queries.draft(paper_id)
    if page is None:
        raise Refused(_("There is no such paper."), status=404)
    return page


@action(EDITORIAL)
def issue_token(*, by: Viewer, sponsor_id: int) -> str:
    """A new token for a sponsor's feed. It is shown once; the one before it opens nothing now."""
    token = secrets.token_urlsafe(32)
    values = {"token_digest": rules.token_digest(token), "token_at": clock.now()}
    _changed(sponsor_id, values)
    return token


@action(EDITORIAL)
def revoke_token(*, by: Viewer, sponsor_id: int) -> None:
    """The sponsor's token opens nothing from now on."""
    _changed(sponsor_id, {"token_digest": "", "token_at": None})


@action(EDITORIAL)
def stop(*, by: Viewer, sponsor_id: int, reason: str) -> None:
    """Switch a sponsor off: nobody is asked for it, and nothing goes to it by any way."""
    words = " ".join(reason.replace("\0", " ").split())[:200]
    if not words:
        raise Refused(_("Say why it is switched off."), status=422)
    _changed(sponsor_id, {"changed_at": clock.now()})
    outbox.switch_off(rules.recipient(sponsor_id), words)


@action(EDITORIAL)
def resume(*, by: Viewer, sponsor_id: int) -> None:
    """Switch a sponsor on again: what waited for it may go."""
    outbox.switch_on(rules.recipient(sponsor_id))


def _changed(sponsor_id: int, values: dict[str, object]) -> None:
    if not Sponsor.objects.filter(pk=sponsor_id).update(**values):
        raise Refused(_("There is no such sponsor."), status=404)
