"""What an action collected: one event for each subject, and notice to whoever holds less."""

from __future__ import annotations

from salerno.privacy import law, notices
from salerno.privacy.context import Act, acting, current, handover
from salerno.privacy.declare import CollectionPoint
from salerno.privacy.models import CollectionEvent
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD


def keep_provenance(act: Act) -> None:
    """Write the collection events of ``act``, one for each subject it collected from."""
    if act.point is None or not act.written:
        return
    subjects: dict[int, list[str]] = {}
    for owner, clause_id in act.written:
        subject = owner or act.about or act.subject or current().viewer.subject
        if subject is not None:
            subjects.setdefault(subject, []).append(clause_id)
    act.written.clear()
    with handover(RECORD, ground="collection event"), acting(Act("privacy.provenance", KEEPING)):
        CollectionEvent.objects.bulk_create(
            [_event(act, act.point, owner, sorted(ids)) for owner, ids in subjects.items()]
        )
    for owner, ids in subjects.items():
        notices.corrected(owner, ids)


def _event(act: Act, point: CollectionPoint, owner: int, ids: list[str]) -> CollectionEvent:
    return CollectionEvent(
        owner_id=owner,
        point=point.id,
        point_version=point.version,
        policy_version=law.in_force().version,
        clause_ids=ids,
        channel=act.channel or point.channel,
        source=act.source or "you",
        seal_id=act.seals.get(owner),
    )
