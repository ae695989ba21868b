"""Applications: as the applicant reads them, and as the employer does whom they were sent to."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet

from salerno.policy.purposes import CAREERS
from salerno.privacy import audit
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.careers import models
from salerno.services.careers.clauses import APPLICATION, SENT_DOCUMENT
from salerno.services.careers.formats.sealing import unseal
from salerno.services.careers.queries.standing import check_employs
from salerno.services.careers.rules import scope_of
from salerno.services.careers.values import Applied, MessageLine, SentLine, Sort

ROLE = "employer"
MOST = 500


@query(CAREERS)
def applications() -> list[Applied]:
    """The viewer's own applications, the latest first. One statement."""
    return [_made(one) for one in _rows().filter(owner_id=viewer().known)[:MOST]]


@query(CAREERS)
def application(number: int) -> Applied | None:
    """An own application with its documents and messages. Three statements."""
    row = _rows().filter(owner_id=viewer().known, pk=number).first()
    return None if row is None else _whole(row)


@query(CAREERS)
def applications_to(employer_id: int) -> list[Applied]:
    """What was sent to an employer, the latest first. Raises Refused (404) for anybody else's."""
    check_employs(viewer(), employer_id)
    return [_made(one) for one in _rows().filter(scope=scope_of(employer_id))[:MOST]]


@query(CAREERS)
def read_application(employer_id: int, number: int) -> Applied | None:
    """One of them, opened: the applicant can read of it."""
    check_employs(viewer(), employer_id)
    row = _rows().filter(scope=scope_of(employer_id), pk=number).first()
    if row is None:
        return None
    reason = f"your application, {row.posting.employer.name}"[:200]
    audit.record_look(
        row.owner_id, viewer().known, role=ROLE, reason=reason, clauses=(APPLICATION,)
    )
    return _whole(row)


@query(CAREERS)
def opened_document(employer_id: int, number: int, key: str) -> tuple[bytes, str] | None:
    """A document that was sent with an application, opened: the applicant can read of it."""
    check_employs(viewer(), employer_id)
    rows = models.SentDocument.objects.filter(scope=scope_of(employer_id), application_id=number)
    row = rows.filter(key=key).select_related("application__posting__employer").first()
    if row is None or not row.file:
        return None
    name = row.application.posting.employer.name
    reason = f"your {Sort(row.sort).label}, {name}"[:200]
    audit.record_look(
        row.owner_id, viewer().known, role=ROLE, reason=reason, clauses=(SENT_DOCUMENT,)
    )
    return unseal(Path(row.file.path).read_bytes()), row.kind


def _rows() -> QuerySet[models.Application]:
    rows = models.Application.objects.select_related("posting", "posting__employer")
    return rows.order_by("-sent_at", "-pk")


def _whole(row: models.Application) -> Applied:
    files = models.SentDocument.objects.filter(application_id=row.pk).order_by("pk")
    sent = [
        SentLine(key, str(Sort(sort).label), kind, size)
        for key, sort, kind, size in files.values_list("key", "sort", "kind", "bytes")
    ]
    said = models.Message.objects.filter(application_id=row.pk).order_by("at", "pk")
    lines = [MessageLine(*one) for one in said.values_list("from_employer", "text", "at")]
    return _made(row, tuple(sent), tuple(lines))


def _made(
    row: models.Application,
    documents: tuple[SentLine, ...] = (),
    messages: tuple[MessageLine, ...] = (),
) -> Applied:
    posting = row.posting
    return Applied(
        row.pk, posting.pk, posting.title, posting.employer_id, posting.employer.name, row.name,
        row.words, row.email, row.stage, row.relay, row.sent_at, row.owner_id, documents, messages,
    )  # fmt: skip
