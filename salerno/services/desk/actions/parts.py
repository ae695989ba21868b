"""What the verbs share: finding a case, its history, its letters, its facts."""

from __future__ import annotations

import secrets
from typing import Any

import holidays
from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer, handover
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import is_open, layers_by_id
from salerno.services.accounts import queries as accounts
from salerno.services.desk.letters.words import letter
from salerno.services.desk.models import Case, CaseLetter, CaseStep, Demand
from salerno.services.desk.rules.calendar import Seat
from salerno.services.desk.rules.cases import Queue, State
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import KindWord, Verb
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DESK_ROLES = frozenset({"officer", "dpo"})


def seat() -> Seat:
    """Whose public holidays count: those of the operator's seat."""
    operator = law.in_force().operator
    country = operator.country
    if country not in holidays.list_supported_countries(include_aliases=False):
        return Seat(country)
    names: dict[str, str] = holidays.country_holidays(country).subdivisions_aliases
    return Seat(country, names.get(operator.seat.rpartition(",")[2].strip(), ""))


def new_reference(letter_of_kind: str) -> str:
    """A number that can be said on the telephone, and tells how many there are to nobody."""
    code = "".join(secrets.choice(ALPHABET) for _one in range(8))
    return f"{letter_of_kind}-{code[:4]}-{code[4:]}"


def the_case(by: Viewer, reference: str, *, live: bool = True) -> Case:
    """A case that ``by`` may work on, locked. Raises Refused: of another's queue as of none."""
    row = Case.objects.filter(reference=reference).select_for_update().first()
    if row is None or not may_see(by, row.queue):
        raise Refused(_("There is no such request."), status=404)
    if live and row.state == State.CLOSED:
        raise Refused(_("This request is closed. Open a new one to go on."), status=409)
    return row


def the_demand(by: Viewer, reference: str, *, live: bool = True) -> Demand:
    """A file, locked. Raises Refused where there is none, or it is closed."""
    row = Demand.objects.filter(reference=reference).select_for_update().first()
    if row is None or not may_see(by, Queue.DESK):
        raise Refused(_("There is no such file."), status=404)
    if live and row.closed_at is not None:
        raise Refused(_("This file is closed."), status=409)
    return row


def check_other(by: Viewer, row: Case) -> None:
    """Raises Refused where whoever answered before would answer again."""
    answered = CaseStep.objects.filter(case_id=row.pk, verb=Verb.ANSWERED, by_id=by.subject)
    if row.is_appeal and answered.exists():
        raise Refused(_("You answered it before. Somebody else looks at it now."), status=403)


def may_see(by: Viewer, queue: str) -> bool:
    """Whether somebody's roles let them work on a queue; a job works on all."""
    if by.machine:
        return True
    roles = accounts.staff_standing(by.subject).roles
    return "dpo" in roles if queue == Queue.DPO else bool(roles & DESK_ROLES)


def step(row: Case, verb: Verb, by: Viewer, words: str = "") -> None:
    """Append to the history. What the house did has the person in place of an officer."""
    CaseStep.objects.create(
        owner_id=row.owner_id, case_id=row.pk, by_id=by.subject or row.owner_id, verb=verb,
        words=words,
    )  # fmt: skip


def change(row: Case, **values: Any) -> None:
    """Set columns of a case, in the row and in the database."""
    for name, value in values.items():
        setattr(row, name, value)
    Case.objects.filter(pk=row.pk).update(**values)


def write(row: Case, kind: LetterKind, by: Viewer, **facts: Any) -> str:
    """Write a letter and send it by mail, or leave it to be posted; returns the way it takes."""
    subject, text = letter(kind, case_facts(row) | facts)
    way = "mail" if row.email and is_open(row.owner_id, CORRESPONDENCE) else "post"
    CaseLetter.objects.create(
        owner_id=row.owner_id, case_id=row.pk, kind=kind.value, subject=subject, text=text, way=way
    )
    step(row, Verb.WROTE, by, subject)
    if way == "mail":
        send(row.owner_id, row.email, f"desk.{kind.value}", subject, text)
    return way


def case_facts(row: Case) -> dict[str, Any]:
    """What every letter of a case may say."""
    return {
        "reference": row.reference,
        "name": row.name,
        "kind": row.kind,
        "kind_title": KindWord(row.kind).label,
        "country": row.country,
        "layers": layers_by_id(row.owner_id),
        "received_at": row.received_at,
        "due_date": row.due_date,
    }


def send(owner: int, to: str, name: str, subject: str, text: str) -> None:
    """Pass a letter to the mail carrier."""
    operator = law.in_force().operator
    new = NewLetter(owner, name, to, f"{operator.name} <{operator.email}>", subject, text)
    job = Viewer.job("desk")
    with handover(CORRESPONDENCE, ground=f"letter: {name}", viewer=job):
        post.send(by=job, letter=new)


def now_if(wanted: bool) -> Any:
    """The present moment, or None."""
    return clock.now() if wanted else None
