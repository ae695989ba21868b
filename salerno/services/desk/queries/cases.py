"""Cases: the queue, one of them, and the person's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import query
from salerno.privacy.subjects import layers_by_id
from salerno.services.desk.actions.parts import may_see
from salerno.services.desk.models import Case, CaseLetter, CaseStep, Hearing, Paper
from salerno.services.desk.rules.appeals import may_appeal
from salerno.services.desk.rules.cases import Asker, Kind, Queue, State
from salerno.services.desk.rules.clocks import Light, light
from salerno.services.desk.values import (
    AskerWord,
    CaseView,
    ChannelWord,
    HearingView,
    KindWord,
    LetterView,
    LetterWord,
    OwnCase,
    ProofWord,
    Queued,
    StateWord,
    StepView,
    Verb,
)

MOST = 500


@query(DESK)
def queue(by: Viewer, *, which: str = Queue.DESK, done: bool = False) -> list[Queued]:
    """The cases of a queue that ``by`` may see: what is due first, or what was closed last.

    One statement for the cases, and those of the roles.
    """
    if not may_see(by, which):
        return []
    rows = Case.objects.filter(queue=which)
    if done:
        rows = rows.filter(state=State.CLOSED).order_by("-closed_at")
    else:
        rows = rows.exclude(state=State.CLOSED).order_by("due_date", "pk")
    columns = (
        "reference", "kind", "channel", "state", "received_at", "due_date", "needs",
        "verified_at", "acknowledge_by", "acknowledged_at",
    )  # fmt: skip
    today = clock.today()
    found = []
    for one in rows.values(*columns)[:MOST]:
        late = one["acknowledge_by"] is not None and one["acknowledged_at"] is None
        open_ = one["state"] == State.OPEN
        found.append(
            Queued(
                one["reference"], str(KindWord(one["kind"]).label),
                str(ChannelWord(one["channel"]).label), str(StateWord(one["state"]).label),
                one["received_at"], one["due_date"],
                light(today, one["due_date"]) if open_ else Light.CALM,
                bool(one["needs"]),
                not one["needs"] or one["verified_at"] is not None,
                bool(late and one["acknowledge_by"] < today),
            )
        )  # fmt: skip
    return found


@query(DESK)
def overdue() -> int:
    """How many open cases have passed their day, in any queue."""
    open_ = Case.objects.filter(state=State.OPEN)
    late = open_.filter(due_date__lt=clock.today()).count()
    unsaid = open_.filter(acknowledge_by__lt=clock.today(), acknowledged_at=None)
    return late + unsaid.filter(due_date__gte=clock.today()).count()


@query(DESK)
def case(by: Viewer, reference: str) -> CaseView | None:
    """A case as its officer reads it; None of another's queue as of none. Four statements."""
    row = Case.objects.filter(reference=reference).first()
    if row is None or not may_see(by, row.queue):
        return None
    papers = Paper.objects.filter(case_id=row.pk).order_by("pk").values_list("pk", flat=True)
    open_ = row.state == State.OPEN
    return CaseView(
        id=row.pk, reference=row.reference, kind=row.kind,
        kind_title=str(KindWord(row.kind).label), channel=str(ChannelWord(row.channel).label),
        asker=row.asker, asker_title=str(AskerWord(row.asker).label), queue=row.queue,
        state=row.state, state_title=str(StateWord(row.state).label), outcome=row.outcome,
        regime=str(row.get_regime_display()), needs=row.needs, proof=row.proof,
        needs_title=str(ProofWord(row.needs).label), proof_title=str(ProofWord(row.proof).label),
        is_verified=not row.needs or row.verified_at is not None,
        has_account=row.has_account and row.verified_at is not None, name=row.name,
        email=row.email, phone=row.phone, postal=row.postal, country=row.country,
        behalf=row.behalf, words=row.words, scope=row.scope,
        format=str(row.get_format_display()), destination=row.destination,
        recipient=row.recipient, received_at=row.received_at,
        acknowledge_by=row.acknowledge_by, acknowledged_at=row.acknowledged_at,
        due_date=row.due_date, longest_date=row.longest_date, is_extended=row.is_extended,
        light=light(clock.today(), row.due_date) if open_ else Light.CALM,
        papers=tuple(papers), steps=_steps(row.pk), letters=_letters(row.pk),
        statement=row.statement, is_appeal=row.is_appeal, about=row.about,
        may_name=row.asker != Asker.SELF and not row.has_account and open_,
        hearing=hearing_of(row.pk),
    )  # fmt: skip


def hearing_of(case_id: int) -> HearingView | None:
    """The hearing of a case, the latest."""
    row = Hearing.objects.filter(case_id=case_id).order_by("-pk").first()
    if row is None:
        return None
    return HearingView(
        row.asked_at, row.hearing_at, row.place, row.decided_at, row.is_amended, row.decision
    )


def _steps(case_id: int) -> tuple[StepView, ...]:
    rows = CaseStep.objects.filter(case_id=case_id).order_by("at", "pk")
    listed = rows.values_list("verb", "words", "at")
    return tuple(StepView(verb, str(Verb(verb).label), words, at) for verb, words, at in listed)


def _letters(case_id: int, *, for_agent: bool = False) -> tuple[LetterView, ...]:
    """The letters of a case. ``for_agent``: without those to the person for whom they ask."""
    rows = CaseLetter.objects.filter(case_id=case_id).order_by("at", "pk")
    if for_agent:
        rows = rows.exclude(kind=LetterWord.AGENT)
    columns = ("pk", "kind", "subject", "text", "at", "way", "posted_at")
    return tuple(
        LetterView(pk, str(LetterWord(kind).label), subject, text, at, way, posted_at)
        for pk, kind, subject, text, at, way, posted_at in rows.values_list(*columns)
    )


@query(DESK)
def letter_of(by: Viewer, reference: str, letter: int) -> tuple[str, str, datetime, str] | None:
    """A letter for the sheet of paper: subject, text, day, and the address for its window."""
    row = CaseLetter.objects.filter(pk=letter, case__reference=reference).first()
    found = Case.objects.filter(reference=reference).first()
    if row is None or found is None or not may_see(by, found.queue):
        return None
    to = "\n".join(one for one in (found.name, found.postal) if one)
    return row.subject, row.text, row.at, to


@query(DESK)
def paper_of(by: Viewer, reference: str, paper: int) -> Path | None:
    """Where a paper of an open case lies."""
    found = Case.objects.filter(reference=reference).exclude(state=State.CLOSED).first()
    if found is None or not may_see(by, found.queue):
        return None
    row = Paper.objects.filter(pk=paper, case_id=found.pk).first()
    path = Path(row.file.path) if row is not None and row.file else None
    return path if path is not None and path.is_file() else None


@query(ACCOUNT)
def own_cases() -> list[OwnCase]:
    """The viewer's own requests, the latest first, without their letters. One statement."""
    return [_own(one, (), ()) for one in Case.objects.order_by("-received_at")[:MOST]]


@query(DESK)
def case_at(key: str, by: Viewer | None = None) -> OwnCase | None:
    """A request by its secret address, for whoever was given it.

    ``by``: who looks. Where an agent's request waits for the word of its person, that person
    alone is asked.
    """
    row = Case.objects.filter(key=key).first()
    if row is None:
        return None
    said = tuple(one for one in _steps(row.pk) if one.verb in SHOWN)
    is_person = by is not None and by.subject == row.owner_id
    letters = _letters(row.pk, for_agent=row.asker != Asker.SELF and not is_person)
    made = _own(row, said, letters if row.proof else ())
    waits = row.named_at is not None and row.verified_at is None and row.state == State.OPEN
    return replace(
        made, hearing=hearing_of(row.pk), waits_for_word=waits and is_person,
        agent=(row.name or row.email) if waits and is_person else "",
        may_be_heard=made.may_state and "ferpa" in layers_by_id(row.owner_id)
        and not Hearing.objects.filter(case_id=row.pk).exists(),
    )  # fmt: skip


SHOWN = frozenset({
    Verb.RECEIVED, Verb.SAID, Verb.CONFIRMED, Verb.PAPER, Verb.SIGHTED, Verb.DOUBTED,
    Verb.EXTENDED, Verb.ANSWERED, Verb.CLOSED, Verb.STATED, Verb.APPEALED,
    Verb.LIMITED, Verb.DECIDED, Verb.TOLD, Verb.LIFTED,
    Verb.WITHHELD, Verb.HEARING, Verb.SET, Verb.HEARD,
})  # fmt: skip


def _own(row: Case, steps: tuple[StepView, ...], letters: tuple[LetterView, ...]) -> OwnCase:
    steps = tuple(
        one if one.verb == Verb.SAID else StepView(one.verb, one.title, "", one.at) for one in steps
    )
    return OwnCase(
        key=row.key, reference=row.reference, kind_title=str(KindWord(row.kind).label),
        state=row.state, state_title=str(StateWord(row.state).label),
        received_at=row.received_at, due_date=row.due_date,
        is_verified=not row.needs or row.verified_at is not None, needs=row.needs,
        needs_title=str(ProofWord(row.needs).label), steps=steps, letters=letters,
        may_state=row.kind == Kind.CORRECTION and row.outcome in ("refused", "partly"),
        statement=row.statement,
        may_appeal=may_appeal(row.state, row.outcome, is_appeal=row.is_appeal),
    )  # fmt: skip


@query(ACCOUNT)
def kept_statements() -> list[tuple[datetime, str]]:
    """What the viewer put beside something that was not corrected."""
    rows = Case.objects.exclude(statement="").order_by("-received_at")
    return list(rows.values_list("received_at", "statement"))
