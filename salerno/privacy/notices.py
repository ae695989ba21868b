"""Notices to those outside: what they received was corrected, or the person was erased.

Of each field that went to somebody who decides alone what it is for, and that a column of ours
holds, the account of it keeps a keyed print. When an action has written such a column and the
print no longer fits, the recipient is told which of our deliveries it concerns; the new value
goes along only where all that let the old one go still stands. Saving the same value tells nobody.

A letter went to the person, and is not called back; a feed takes its records back itself.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from salerno.privacy import choices, closedcells, law, ledger, outbox, recall
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.declare import Clause
from salerno.privacy.models import Disclosure, OutboxItem
from salerno.privacy.parcels import BY_HAND, HANDED_ON, key_of
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.recall import STOP
from salerno.privacy.registry import Table, registry
from salerno.privacy.subjects import is_open, keeping

ERASED, CORRECTED = "erased", "corrected"
RESTRICTED, LIFTED = "restricted", "restriction lifted"
_GROUNDS = {
    RESTRICTED: "The person restricted what was sent before.",
    LIFTED: "What was sent before is restricted no longer.",
    STOP: "The person ended the use for which this was sent.",
}

type Prints = dict[str, list[str]]
"""Field -> clause id, keyed print of its value, and a word where the value was withheld."""


def prints(
    recipient: law.Recipient, fields: Mapping[str, Clause], values: Mapping[str, Any], salt: str
) -> Prints:
    """What is kept of the values that go out: prints of the fields that a column of ours holds."""
    if recipient.role == "processor" and recipient.adapter in {BY_HAND, *HANDED_ON}:
        return {}  # who only carries keeps nothing; who has a machine of its own does
    return {
        name: [clause.id, _print(salt, name, values[name])]
        for name, clause in fields.items()
        if _holder(clause.id, name) is not None
    }


def _print(salt: str, name: str, value: object) -> str:
    said = ledger.canonical({"salt": salt, "field": name, "value": value})
    return hmac.digest(settings.SECRET_KEY.encode(), said, "sha256").hex()


def _holder(clause_id: str, name: str) -> Table | None:
    """The one table that holds a field of a clause under the same name."""
    found = [
        table
        for table in registry().personal()
        for one in table.columns.values()
        if one.clause is not None and one.clause.id == clause_id and one.attname == name
    ]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class _Changed:
    """A field of which a recipient holds another value than we do, and in what it went out."""

    row: Disclosure
    name: str
    clause_id: str
    value: Any


def corrected(subject: int, clause_ids: Iterable[str]) -> int:
    """Tell whoever holds an older value of these clauses; return how many are told.

    Called in the transaction that wrote them, under the purpose that wrote them.
    """
    written = {one for one in clause_ids if one in _granted()}
    return _tell_changes(subject, lambda row, said: said[0] in written) if written else 0


def caught_up(subject: int) -> int:
    """Tell the values that were withheld while their ground was gone, where it is back."""
    return _tell_changes(subject, lambda row, said: outbox.WITHHELD in said)


def _tell_changes(subject: int, asked: Callable[[Disclosure, list[str]], bool]) -> int:
    told: dict[str, list[_Changed]] = {}
    with handover(RECORD, ground="who holds an older value"):
        for one in _changed(subject, asked):
            told.setdefault(one.row.recipient, []).append(one)
    if told:
        with keeping("they are told what it is now"):
            for some in told.values():
                _tell_corrected(subject, some)
    return len(told)


def _granted() -> set[str]:
    """The clauses of which somebody outside may keep a copy."""
    ruled = law.in_force().recipients.values()
    carriers = {BY_HAND, *HANDED_ON}
    return {
        clause
        for one in ruled
        if one.role != "processor" or one.adapter not in carriers
        for clause in one.clauses
    }


def _changed(subject: int, asked: Callable[[Disclosure, list[str]], bool]) -> Iterator[_Changed]:
    """The fields of which a recipient's latest print does not fit what we hold."""
    sent: dict[tuple[str, str], Disclosure] = {}
    latest: dict[tuple[str, str], Disclosure] = {}
    out = (Disclosure.State.SENT, Disclosure.State.WAITING)
    for row in Disclosure.objects.filter(owner_id=subject, state__in=out).order_by("pk"):
        known = latest if row.notice else sent
        for name in row.prints:
            known[row.recipient, name] = latest[row.recipient, name] = row
    for field, origin in sent.items():
        row, name = latest[field], field[1]
        said = row.prints[name]
        held = _held(subject, said[0], name) if asked(row, said) else ()
        if len(held) != 1:
            continue
        one = _Changed(origin, name, said[0], held[0])
        if _print(row.salt, name, held[0]) != said[1] or (
            outbox.WITHHELD in said and _covers(subject, one)
        ):
            yield one


def _held(subject: int, clause_id: str, name: str) -> Sequence[Any]:
    """What we hold of a field; more than one value says nothing of which one went out."""
    table = _holder(clause_id, name)
    if table is None:
        return ()
    with entered(RIGHTS, Viewer.person(subject), ground="what is held now"):
        rows = table.model._base_manager.filter(**{_owner(table): subject})
        return tuple(rows.values_list(name, flat=True)[:2])


def _owner(table: Table) -> str:
    return table.columns[table.owner].attname


def _tell_corrected(subject: int, some: Sequence[_Changed]) -> None:
    covered = [one for one in some if _covers(subject, one)]
    rows = _with(subject, some[0].row.recipient, {one.name for one in some})
    told = recall.account(rows[-1], subject, CORRECTED, "What was sent before was corrected.")
    told.concerns = [row.pk for row in rows]
    told.fields = sorted(one.name for one in some)
    told.clause_ids = sorted({one.clause_id for one in some})
    if covered:
        told.purpose, told.choice = covered[-1].row.purpose, covered[-1].row.choice
        told.basis = covered[-1].row.basis
    ledger.seal([told])
    told.prints = {
        one.name: [one.clause_id, _print(told.salt, one.name, one.value)]
        + ([] if one in covered else [outbox.WITHHELD])
        for one in some
    }
    told.save(force_insert=True)
    payload = {
        "notice": CORRECTED,
        "deliveries": [key_of(subject, row.pk) for row in rows],
        "fields": told.fields,
        "values": {one.name: _spelled(one.value) for one in covered},
    }
    _put(told, payload, subject)


def _with(subject: int, recipient: str, names: set[str]) -> list[Disclosure]:
    """What went to ``recipient`` with any of these fields, and may be held there."""
    out = (Disclosure.State.SENT, Disclosure.State.WAITING)
    rows = Disclosure.objects.filter(
        owner_id=subject, recipient=recipient, notice="", state__in=out
    )
    return [row for row in rows.order_by("pk") if names & row.prints.keys()]


def _spelled(value: Any) -> Any:
    """A value as JSON has it, spelled as its print was taken."""
    return json.loads(ledger.canonical({"value": value}))["value"]


def _covers(subject: int, one: _Changed) -> bool:
    """Whether all that let the field go out still stands."""
    ruled = law.in_force().recipients.get(one.row.recipient.partition(".")[0])
    purpose = registry().purposes.get(one.row.purpose)
    if ruled is None or purpose is None or outbox.is_off(one.row.recipient):
        return False
    agreed = not one.row.choice or any(
        each.receipt == one.row.choice and each.state == choices.State.GIVEN
        for each in choices.standing(subject)
    )
    if purpose.heeds_restriction and one.clause_id in closedcells.closed_cells(subject):
        return False
    granted = purpose.id in ruled.purposes and one.clause_id in ruled.clauses
    return granted and agreed and is_open(subject, purpose)


def erased(subject: int, pseudonym: int, on_their_way: Collection[int]) -> int:
    """Tell everybody who received something that the person is erased; return how many are told.

    The accounts of it are the pseudonym's by now, and lose their prints. ``on_their_way``: what
    an adapter may just be handing over. A notice holds nothing but the keys of our deliveries.
    """
    told: dict[str, list[Disclosure]] = {}
    rows = Disclosure.objects.filter(owner_id=pseudonym).order_by("pk")
    for row in rows:
        out = row.state == Disclosure.State.SENT or row.pk in on_their_way
        if out and not row.notice:
            told.setdefault(row.recipient, []).append(row)
    rows.exclude(prints={}).update(prints={})
    made = [
        recall.account(some[-1], pseudonym, ERASED, "The person was erased.")
        for name, some in told.items()
        if recall.adapter_of(name) not in HANDED_ON
    ]
    if not made:
        return 0
    for one in made:
        one.concerns = [row.pk for row in told[one.recipient]]
    ledger.seal(made)
    Disclosure.objects.bulk_create(made)
    OutboxItem.objects.bulk_create(
        recall.item(one, {
            "notice": ERASED,
            "deliveries": [key_of(subject, row.pk) for row in told[one.recipient]],
        }, subject)
        for one in made
    )  # fmt: skip
    return len(made)


def limited(
    subject: int, clause_ids: Collection[str], purpose_ids: Collection[str], notice: str
) -> int:
    """Tell whoever received these clauses, or anything for these purposes; how many are told.

    ``notice``: that it is restricted, restricted no longer, or that a yes was taken back. It
    names the kinds of data and the keys of our deliveries, and holds nothing of them.
    """
    told: dict[str, list[Disclosure]] = {}
    with keeping("who holds what is restricted"):
        on_their_way = outbox.on_their_way(subject)
        for row in Disclosure.objects.filter(owner_id=subject).order_by("pk"):
            asked = row.purpose in purpose_ids or set(clause_ids) & set(row.clause_ids)
            out = row.state == Disclosure.State.SENT or row.pk in on_their_way
            if asked and out and not row.notice and row.purpose != RIGHTS.id:
                told.setdefault(row.recipient, []).append(row)
        listed = {
            name: some for name, some in told.items() if recall.adapter_of(name) not in HANDED_ON
        }
        for some in listed.values():
            _tell_limited(subject, some, notice)
    if notice == LIFTED:
        caught_up(subject)
    return len(listed)


def _tell_limited(subject: int, some: Sequence[Disclosure], notice: str) -> None:
    told = recall.account(some[-1], subject, notice, _GROUNDS[notice])
    told.concerns = [row.pk for row in some]
    ledger.seal([told])
    told.save(force_insert=True)
    kinds = sorted({one for row in some for one in row.clause_ids})
    keys = [key_of(subject, row.pk) for row in some]
    _put(told, {"notice": notice, "deliveries": keys, "kinds": kinds}, subject)


def _put(told: Disclosure, payload: Mapping[str, Any], subject: int) -> None:
    OutboxItem.objects.bulk_create([recall.item(told, payload, subject)])
