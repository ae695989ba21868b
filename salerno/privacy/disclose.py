"""The one way out of the house: checked, accounted for, and delivered by the outbox.

A room names what it sends (``Payload``: each field with the clause it comes from), to whom,
and why; the purpose is the one that was entered at the door. What the pack does not grant to
the recipient does not leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from salerno.privacy import audit, choices, clock, closedcells, law, ledger, notices, seals
from salerno.privacy.context import current, handover
from salerno.privacy.declare import Clause, Grade, checked_id
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.gate.guards import serves
from salerno.privacy.law import Basis, Recipient
from salerno.privacy.models import Disclosure, OutboxItem, StoppedRecipient, Subject
from salerno.privacy.outbox import deliver as deliver_outbox
from salerno.privacy.parcels import key_of, lane
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.received import Received, received, recipients_of
from salerno.privacy.subjects import grounds_of_each, keeping, met

__all__ = [
    "Party", "Payload", "Received", "deliver_outbox", "disclose", "received", "recipients_of",
]  # fmt: skip

_AT_ONCE = 500  # persons asked about in one statement
_NOTHING: tuple[object, ...] = (None, "", [], {})
# Under these laws a transfer needs its recorded mechanism; an unknown jurisdiction gets the
# strictest.
# What goes out for these is named each time, by a demand or by the person: no list of the pack
# says it beforehand. Who may receive it still stands in the pack.
_CASE_BY_CASE = frozenset({RIGHTS})
_MECHANISM_ASKED = frozenset({Subject.Layer.EU, Subject.Layer.UNKNOWN})


@dataclass(frozen=True)
class Payload:
    """What one kind of message to the outside holds. ``fields``: each with its clause.

    ``plain``: fields about nobody (a language, a subject line of the house, headers).
    ``names_nobody``: it goes out under the label that nothing in it identifies anybody; then no
    field of it may, not even by being linked to something else.
    """

    id: str
    fields: Mapping[str, Clause]
    plain: frozenset[str] = frozenset()
    names_nobody: bool = False

    def __post_init__(self) -> None:
        checked_id(self.id, "Payload")
        telling = [one.id for one in self.clauses if one.grade is not Grade.NONE]
        if self.names_nobody and telling:
            message = f"Payload {self.id} is labelled as naming nobody, and holds {telling}."
            raise DeclarationError(message)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of its fields, each once."""
        return tuple(dict.fromkeys(self.fields.values()))


@dataclass(frozen=True)
class Party:
    """Who in particular receives, where the pack names only a class (sponsors, employers).

    The person reads its own ``name``. ``topic``: the choice that must stand for this very party;
    a yes to another topic, though it names the same purpose, does not count.
    """

    id: str
    name: str
    contract: str
    country: str
    topic: str = ""
    expires: str = ""  # the last day of its own contract, as 2027-03-31
    file: str = ""  # of a demand: whoever has a seal for it reads of this once that has ended

    def __post_init__(self) -> None:
        checked_id(self.id, "Party")


@dataclass(frozen=True)
class _Asked:
    """One disclosure before it is checked."""

    payload: Payload
    name: str
    rows: Mapping[int, Mapping[str, Any]]
    ground: str
    party: Party | None = None
    is_handed: bool = False
    grounds: dict[int, frozenset[Basis]] = field(default_factory=dict)
    consents: dict[int, str] = field(default_factory=dict)

    @property
    def recipient(self) -> Recipient:
        """The recipient in the pack."""
        return law.in_force().recipients[self.name]

    @property
    def receiver(self) -> Recipient:
        """Who is written down as having received: the party itself, where there is one."""
        if self.party is None:
            return self.recipient
        one = self.party
        return replace(
            self.recipient,
            id=f"{self.name}.{one.id}",
            name=one.name,
            country=one.country,
            contract=one.contract,
            expires=one.expires,
        )


def disclose(
    payload: Payload,
    recipient: str,
    rows: Mapping[int, Mapping[str, Any]],
    *,
    ground: str,
    party: Party | None = None,
    is_handed: bool = False,
) -> tuple[int, ...]:
    """Send ``rows`` (subject → fields) to ``recipient`` for the purpose entered.

    In the caller's transaction: the account of it, the ledger's entry and the outbox's item.
    ``party``: which one of the class that the pack names. ``is_handed``: the answer itself hands
    the rows over, so that nothing waits in the outbox.
    Raises Refused, recorded, for whatever the pack, the law or the person does not allow.
    """
    asked = _Asked(payload, recipient, rows, ground, party, is_handed)
    for check in _CHECKS:
        words = check(asked)
        if words:
            audit.note("disclosure refused", subjects=rows, recipient=recipient, why=words)
            raise Refused(words)
    entry = current()
    entry.durable = True
    entry.subjects.update(rows)
    return _write_down(asked)


def _recipient_words(asked: _Asked) -> str:
    recipient = law.in_force().recipients.get(asked.name)
    if recipient is None:
        return _("%s is not in the list of recipients.") % asked.name
    if recipient.role != "processor" and not recipient.address:
        return (
            _(
                "%s decides itself what the data is for and has no record of its own: nothing "
                "goes to it."
            )
            % recipient.name
        )
    for one in (recipient, asked.receiver):
        if not one.contract:
            return _("There is no contract with %s.") % one.name
        if one.has_ended(clock.today()):
            return _("The contract with %(name)s ended on %(day)s: nothing goes to it.") % {
                "name": one.name, "day": one.expires,
            }  # fmt: skip
    return _switch_words(recipient, asked.receiver)


def _switch_words(recipient: Recipient, receiver: Recipient) -> str:
    off = (
        StoppedRecipient.objects.filter(pk__in={recipient.id, receiver.id})
        .values_list("reason", flat=True)
        .first()
    )
    if recipient.enabled and off is None:
        return ""
    return _("%(name)s is switched off: %(reason)s") % {
        "name": receiver.name, "reason": off or _("the pack does not use it"),
    }  # fmt: skip


def _purpose_words(asked: _Asked) -> str:
    purpose = current().purpose
    if not asked.ground.strip():
        return _("Say why this goes out.")
    if purpose.id not in asked.recipient.purposes:
        return _("%(name)s receives nothing for this: %(purpose)s.") % {
            "name": asked.recipient.name, "purpose": purpose.title,
        }  # fmt: skip
    return ""


def _clause_words(asked: _Asked) -> str:
    purpose, granted = current().purpose, asked.recipient.clauses
    for clause in asked.payload.clauses:
        is_granted = clause.id in granted or purpose in _CASE_BY_CASE or purpose.any_clause
        if clause.secret or not is_granted or not serves(clause, purpose):
            return _("%(name)s does not receive this for %(purpose)s: %(clause)s.") % {
                "name": asked.recipient.name, "purpose": purpose.title, "clause": clause.title,
            }  # fmt: skip
    return ""


def _field_words(asked: _Asked) -> str:
    declared = set(asked.payload.fields) | asked.payload.plain
    for fields in asked.rows.values():
        extra, missing = set(fields) - declared, declared - set(fields)
        if extra:
            return _("Not declared to go out: %s.") % ", ".join(sorted(extra))
        if missing:
            return _("Declared to go out, and not given: %s.") % ", ".join(sorted(missing))
    return "" if asked.rows else _("Nobody is named, so nothing goes out.")


def _transfer_words(asked: _Asked) -> str:
    if asked.recipient.mechanism or not _any_of(asked, layer__in=_MECHANISM_ASKED):
        return ""
    return _("%(name)s is in %(country)s, and no way to protect a transfer there is on record.") % {
        "name": asked.recipient.name,
        "country": asked.recipient.country,
    }


def _person_words(asked: _Asked) -> str:
    if _any_of(asked, state=Subject.State.ACTIVE) != len(asked.rows):
        return _("This person is not here any more, or is frozen.")
    purpose = current().purpose
    if met(asked.rows, purpose) != set(asked.rows):
        return _("This person did not agree to this, or ended it: %s.") % purpose.title
    return ""


def _restricted_words(asked: _Asked) -> str:
    """What is restricted is left out. What was read before that, and still says it, stays here."""
    closed = closedcells.closed_among(asked.rows, asked.payload.clauses, current().purpose)
    for subject, names in closed.items():
        for name, clause in asked.payload.fields.items():
            if clause.id in names and asked.rows[subject].get(name) not in _NOTHING:
                return _("This is restricted, and nothing may use it: %s.") % clause.title
    return ""


def _any_of(asked: _Asked, **facts: object) -> int:
    """How many of the persons named are as ``facts`` say."""
    with handover(RECORD, ground="the state of the persons named"):
        return sum(
            Subject.objects.filter(pk__in=some, **facts).count()
            for some in batched(asked.rows, _AT_ONCE)
        )


def _choice_words(asked: _Asked) -> str:
    purpose = current().purpose
    asked.grounds.update(grounds_of_each(asked.rows, purpose))
    asking = [one for one, bases in asked.grounds.items() if Basis.CONSENT in bases]
    topic = asked.party.topic if asked.party else ""
    if topic:  # agreed to for this very party, whatever the purpose rests on
        asking = list(asked.rows)
    asked.consents.update(choices.consents_to(asking, purpose, topic=topic))
    if set(asking) - asked.consents.keys():
        return _("There is no consent on record for this: %s.") % purpose.title
    return ""


_CHECKS = (
    _recipient_words, _purpose_words, _clause_words, _field_words, _transfer_words,
    _person_words, _restricted_words, _choice_words,
)  # fmt: skip


def _write_down(asked: _Asked) -> tuple[int, ...]:
    purpose, recipient, now = current().purpose, asked.receiver, clock.now()
    file = asked.party.file if asked.party else ""
    sealed = {one.subject: one.number for one in seals.of(file)} if file else {}
    rows = [
        Disclosure(
            owner_id=subject,
            recipient=recipient.id,
            recipient_name=recipient.name,
            clause_ids=[one.id for one in asked.payload.clauses],
            fields=sorted(asked.payload.fields),
            purpose=purpose.id,
            basis=_strictest(asked.grounds[subject]),
            contract=recipient.contract,
            country=recipient.country,
            mechanism=recipient.mechanism,
            ground=asked.ground[:200],
            choice=asked.consents.get(subject, ""),
            state=Disclosure.State.SENT if asked.is_handed else Disclosure.State.WAITING,
            seal_id=sealed.get(subject),
            at=now,
            tried_at=now if asked.is_handed else None,
            sent_at=now if asked.is_handed else None,
        )
        for subject in asked.rows
    ]
    with keeping(f"disclosed to {recipient.id}"):
        ledger.seal(rows)
        for row in rows:
            given = asked.rows[row.owner_id]
            row.prints = notices.prints(recipient, asked.payload.fields, given, row.salt)
        Disclosure.objects.bulk_create(rows)
        if not asked.is_handed:
            _put_in_outbox(asked, rows)
    return tuple(row.pk for row in rows)


def _put_in_outbox(asked: _Asked, rows: Iterable[Disclosure]) -> None:
    receiver = asked.receiver
    OutboxItem.objects.bulk_create(
        OutboxItem(
            owner_id=row.owner_id,
            disclosure=row,
            recipient=receiver.id,
            adapter=receiver.adapter,
            payload=dict(asked.rows[row.owner_id]),
            key=key_of(row.owner_id, row.pk),
            lane=lane(row.owner_id, receiver.id, receiver.adapter),
        )
        for row in rows
    )


def _strictest(bases: Collection[Basis]) -> str:
    """The ground that is written down; a purpose of the house itself has none in the pack."""
    return max(bases, key=law.STRICTNESS.__getitem__) if bases else "own"
