"""What a jobseeker has here: profile, documents, blocks, searches."""

from __future__ import annotations

from pathlib import Path

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.careers import models
from salerno.services.careers.formats.sealing import unseal
from salerno.services.careers.rules import ALWAYS, CONTACT
from salerno.services.careers.values import BlockLine, DocumentLine, SavedLine, Search, Sort

_PROFILE = (*ALWAYS, *CONTACT, "state", *(f"shows_{one}" for one in CONTACT), "asks_no_more")


@query(CAREERS)
def own_profile() -> dict[str, object]:
    """The viewer's own physician profile, for its form; nothing where there is none."""
    mine = models.Profile.objects.filter(owner_id=viewer().known)
    return dict(mine.values(*_PROFILE).first() or {})


@query(CAREERS)
def own_number() -> int:
    """The number of the viewer's profile, or 0."""
    mine = models.Profile.objects.filter(owner_id=viewer().known)
    return mine.values_list("number", flat=True).first() or 0


@query(CAREERS)
def documents() -> list[DocumentLine]:
    """The viewer's own documents. One statement."""
    rows = models.Document.objects.filter(owner_id=viewer().known).order_by("-kept_at", "-pk")
    return [
        DocumentLine(pk, str(Sort(sort).label), name, size, at)
        for pk, sort, name, size, at in rows.values_list("pk", "sort", "name", "bytes", "kept_at")
    ]


@query(CAREERS)
def own_document(number: int) -> tuple[bytes, str] | None:
    """An own document, opened, and its kind; None for anything else."""
    row = models.Document.objects.filter(owner_id=viewer().known, pk=number).first()
    if row is None or not row.file:
        return None
    return unseal(Path(row.file.path).read_bytes()), row.kind


@query(CAREERS)
def blocks() -> list[BlockLine]:
    """The employers that may not find the viewer. Two statements."""
    rows = models.Block.objects.filter(owner_id=viewer().known).order_by("-at")
    ids = list(rows.values_list("employer_id", flat=True))
    named = models.Employer.objects.filter(pk__in=ids).values_list("pk", "name")
    return [BlockLine(pk, name) for pk, name in named]


@query(CAREERS)
def saved() -> list[SavedLine]:
    """The viewer's saved searches. One statement."""
    rows = models.SavedSearch.objects.filter(owner_id=viewer().known).order_by("-saved_at")
    return [
        SavedLine(
            one.pk, Search(one.q, one.specialty, one.country, one.practice, one.visa), one.saved_at
        )
        for one in rows
    ]
