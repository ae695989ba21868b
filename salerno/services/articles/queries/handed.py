"""What was handed in: by its author, by the editors, and by everybody once it is accepted."""

from __future__ import annotations

from pathlib import Path

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.articles.actions.handing_in import record_look
from salerno.services.articles.models import Submission, SubmissionFile
from salerno.services.articles.values.handed import (
    WAITING,
    FileLine,
    Handed,
    State,
    Submitted,
)

MOST = 200


@query(ACCOUNT)
def own_submissions() -> list[Submitted]:
    """What the viewer handed in, the latest first. One statement."""
    return [_made(one) for one in Submission.objects.order_by("-handed_at", "-pk")[:MOST]]


@query(EDITORIAL)
def queue(*, done: bool = False) -> list[Submitted]:
    """What waits for the editors, the oldest first, or what is decided, the latest first.

    One statement. Nothing for who has no place among the editors, own ones apart.
    """
    rows = Submission.objects.filter(state__in=WAITING).order_by("handed_at", "pk")
    if done:
        decided = (State.ACCEPTED, State.DECLINED)
        rows = Submission.objects.filter(state__in=decided).order_by("-decided_at", "-pk")
    return [_made(one) for one in rows[:MOST]]


@query(EDITORIAL)
def submission(number: int, *, role: str = "") -> Submitted | None:
    """One, with its files, or None where it is not the viewer's to read. Two statements.

    ``role``: of who reads it at the desk; the author finds the look.
    """
    row = Submission.objects.filter(pk=number).first()
    if row is None or not row.title:
        return None
    if role:
        record_look(row.pk, row.owner_id, viewer().known, role)
    files = SubmissionFile.objects.filter(submission_id=row.pk).order_by("pk")
    listed = files.values_list("key", "kind", "bytes")
    return _made(row, tuple(FileLine(*one) for one in listed if one[0]))


@query(EDITORIAL)
def submitted_file(number: int, key: str) -> tuple[Path, str] | None:
    """Where a file lies, and its extension, or None where the viewer may not read it."""
    row = SubmissionFile.objects.filter(submission_id=number, key=key).first()
    path = Path(row.file.path) if row is not None and row.file else None
    return (path, path.suffix.lstrip(".")) if path is not None and path.is_file() else None


def _made(row: Submission, files: tuple[FileLine, ...] = ()) -> Submitted:
    title = str(Handed(row.kind).label) if row.kind else ""
    return Submitted(
        row.pk, title, row.title or "", row.text or "", row.byline or "", row.state or "",
        row.words or "", row.handed_at, row.owner_id == viewer().subject, files,
    )  # fmt: skip
