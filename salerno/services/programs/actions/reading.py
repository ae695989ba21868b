"""The report of a program: read by its administrator, and written down for each resident."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from salerno.policy.purposes import INSTITUTION_REPORTS
from salerno.privacy.audit import record_looks
from salerno.privacy.context import Viewer, handover
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.services.practice import queries as practice
from salerno.services.practice.values import Progress, Span
from salerno.services.programs import queries, rules
from salerno.services.programs.actions.seats import settle
from salerno.services.programs.values import (
    Cohort,
    CohortLine,
    Program,
    Report,
    Resident,
    Seated,
)

RECIPIENT = "residency_program"
CLAUSE_OF = {
    "known_as": "programs.seat",
    "email": "programs.seat",
    "modules": "practice.progress",
    "minutes": "practice.time",
    "exams": "practice.scores",
    "calibration": "practice.metacognition",
}
"""The declared columns of a report. No answer and no note is among them."""


@action(INSTITUTION_REPORTS)
def read_report(*, by: Viewer, slug: str) -> Report:
    """The report of a program that the viewer administers; each resident finds the look.

    Raises Http404 for anybody else, as if there were no such program.
    """
    found = {one.slug: one for one in queries.administered(by.known)}.get(slug)
    if found is None or not queries.is_offered():
        raise Http404
    with handover(AUTHENTICATE, ground="which seats are paid"):
        settle(by=by, program=found)
    people = queries.seated(found)
    spans = {one.subject: Span(one.since) for one in people}
    figures = practice.progress_of(list(spans), spans) if people else {}
    _account_for(by, found, people, figures)
    residents = tuple(
        Resident(one.seat, one.known_as, one.email, one.since, figures[one.subject])
        for one in people
    )
    return Report(found, residents, cohort(residents))


def _account_for(
    by: Viewer, program: Program, people: Sequence[Seated], figures: dict[int, Progress]
) -> None:
    """Write down for each resident what went to whom, and that somebody looked."""
    if not people:
        return
    known = registry().clauses
    payload = Payload("programs.report", {name: known[one] for name, one in CLAUSE_OF.items()})
    ends = program.contract_ends.isoformat()
    party = Party(
        rules.party(program.id), program.name, program.contract, program.country,
        rules.topic(program.id), ends,
    )  # fmt: skip
    ground = f"report read by an administrator of {program.name}"
    rows = {one.subject: _said(one, figures[one.subject]) for one in people}
    disclose(payload, RECIPIENT, rows, ground=ground, party=party, is_handed=True)
    record_looks(
        list(rows), by.known, role="administrator of a program", reason=ground,
        clauses=payload.clauses,
    )  # fmt: skip


def _said(who: Seated, one: Progress) -> dict[str, str]:
    """What a report says of one resident, column by column."""
    return {
        "known_as": who.known_as,
        "email": who.email,
        "modules": "; ".join(f"{each.title}: {each.percent} %" for each in one.modules),
        "minutes": "; ".join(f"{each.title}: {each.minutes}" for each in one.modules),
        "exams": "; ".join(f"{each.right}/{each.asked}" for each in one.exams),
        "calibration": "; ".join(f"{each.bias:+.2f}" for each in one.metacognition),
    }


def cohort(residents: Sequence[Resident]) -> Cohort:
    """Figures over all residents; where fewer than five stand behind one, there is none."""
    by_module: dict[str, list[tuple[int, int]]] = {}
    for one in residents:
        for each in one.progress.modules:
            by_module.setdefault(each.title, []).append((each.percent, each.minutes))
    exams = [one.progress.exams[-1].percent for one in residents if one.progress.exams]
    biases = [one.progress.metacognition[0].bias for one in residents if one.progress.metacognition]
    lines = tuple(CohortLine(*one) for one in rules.means(by_module))
    return Cohort(len(residents), lines, rules.mean(exams), rules.mean(biases))
