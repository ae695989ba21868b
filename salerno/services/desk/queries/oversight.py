"""What the data protection officer reads: the proof, in counts; and the recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from salerno.policy.purposes import DESK
from salerno.privacy import clock, holds, law, ledger, outbox
from salerno.privacy.context import handover
from salerno.privacy.doing import query
from salerno.privacy.models import Choice, Disclosure, Look
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Oversight:
    """The proof in numbers: entries of the ledger and what is wrong with it, and the counts."""

    entries: int
    problems: tuple[str, ...]
    disclosures: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]
    looks: tuple[tuple[str, int], ...]
    holds: int
    tables: int
    clauses: int


@query(DESK)
def oversight() -> Oversight:
    """All of it, read anew. Nothing here can be changed."""
    verdict = ledger.verify()
    with handover(RECORD, ground="oversight: counts only"):
        sent = Disclosure.objects.values_list("recipient_name").annotate(Count("pk"))
        chosen = Choice.objects.values_list("state").annotate(Count("pk"))
        looked = Look.objects.values_list("viewer_role").annotate(Count("pk"))
        counts = [tuple(one.order_by(*one.query.values_select)) for one in (sent, chosen, looked)]
    known = registry()
    return Oversight(
        verdict.entries, tuple(verdict.problems), counts[0], counts[1], counts[2],
        len(holds.standing()), sum(1 for _one in known.personal()), len(known.clauses),
    )  # fmt: skip


@dataclass(frozen=True)
class ReceiverLine:
    """A recipient of the pack, with its contract and switch."""

    id: str
    name: str
    kind: str
    role: str
    contract: str
    country: str
    mechanism: str
    purposes: tuple[str, ...]
    expires: str
    is_ending: bool
    is_over: bool
    is_on: bool
    stopped: str


@query(DESK)
def receivers() -> list[ReceiverLine]:
    """Whom the pack names, with what stopped them and whose contract ends within sixty days."""
    policy, off, today = law.in_force(), outbox.stopped(), clock.today()
    titles = registry().purposes
    return [
        ReceiverLine(
            one.id, one.name, one.kind, one.role, one.contract, one.country, one.mechanism,
            tuple(str(titles[each].title) for each in one.purposes if each in titles),
            one.expires, _ends(one.expires, today + SOON), _ends(one.expires, today),
            one.enabled and one.id not in off, off.get(one.id, ""),
        )
        for one in policy.recipients.values()
    ]  # fmt: skip


def _ends(expires: str, day: date) -> bool:
    return bool(expires) and date.fromisoformat(expires) < day
