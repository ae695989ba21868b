"""CVs and letters: sealed as they are kept, and copied as they are sent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.careers.actions.standing import take_part
from salerno.services.careers.clauses import FILING
from salerno.services.careers.formats.document import Content
from salerno.services.careers.formats.sealing import seal
from salerno.services.careers.models import Document
from salerno.services.careers.rules import MOST_DOCUMENTS
from salerno.services.careers.values import Sort


@action(CAREERS, collects=FILING)
def keep_document(*, by: Viewer, sort: Sort, name: str, given: Content) -> int:
    """Keep a CV or a letter for its owner alone; its id."""
    me = take_part(by)
    if Document.objects.filter(owner_id=me).count() >= MOST_DOCUMENTS:
        words = _("At most %(most)d documents are kept. Remove one first.")
        raise Refused(words % {"most": MOST_DOCUMENTS}, status=422)
    row = Document(
        owner_id=me, sort=sort, name=" ".join(name.split())[:120] or str(sort.label),
        kind=given.kind, bytes=len(given.content),
    )  # fmt: skip
    store(row, given.content)
    return int(row.pk)


@action(CAREERS)
def remove_document(*, by: Viewer, document_id: int) -> None:
    """Remove an own document. What was sent before stays with whom it was sent to."""
    mine = Document.objects.filter(owner_id=by.known, pk=document_id)
    row = mine.first()
    if row is None:
        raise Refused(_("There is no such document of yours."), status=404)
    transaction.on_commit(partial(Path(row.file.path).unlink, missing_ok=True))
    mine.delete()


def store(row: Document, content: bytes) -> None:
    """Write a sealed file and its row: if the row fails, no file is left."""
    row.file.save("document.sealed", ContentFile(seal(content)), save=False)
    path = Path(row.file.path)
    try:
        row.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
