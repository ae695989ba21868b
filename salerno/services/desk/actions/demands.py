"""Demands of the law: filed, checked by two, told to the person, and answered within scope."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from salerno.policy.purposes import CASE, DESK, LEGAL
from salerno.privacy import audit, clock, holds, law, ledger, seals
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.holds import NewHold
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.registry import registry
from salerno.privacy.subjects import layers_of, tie, untie
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions import education
from salerno.services.desk.actions.parts import new_reference, the_demand
from salerno.services.desk.actions.silence import seal_person
from salerno.services.desk.actions.work import end_ties
from salerno.services.desk.clauses import DEMANDING
from salerno.services.desk.formats import production
from salerno.services.desk.models import Approval, Demand, DemandPerson
from salerno.services.desk.rules import demands as rules
from salerno.services.desk.rules.demands import Ground, Instrument
from salerno.services.desk.values import ExemptionWord, InstrumentWord, NewDemand, Production

RECORD_DAYS = 5
HOLD_DAYS = 90


@action(DESK, collects=DEMANDING)
def file_demand(*, by: Viewer, new: NewDemand) -> str:
    """Open the file of a demand; returns its number. The ground is one that the pack lists."""
    _check(new)
    row = Demand.objects.create(
        reference=new_reference("L"), issuer=new.issuer.strip(), instrument=new.instrument,
        issuer_reference=new.issuer_reference.strip(), ground=new.ground,
        reason=new.reason.strip(), threat=new.threat.strip(),
        clause_ids=sorted(set(new.clauses)), first_date=new.first_date, last_date=new.last_date,
        exemption=new.exemption, deadline_date=new.deadline_date, forbids_notice=new.forbids_notice,
        sealed_date=new.sealed_date, silence=new.silence.strip()[:400],
    )  # fmt: skip
    for subject in dict.fromkeys(new.subjects):
        _name(row, subject)
    ledger.append("demand", {"file": row.reference, "ground": row.ground, "at": clock.now()})
    return row.reference


def grounds() -> tuple[str, ...]:
    """The grounds that the pack in force lists, and no others."""
    listed = law.in_force().settings.get("legal_grounds", ())
    return tuple(listed) if isinstance(listed, tuple | list) else ()


_WHY = {
    "threat": _("An emergency names the threat to somebody’s safety, and stands on that ground."),
    "cooperation": _("Cooperation answers a request of an authority, and nothing else."),
}


def _check(new: NewDemand) -> None:
    known = registry().clauses
    words = ""
    if new.ground not in grounds():
        words = _("This ground is not on the list of this house: nothing is given on it.")
    elif not new.reason.strip() or not new.issuer.strip():
        words = _("Say who asks, and in a sentence of your own why the ground holds.")
    elif not new.clauses or any(one not in known or known[one].secret for one in new.clauses):
        words = _("Name the kinds of data that are asked for, and no secret ones.")
    elif not rules.is_carried(new.exemption, new.instrument):
        words = _("This exemption for education records does not go with what came.")
    elif new.first_date and new.last_date and new.last_date < new.first_date:
        words = _("The period ends before it begins.")
    elif (new.forbids_notice or new.sealed_date) and not _has_seal(new):
        words = _(
            "Who may not be told is told later: name the last day of the order, within a year, "
            "and its words. Without an order or an emergency nothing is sealed."
        )
    else:
        why = rules.why_not_on_ground(Ground(new.ground), Instrument(new.instrument), new.threat)
        words = str(_WHY[why]) if why else ""
    if words:
        raise Refused(words, status=422)


def _has_seal(new: NewDemand) -> bool:
    """Whether a file that nobody may be told of has its last day, and a reason for it."""
    last = clock.today() + seals.MOST
    is_dated = new.sealed_date is not None and clock.today() < new.sealed_date <= last
    may = new.forbids_notice or new.instrument == Instrument.EMERGENCY
    return is_dated and may and bool(new.silence.strip())


@action(DESK, collects=DEMANDING)
def name_person(*, by: Viewer, reference: str, address: str) -> None:
    """Name a person in a demand, by the address they sign in with. Approvals fall."""
    row = the_demand(by, reference)
    if row.released_at is not None:
        raise Refused(_("This was given out. A new demand has a file of its own."), status=409)
    with handover(AUTHENTICATE, ground=f"whom {row.reference} names"):
        subject = accounts.subject_of_address(address)
    if subject is None:
        raise Refused(_("Nobody signs in with this address."), status=422)
    _name(row, subject)
    Approval.objects.filter(demand_id=row.pk).delete()


def _name(row: Demand, subject: int) -> None:
    with handover(RECORD, ground="a person of a demand"):
        person = Subject.objects.filter(pk=subject).first()
        found = tuple(layers_of(person)) if person is not None else None
    if found is None:
        raise Refused(_("There is nobody of this number."), status=422)
    words = education.why_not_named(row, found)
    if words:
        raise Refused(words, status=422)
    rows = DemandPerson.objects.filter(demand_id=row.pk, owner_id=subject)
    if not rows.exists():
        seal = seal_person(row, subject)
        DemandPerson.objects.create(
            owner_id=subject, demand_id=row.pk, reference=row.reference, seal_id=seal
        )


@action(DESK, collects=DEMANDING)
def hold_people(*, by: Viewer, reference: str) -> int:
    """Hold what the demand names of each person, so that nothing of it is deleted meanwhile."""
    row = the_demand(by, reference)
    held = 0
    for one in DemandPerson.objects.filter(demand_id=row.pk, hold=0):
        review = clock.today() + timedelta(days=HOLD_DAYS)
        new = NewHold("preservation", f"{row.reference}: {row.issuer}"[:400], review,
                      tuple(row.clause_ids), seals.number(one.owner_id, row.reference))  # fmt: skip
        number = holds.place(by=by.known, subject=one.owner_id, new=new)
        DemandPerson.objects.filter(pk=one.pk).update(hold=number)
        held += 1
    return held


@action(DESK, collects=DEMANDING)
def approve(*, by: Viewer, reference: str) -> int:
    """Say that the demand was checked; returns how many people have by now."""
    row = the_demand(by, reference)
    mine = Approval.objects.filter(demand_id=row.pk, owner_id=by.known)
    if mine.exists():
        raise Refused(_("You approved this before. Somebody else must check it."), status=409)
    if DemandPerson.objects.filter(demand_id=row.pk, owner_id=by.known).exists():
        raise Refused(_("This is about yourself. Two others check it."), status=403)
    Approval.objects.create(owner_id=by.known, demand_id=row.pk, reference=row.reference)
    return Approval.objects.filter(demand_id=row.pk).count()


@action(DESK, collects=DEMANDING)
def release(*, by: Viewer, reference: str, wanted: tuple[str, ...] = ()) -> Production:
    """Give out what the demand names, and no more: an archive with the list of its files.

    ``wanted``: fewer kinds of data than the demand names; more are refused. The same file gives
    the same bytes again. In the caller's transaction it is accounted for, person by person.
    """
    row = the_demand(by, reference)
    clauses = tuple(wanted) or tuple(row.clause_ids)
    people = list(DemandPerson.objects.filter(demand_id=row.pk).order_by("owner_id"))
    _check_release(row, clauses, people)
    if row.as_of is None:
        row.as_of = clock.now()
        Demand.objects.filter(pk=row.pk).update(as_of=row.as_of)
    made, rows = production.produce(row, clauses, [one.owner_id for one in people])
    if row.released_at is None:
        _account(row, rows)
        Demand.objects.filter(pk=row.pk).update(released_at=clock.now(), manifest=made.digest)
        DemandPerson.objects.filter(demand_id=row.pk).update(released_at=clock.now())
        ledger.append("production", {"file": row.reference, "digest": made.digest})
    return made


def _check_release(row: Demand, clauses: tuple[str, ...], people: list[DemandPerson]) -> None:
    words = ""
    beyond = rules.outside(clauses, row.clause_ids)
    if beyond:
        words = _("This is wider than the demand: %s.") % ", ".join(beyond)
    elif not people:
        words = _("The demand names nobody.")
    elif Approval.objects.filter(demand_id=row.pk).count() < rules.APPROVALS:
        words = _("Two different people check a demand before anything is given.")
    elif any(one.notice_at is None and not one.exception for one in people):
        words = _("The people are told first, or it stands on record why not.")
    elif row.ground not in grounds():
        words = _("This ground is not on the list of this house: nothing is given on it.")
    words = words or education.why_not_given(row, people)
    if words:
        named = [one.owner_id for one in people]
        audit.note("production refused", subjects=named, why=words, file=row.reference)
        raise Refused(words, status=409)


def _ground(row: Demand) -> str:
    """On what it goes out, as the person reads it and as 34 CFR 99.32 asks for."""
    why = f", {ExemptionWord(row.exemption).label}" if row.exemption else ""
    return f"{row.ground}{why}: {row.reason}"


def _account(row: Demand, rows: production.Rows) -> None:
    """What goes out, written down for each person: to whom by name, and on which ground."""
    known = registry().clauses
    fields = {name: known[name] for name in sorted({one for each in rows.values() for one in each})}
    party = Party(row.reference.lower().replace("-", "_"), row.issuer[:120],
                  f"{InstrumentWord(row.instrument).label} {row.issuer_reference}"[:120],
                  law.in_force().operator.country, file=row.reference)  # fmt: skip
    with entered(LEGAL, Viewer.job("desk"), ground=f"file {row.reference}"):
        disclose(
            Payload("desk.production", fields), "authority",
            {one: {name: each.get(name, []) for name in fields} for one, each in rows.items()},
            ground=_ground(row), party=party, is_handed=True,
        )  # fmt: skip


@action(DESK, collects=DEMANDING)
def open_record(*, by: Viewer, reference: str, subject: int) -> None:
    """Open a person whom an inquiry of ours names, for some days. Nobody else can be opened."""
    row = the_demand(by, reference)
    named = DemandPerson.objects.filter(demand_id=row.pk, owner_id=subject).exists()
    if row.instrument != Instrument.INVESTIGATION or not named:
        raise Refused(_("This file does not open this person."), status=403)
    if subject == by.known:
        raise Refused(_("This is about yourself. Somebody else looks into it."), status=403)
    until = clock.now() + timedelta(days=RECORD_DAYS)
    seal = seals.number(subject, row.reference)
    tie(subject, by.known, CASE, scope=row.reference, until=until, seal=seal)


@action(DESK, collects=DEMANDING)
def end_record(*, by: Viewer, reference: str, subject: int) -> None:
    """Close a person of an inquiry again."""
    row = the_demand(by, reference)
    untie(subject, by.known, CASE, scope=row.reference)


@action(DESK, collects=DEMANDING)
def close_demand(*, by: Viewer, reference: str, words: str) -> None:
    """Close a file, with what its review found. Holds are lifted, and what was open closes."""
    row = the_demand(by, reference)
    if not words.strip():
        raise Refused(_("Write what the review of this file found."), status=422)
    if row.instrument == Instrument.EMERGENCY and _is_only_approver(row, by):
        raise Refused(_("An emergency is reviewed by somebody who did not act in it."), status=409)
    for one in DemandPerson.objects.filter(demand_id=row.pk).exclude(hold=0):
        holds.lift(hold=one.hold, reason=f"{row.reference} is closed")
    DemandPerson.objects.filter(demand_id=row.pk).update(hold=0)
    end_ties(row.reference)
    now = clock.now()
    Demand.objects.filter(pk=row.pk).update(closed_at=now, reviewed_at=now, review=words.strip())


def _is_only_approver(row: Demand, by: Viewer) -> bool:
    return Approval.objects.filter(demand_id=row.pk, owner_id=by.known).exists()
