"""Demands of which nobody may be told: sealed until a day, renewed, ended, and told then."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy import clock, ledger, seals
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.privacy.seals import NewSeal
from salerno.privacy.subjects import layers_by_id
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import send, the_demand
from salerno.services.desk.clauses import DEMANDING
from salerno.services.desk.letters.words import letter
from salerno.services.desk.models import Demand, DemandPerson
from salerno.services.desk.rules.demands import Instrument
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import GroundWord, InstrumentWord


def is_silent(row: Demand) -> bool:
    """Whether nobody may be told of a file today."""
    return row.sealed_date is not None and clock.today() <= row.sealed_date


def seal_person(row: Demand, subject: int) -> int | None:
    """Seal the file for a person whom it names; what this act writes about them is sealed too."""
    if row.sealed_date is None or not is_silent(row):
        return None
    new = NewSeal(row.reference, row.silence, row.sealed_date)
    number = seals.place(subject=subject, new=new)
    seals.cover(subject, number)
    return number


@action(DESK, collects=DEMANDING)
def withhold_notice(
    *, by: Viewer, reference: str, words: str, until_date: date | None = None
) -> None:
    """Record why the people are not told before: the order forbids it, or somebody is in danger.

    ``until_date``: seal the file through this day. An order that forbids notice is sealed
    already, with the day on which it was filed; a later one renews it.
    """
    row = the_demand(by, reference)
    if not row.forbids_notice and row.instrument != Instrument.EMERGENCY:
        raise Refused(_("Nothing forbids the notice: tell the people first."), status=409)
    if not words.strip():
        raise Refused(_("Say by which words of the order, or which danger."), status=422)
    if until_date is not None:
        _seal(row, until_date, words)
    rows = DemandPerson.objects.filter(demand_id=row.pk, notice_at=None)
    rows.update(exception=words.strip()[:400])


@action(DESK, collects=DEMANDING)
def renew_seal(*, by: Viewer, reference: str, words: str, until_date: date | None) -> None:
    """The order was extended: nobody may be told through a later day. It is never for ever."""
    row = the_demand(by, reference)
    if not is_silent(row):
        raise Refused(_("Nothing is sealed here, or its day has passed."), status=409)
    if until_date is None or row.sealed_date is None or until_date <= row.sealed_date:
        raise Refused(_("Name the new last day; it lies after the one before."), status=422)
    _seal(row, until_date, words)


def _seal(row: Demand, until_date: date, words: str) -> None:
    row.sealed_date, row.silence = until_date, words.strip()[:400]
    Demand.objects.filter(pk=row.pk).update(sealed_date=until_date, silence=row.silence)
    for one in DemandPerson.objects.filter(demand_id=row.pk):
        number = seal_person(row, one.owner_id)
        DemandPerson.objects.filter(pk=one.pk).update(seal_id=number)
    ledger.append("demand sealed", {"file": row.reference, "until": until_date})


@action(DESK, collects=DEMANDING)
def end_seal(*, by: Viewer, reference: str, words: str) -> int:
    """The court ended it: from now on each person reads it, and is told; how many were."""
    row = the_demand(by, reference)
    if not is_silent(row):
        raise Refused(_("Nothing is sealed here, or its day has passed."), status=409)
    if not words.strip():
        raise Refused(_("Say by which words of the order, or which danger."), status=422)
    for one in DemandPerson.objects.filter(demand_id=row.pk):
        seals.end(subject=one.owner_id, reference=row.reference)
    ended = clock.today()
    Demand.objects.filter(pk=row.pk).update(sealed_date=ended, silence=words.strip()[:400])
    ledger.append("demand unsealed", {"file": row.reference, "at": clock.now()})
    row.refresh_from_db()
    return tell_all(row)


@action(DESK, collects=DEMANDING)
def tell_people(*, by: Viewer, reference: str) -> int:
    """Tell each person of the demand before anything is given; returns how many were told."""
    row = the_demand(by, reference)
    if is_silent(row) or (row.forbids_notice and row.sealed_date is None):
        raise Refused(_("The demand forbids it. Record the exception instead."), status=409)
    return tell_all(row)


@action(DESK, collects=DEMANDING)
def tell_unsealed(*, by: Viewer) -> int:
    """Tell whoever could not be told before, of each file whose seal has ended; how many."""
    rows = Demand.objects.filter(sealed_date__lt=clock.today())
    waiting = DemandPerson.objects.filter(demand_id__in=rows, notice_at=None)
    numbers = list(waiting.values_list("demand_id", flat=True).distinct()[:200])
    return sum(tell_all(one) for one in Demand.objects.filter(pk__in=numbers))


def tell_all(row: Demand) -> int:
    """Write to each person who was not told yet; how many letters went."""
    told = 0
    for one in DemandPerson.objects.filter(demand_id=row.pk, notice_at=None):
        with handover(AUTHENTICATE, ground=f"notice of {row.reference}"):
            address = accounts.address_of(one.owner_id)
        exception = one.exception
        if address:
            subject, text = letter(LetterKind.DEMAND, _notice(row, one.owner_id))
            send(one.owner_id, address, "desk.demand", subject, text)
            told += 1
        else:
            exception = _("They had left before they could be told.")
        DemandPerson.objects.filter(pk=one.pk).update(notice_at=clock.now(), exception=exception)
    return told


def _notice(row: Demand, subject: int) -> dict[str, object]:
    known = registry().clauses
    return {
        "reference": row.reference,
        "issuer": row.issuer,
        "instrument": InstrumentWord(row.instrument).label,
        "ground": GroundWord(row.ground).label,
        "what": [known[one].title for one in row.clause_ids if one in known],
        "deadline": row.deadline_date,
        "given_at": row.released_at,
        "sealed_date": row.sealed_date,
        "is_open": row.released_at is None and row.closed_at is None,
        "layers": layers_by_id(subject),
    }
