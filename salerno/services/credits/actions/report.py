"""Reports on their way to a body: only what its owner let it have, and taken back when asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from salerno.policy.purposes import CREDITS
from salerno.privacy import audit, clock, outbox
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.credits import models, queries, rules
from salerno.services.credits.actions.bodies import check_takes
from salerno.services.credits.clauses import ANSWER_POINT
from salerno.services.credits.formats import answers, pars
from salerno.services.credits.values import (
    Answered,
    Body,
    Format,
    ReadBack,
    Ready,
    Sending,
    State,
)

PLAIN = frozenset({"action", "number", "activity", "feed", "record"})
MOST = 500  # removals in one file


def payload(body: Body) -> Payload:
    """What goes to a body: its fields, and no other."""
    return Payload("credits.report", pars.clauses_for(body.needs), PLAIN)


def party(body: Body) -> Party:
    """A body as one that receives, on the yes to this very body."""
    ends = body.contract_ends.isoformat() if body.contract_ends else ""
    return Party(
        rules.party(body.id), body.name, body.contract, body.country, rules.topic(body.id), ends
    )


@action(CREDITS)
def run(*, by: Viewer, body_id: int) -> Sending:
    """Make the file of a body: what may go, what is to be removed, and what was left out and why.

    An officer who takes the file is written down with each person in it.
    """
    body = _there(body_id)
    check_takes(body)
    with handover(CREDITS, ground=f"credits for {body.name}", viewer=queries.machine()):
        ready, left = queries.ready(body)
        _send(ready, body)
        gone = _take_removals(body)
    _note_officer(by, ready, body)
    records = [{name: one.record[name] for name in one.record} for one in ready]
    text = pars.written(body.format, body.needs, [*records, *gone], clock.now())
    kind, suffix = pars.TYPES[Format(body.format)]
    name = f"credits-{body.slug}-{clock.today().isoformat()}.{suffix}"
    return Sending(text, name, kind, len(ready), len(gone), tuple(left))


def _note_officer(by: Viewer, ready: Sequence[Ready], body: Body) -> None:
    if by.subject is not None and ready:
        audit.record_looks(
            sorted({one.owner for one in ready}), by.subject, role=_("staff"),
            reason=_("took the file of credits for %s") % body.name, clauses=payload(body).clauses,
        )  # fmt: skip


def _there(body_id: int) -> Body:
    body = queries.body(body_id)
    if body is None:
        raise Refused(_("There is no such body."), status=404)
    return body


def _send(ready: Sequence[Ready], body: Body) -> None:
    """Account for each report to its owner, hand it over, and note its number."""
    kind = queries.recipient()
    if kind is None:
        raise Refused(_("No credits are reported from here."), status=404)
    ground = _("you asked that your credits go to %s") % body.name
    feed = {"feed": f"board-{body.slug}", "record": "add"}
    for some in _one_each(ready):
        rows: Mapping[int, Mapping[str, str]] = {one.owner: {**one.record, **feed} for one in some}
        disclose(
            payload(body), kind.id, rows, ground=ground, party=party(body),
            is_handed=not body.has_drop,
        )  # fmt: skip
    now = clock.now()
    ids = [one.report for one in ready]
    models.Report.objects.filter(pk__in=ids).update(state=State.SENT, sent_at=now)
    models.Sent.objects.bulk_create(
        models.Sent(number=one.record["number"], body_id=body.id) for one in ready
    )


def _one_each(ready: Sequence[Ready]) -> list[list[Ready]]:
    """The same, in rounds in which nobody stands twice."""
    rounds: list[dict[int, Ready]] = []
    for one in ready:
        free = next((some for some in rounds if one.owner not in some), None)
        if free is None:
            free = {}
            rounds.append(free)
        free[one.owner] = one
    return [list(some.values()) for some in rounds]


def _take_removals(body: Body) -> list[pars.Record]:
    """What a body is to remove; it is told once. A body with a folder is told there."""
    if body.has_drop:
        return []
    rows = models.Sent.objects.filter(body_id=body.id, told_at=None).exclude(gone_at=None)
    numbers = list(rows.order_by("pk").values_list("number", flat=True)[:MOST])
    models.Sent.objects.filter(number__in=numbers).update(told_at=clock.now())
    return [pars.removal(one) for one in numbers]


@action(CREDITS)
def tell_removed(*, by: Viewer, number: str) -> None:
    """Note that a body was told to remove this report."""
    models.Sent.objects.filter(number=number, told_at=None).update(told_at=clock.now())


@action(CREDITS)
def report_one(*, by: Viewer, body_id: int, credit_id: int) -> None:
    """Report one credit at once. Raises Refused unless its owner let this very body have it.

    Whoever starts it, an administrator too: nothing is made, only what waits is sent.
    """
    body = _there(body_id)
    check_takes(body)
    with handover(CREDITS, ground=f"one credit for {body.name}", viewer=queries.machine()):
        ready, left = queries.ready(body)
        waiting = dict(
            models.Report.objects.filter(body_id=body.id, credit_id=credit_id).values_list(
                "pk", "credit_id"
            )
        )
        one = [each for each in ready if each.report in waiting]
        if not one:
            why = next((each.why for each in left if each.credit == credit_id), "")
            audit.note("report of a credit refused", recipient=rules.party(body.id))
            raise Refused(
                _("Nothing was sent: %s.") % (why or _("nothing of this credit waits")), status=409
            )
        _send(one, body)
    _note_officer(by, one, body)


@action(CREDITS)
def read_answers(*, by: Viewer, body_id: int, content: bytes) -> ReadBack:
    """Read a body's answer file; what it says of a report, its owner reads as well.

    Raises Refused (422) for a file that cannot be read at all.
    """
    body = _there(body_id)
    found, wrong = answers.read(content)
    counts = {True: 0, False: 0}
    with handover(CREDITS, ground=f"the answers of {body.name}", viewer=queries.machine()):
        numbers = [one.number for one in found]
        rows = models.Report.objects.filter(body_id=body.id, number__in=numbers)
        live = rows.exclude(state__in=(State.WAITING, State.WITHDRAWN))
        owners = dict(live.values_list("number", "owner_id"))
        for one in found:
            if one.number in owners:
                _note_answer(by=queries.machine(), owner=owners[one.number], one=one)
                counts[one.is_taken] += 1
            else:
                wrong.append((one.line, _("no report that was sent there has this number")))
    return ReadBack(counts[True], counts[False], tuple(sorted(wrong)))


@action(CREDITS, collects=ANSWER_POINT)
def _note_answer(*, by: Viewer, owner: int, one: Answered) -> None:
    open_act().about = owner
    open_act().source = "board"
    models.Report.objects.filter(number=one.number).update(
        state=State.TAKEN if one.is_taken else State.REFUSED,
        answered_at=clock.now(),
        answer=one.words,
    )


def remove_at(body: Body, number: str) -> bool:
    """Lay in a body's folder that a report is to be removed; False where it cannot be now."""
    kind = queries.recipient()
    if kind is None:
        return False
    record = {"feed": f"board-{body.slug}", "record": "remove", **pars.removal(number)}
    return outbox.tell(f"{kind.id}.{rules.party(body.id)}", record, f"remove-{number}")
