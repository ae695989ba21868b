"""The report of a partner institution: read by its administrator, and seen by each person."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from salerno.policy.purposes import INSTITUTION_REPORTS
from salerno.privacy.audit import record_looks
from salerno.privacy.context import Viewer
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.registry import registry
from salerno.services.courses import queries as courses
from salerno.services.courses.values import Participation
from salerno.services.directory.values import Report, ReportLine
from salerno.services.institutions import queries as institutions
from salerno.services.institutions.values import Affiliated, Organisation

RECIPIENT = "institution"
CLAUSE_OF = {
    "known_as": "institutions.affiliation",
    "courses": "courses.enrolment",
    "units": "courses.progress",
    "result": "courses.scores",
}
"""The declared columns of a report. No answer and no post is among them."""


@action(INSTITUTION_REPORTS)
def read_report(*, by: Viewer, slug: str) -> Report:
    """The report of an institution that the viewer administers; each person finds the look.

    Raises Http404 for anybody else, as if there were no such institution.
    """
    if not institutions.reports_are_offered():
        raise Http404
    mine = {one.slug: one for one in institutions.administered(by.known)}
    body = mine.get(slug)
    if body is None:
        raise Http404
    people = {one.subject: one for one in institutions.affiliated(body.id)}
    figures = courses.participation(list(people)) if people else []
    _account_for(by, body, people, figures)
    lines = [_line(people[one.subject], one) for one in figures]
    seen = {one.subject for one in figures}
    quiet = tuple(one.known_as for one in people.values() if one.subject not in seen)
    by_name = sorted(lines, key=lambda one: (one.known_as.casefold(), one.course))
    return Report(body.name, body.contract, tuple(by_name), quiet)


def _line(who: Affiliated, one: Participation) -> ReportLine:
    return ReportLine(
        who.known_as, one.course, one.enrolled_at.date(), one.has_left, one.done, one.units,
        one.percent,
    )  # fmt: skip


def _account_for(
    by: Viewer,
    body: Organisation,
    people: Mapping[int, Affiliated],
    figures: list[Participation],
) -> None:
    """Write down for each person what went to whom, and that somebody looked."""
    if not people:
        return
    known = registry().clauses
    clauses = {name: known[one] for name, one in CLAUSE_OF.items()}
    rows = {subject: _said(one, figures) for subject, one in people.items()}
    party = Party(f"i{body.id}", body.name, body.contract, body.country)
    ground = f"report read by an administrator of {body.name}"
    payload = Payload("directory.partner_report", clauses)
    disclose(payload, RECIPIENT, rows, ground=ground, party=party, is_handed=True)
    record_looks(
        list(people), by.known, role="administrator of an institution", reason=ground,
        clauses=payload.clauses,
    )  # fmt: skip


def _said(who: Affiliated, figures: list[Participation]) -> dict[str, str]:
    """What a report says of one person, column by column."""
    own = [one for one in figures if one.subject == who.subject]
    return {
        "known_as": who.known_as,
        "courses": "; ".join(one.course for one in own),
        "units": "; ".join(f"{one.done}/{one.units}" for one in own),
        "result": "; ".join("" if one.percent is None else f"{one.percent} %" for one in own),
    }
